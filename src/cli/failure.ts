/** What a person or a program is told when a command fails. */
import { ERRORS, isReveilleError, type ReveilleError } from '../domain/errors.ts'
import type { Style } from './color.ts'
import type { ErrorEnvelope } from './envelope.ts'
import type { ExitCode } from './exit-codes.ts'
import { plain, plainLines } from './print.ts'

export interface Machine {
  readonly reveille: string
  readonly node: string
  readonly platform: string
}

export function exitOf(error: unknown): ExitCode {
  return isReveilleError(error) ? ERRORS[error.code].exit : 70
}

export function errorEnvelope(error: unknown): ErrorEnvelope {
  if (!isReveilleError(error)) {
    return { schemaVersion: 1, error: { code: 'internal', message: messageOf(error), hint: REPORT } }
  }
  const { code, message, hint, data } = error
  return {
    schemaVersion: 1,
    error: { code, message, hint: hint ?? null, ...(data === undefined ? {} : { data }) },
  }
}

/** One sentence, what was found, what to do next, and the code to look up. */
export function errorText(error: unknown, style: Style, machine: Machine): string {
  return isReveilleError(error) && error.code !== 'internal'
    ? expectedText(error, style)
    : internalText(error, style, machine)
}

const REPORT = 'This is a bug in Reveille. Please report it with everything printed here; nothing was lost.'

function expectedText(error: ReveilleError, style: Style): string {
  return [
    `${style.bad('error')}: ${plain(error.message)}`,
    ...diagnosticsOf(error).map((text) => indent(plainLines(text))),
    ...excerptOf(error).map((line) => style.dim(`  | ${plain(line)}`)),
    ...(error.hint === undefined ? [] : [`  hint: ${plain(error.hint)}`]),
    style.dim(`  code: ${error.code}`),
  ].join('\n')
}

function internalText(error: unknown, style: Style, { reveille, node, platform }: Machine): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [
    `${style.bad('internal error')}: ${plain(messageOf(error))}`,
    `  hint: ${REPORT}`,
    `  reveille ${reveille}, node ${node}, ${platform}`,
    indent(plainLines(stack)),
  ].join('\n')
}

interface ShownDiagnostic {
  readonly text: string
}

/** Problems of a file come with their place and the lines around it. */
function diagnosticsOf(error: ReveilleError): readonly string[] {
  const diagnostics = error.data?.['diagnostics']
  return Array.isArray(diagnostics) ? diagnostics.filter(isShown).map(({ text }) => text) : []
}

const EXCERPT_LINES = 8

/** The end of what a command said that failed. */
function excerptOf(error: ReveilleError): readonly string[] {
  const excerpt = error.data?.['excerpt']
  if (typeof excerpt !== 'string') return []
  return excerpt
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-EXCERPT_LINES)
}

function isShown(value: unknown): value is ShownDiagnostic {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')
}
