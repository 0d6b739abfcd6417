import { expect } from 'vitest'
import type { Actor } from '../domain/actor.ts'
import type { Brief } from '../domain/brief.ts'
import { PLAIN_CHECK } from '../domain/check.ts'
import type { VerifyConclusion } from '../domain/conclusion.ts'
import type { EventData } from '../domain/event-data.ts'
import { isReveilleError, type ErrorCode, type ReveilleError } from '../domain/errors.ts'
import type { Landing } from '../domain/landing.ts'
import type { LaneJudged } from '../domain/lane-judged.ts'
import type { Run } from '../domain/run.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type Task, type TaskDraft } from '../domain/task.ts'
import type { Ledger, Verdict } from './ledger.ts'

/** Gives a new, empty ledger; whoever provides it closes it. */
export type OpenLedger = () => Promise<Ledger>

export const ANN: Actor = { role: 'human', name: 'ann' }
export const BOT: Actor = { role: 'coordinator', name: 'bot' }
export const BRIEF: Brief = { sha256: 'hash', tokens: 10, budget: 100, parts: [] }
export const BEGAN: EventData['operation.began'] = {
  plan: {
    operation: 'restart',
    target: 'staging',
    production: false,
    command: { argv: ['true'] },
    timeoutMs: 1000,
    network: true,
    inherit: ['TOKEN'],
    commit: 'base',
  },
  planHash: 'plan',
  grant: null,
}
export const ENDED: EventData['operation.ended'] = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 5,
  excerpt: '',
}
export const JUDGED: EventData['run.judged'] = {
  judge: 'lost-tests',
  objections: [],
  detail: 'All tests ran',
}
export const LANE_RED: LaneJudged = { lane: 'red', commit: 'base', detail: 'tests is red', shownBy: 'target' }
export const OWNER = { pid: 7, startedAt: '100', bootId: 'boot' }

export function draft(key: string, fields: Partial<TaskDraft> = {}): TaskDraft {
  return {
    key,
    title: `Title of ${key}`,
    goal: `Goal of ${key}`,
    kind: 'change',
    priority: 'P2',
    domain: null,
    scope: { write: ['src/**'], strict: false },
    needs: [],
    checks: [],
    agent: { kind: 'program', command: { argv: ['true'] } },
    limits: DEFAULT_LIMITS,
    ...PLAIN_DRAFT,
    ...fields,
  }
}

export function check(name: string): TaskDraft['checks'][number] {
  return { name, command: { argv: ['true'] }, expect: 'must-pass', timeoutMs: 1000, ...PLAIN_CHECK }
}

/** A led, open night: what every run needs. */
export async function begin(ledger: Ledger): Promise<{ epoch: number; nightId: string }> {
  const night = await ledger.openNight({ actor: ANN, branch: 'main', base: 'base' })
  const { epoch } = await ledger.beginLeadership({ owner: OWNER })
  return { epoch, nightId: night.id }
}

export async function add(ledger: Ledger, key: string, fields: Partial<TaskDraft> = {}): Promise<Task> {
  return ledger.addTask({ actor: ANN, draft: draft(key, fields) })
}

export async function claim(ledger: Ledger, task: string, epoch: number | null = null): Promise<Run> {
  const night = await ledger.openNightNow()
  const nightId = night?.id ?? (await begin(ledger)).nightId
  return ledger.claimTask({ epoch, nightId, task, agent: 'program', isolation: 'none', base: 'base' })
}

export function fenceOf(run: Run): { runId: string; token: number } {
  return { runId: run.id, token: run.token }
}

export function verified(fields: Partial<VerifyConclusion> = {}): VerifyConclusion {
  const checks = [{ check: 'tests', green: true, evidence: 'evidence-1' }]
  return { kind: 'verify', commit: 'base', tree: 'tree', verdict: 'green', checks, ...fields }
}

/** A run of the task whose work is saved and being checked. */
export async function checking(ledger: Ledger, task: string): Promise<Run> {
  const run = await claim(ledger, task)
  await ledger.moveRun({ ...fenceOf(run), to: 'working' })
  return ledger.moveRun({ ...fenceOf(run), to: 'checking', candidate: `work-of-${task}` })
}

export async function queued(ledger: Ledger, task: string): Promise<{ run: Run; landing: Landing }> {
  const run = await checking(ledger, task)
  const landing = await ledger.queueRun({ ...fenceOf(run), gate: 'gate' })
  return { run, landing }
}

export function verdict(fields: Partial<Verdict> = {}): Verdict {
  return {
    runId: null,
    check: 'tests',
    command: 'npm test',
    argv: ['npm', 'test'],
    expect: 'must-pass',
    tree: 'tree',
    gate: 'gate',
    environment: 'environment',
    isolation: 'none',
    purpose: 'tree',
    green: true,
    finding: fields.green === false ? 'It did not end well.' : '',
    exitCode: 0,
    signal: null,
    timedOut: false,
    durationMs: 5,
    tests: null,
    mutants: null,
    excerpt: 'ok',
    file: 'evidence/1',
    ...fields,
  }
}

export function intent(epoch: number, landingId: string): Parameters<Ledger['intendLanding']>[0] {
  const key = { tree: 'tree', gate: 'gate', environment: 'environment' }
  return { epoch, landingId, from: 'base', to: 'tip', ...key, checks: ['tests'], isolation: 'none' }
}

/** The task as it is after its work has landed with proof. */
export async function landed(ledger: Ledger, task: string): Promise<Task> {
  const { landing } = await queued(ledger, task)
  const epoch = (await ledger.leader())?.epoch ?? 0
  await ledger.recordEvidence({ fence: { epoch }, verdict: verdict() })
  await ledger.intendLanding(intent(epoch, landing.id))
  await ledger.completeLanding({ epoch, landingId: landing.id })
  return ledger.task(task)
}

/** Expects the refusal, and that it changed nothing at all. */
export async function expectRefusal(
  ledger: Ledger,
  code: ErrorCode,
  verb: () => Promise<unknown>,
): Promise<ReveilleError> {
  const before = await contentOf(ledger)
  const error = await verb().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isReveilleError(error)) throw new TypeError('no refusal', { cause: error })
  expect(error.code).toBe(code)
  expect(await contentOf(ledger)).toEqual(before)
  return error
}

export async function contentOf(ledger: Ledger): Promise<unknown> {
  const nights = await ledger.nights()
  return {
    tasks: await ledger.tasks({}),
    runs: await ledger.runs({}),
    landings: await Promise.all(nights.map(({ id }) => ledger.landings({ nightId: id }))),
    nights,
    blockers: await ledger.blockers({}),
    leader: await ledger.leader(),
    lastEvent: await ledger.lastEvent(),
  }
}

export async function kindsAfter(ledger: Ledger, seq: number): Promise<readonly string[]> {
  const events = await ledger.events({ after: seq })
  return events.map(({ kind }) => kind)
}
