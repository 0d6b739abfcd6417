import * as z from 'zod'
import type { Command } from '../domain/check.ts'

const WORDS = 'must be a list of words, e.g. [npm, test]; for a line of shell write shell: instead'

export const runSchema = z
  .array(z.string({ error: 'must be a word; put it in quotes' }), { error: WORDS })
  .min(1, { error: WORDS })
  .refine((words) => words[0] !== '', { error: 'must begin with a program', path: [0] })
  .meta({ description: 'Program and arguments, run as they are: no shell is involved' })

export const shellSchema = z
  .string({ error: 'must be a line of shell' })
  .regex(/\S/, { error: 'must not be empty' })
  .meta({ description: 'A line for /bin/sh' })

/** The two ways to write a command down; `oneCommand` asks for exactly one of them. */
export const commandShape = { run: runSchema.optional(), shell: shellSchema.optional() }

type WrittenCommand = { readonly run?: readonly string[] | undefined; readonly shell?: string | undefined }

export function hasOneCommand(written: WrittenCommand): boolean {
  return (written.run === undefined) !== (written.shell === undefined)
}

export const ONE_COMMAND = { error: 'needs either run: [program, argument, ...] or shell: "a line"' }

export const commandSchema = z
  .strictObject(commandShape)
  .refine(hasOneCommand, ONE_COMMAND)
  .transform(toCommand)

export function toCommand(written: WrittenCommand): Command {
  return written.run === undefined ? { shell: written.shell ?? '' } : { argv: written.run }
}
