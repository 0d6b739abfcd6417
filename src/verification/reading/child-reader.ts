import { ReveilleError } from '../../domain/errors.ts'
import type { Judgement, Objection } from '../../domain/judgement.ts'
import { programBeside } from '../../support/own-program.ts'
import { runCommand } from '../../support/process.ts'
import type { Mutant } from '../mutants/plant.ts'
import type { Judgements } from './judge-files.ts'
import { createReader, type Reader, type ReadingRequest } from './reader.ts'

const CHILD = programBeside(import.meta.filename, 'child')
const HEAP_MB = 512
const MOST_ANSWER = 64 * 1024 * 1024

export interface ChildReaderOptions {
  /** The program that runs this one. */
  readonly node: string
  /** Where commands are looked for. */
  readonly searchPath: string
  /** Aborted: a child under way is ended and `interrupted` thrown. */
  readonly stop: AbortSignal
  /** Where compiled modules are kept, so that a child starts sooner. */
  readonly compiled?: string | undefined
}

/** Each request is read by a process of its own, with a deadline and little memory. */
export function createChildReader(options: ChildReaderOptions): Reader {
  return createReader({
    judge: (request, deadlineMs) =>
      ask(options, { request: { kind: 'judge', ...request }, deadlineMs, check: asJudgements }),
    plant: (request, deadlineMs) =>
      ask(options, { request: { kind: 'plant', ...request }, deadlineMs, check: asMutants }),
  })
}

interface Question<Answer> {
  readonly request: ReadingRequest
  readonly deadlineMs: number
  readonly check: (value: unknown) => Answer | null
}

async function ask<Answer>(
  { node, searchPath, stop, compiled }: ChildReaderOptions,
  { request, deadlineMs, check }: Question<Answer>,
): Promise<Answer | null> {
  const result = await runCommand({
    argv: [node, `--max-old-space-size=${HEAP_MB}`, '--no-warnings', CHILD],
    variables: { PATH: searchPath, ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }) },
    cwd: '/',
    input: JSON.stringify(request),
    timeoutMs: deadlineMs,
    maxOutputBytes: MOST_ANSWER,
    signal: stop,
    stopsAtOnce: true,
    diesWithUs: true,
  })
  if (result.cancelled) throw new ReveilleError('interrupted', 'The reading of a change was stopped.')
  if (result.exitCode !== 0 || result.truncated) return null
  return check(parsed(result.stdout.toString('utf8')))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}

function asJudgements(value: unknown): Judgements | null {
  if (!isRecord(value)) return null
  const { integrity, suspicion } = value
  if (!isJudgement(integrity, 'test-integrity') || !isJudgement(suspicion, 'suspicion')) return null
  return { integrity, suspicion }
}

function isJudgement(value: unknown, judge: Judgement['judge']): value is Judgement {
  if (!isRecord(value) || value['judge'] !== judge || typeof value['detail'] !== 'string') return false
  const { objections } = value
  return Array.isArray(objections) && objections.every(isObjection)
}

function isObjection(value: unknown): value is Objection {
  if (!isRecord(value)) return false
  const { line } = value
  return (
    areTexts(value, ['fingerprint', 'rule', 'path', 'subject', 'text']) &&
    (line === null || Number.isInteger(line))
  )
}

function asMutants(value: unknown): readonly Mutant[] | null {
  return Array.isArray(value) && value.every(isMutant) ? value : null
}

function isMutant(value: unknown): value is Mutant {
  return (
    isRecord(value) && areTexts(value, ['path', 'description', 'source']) && Number.isInteger(value['line'])
  )
}

function areTexts(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
