import * as z from 'zod'
import { END_REASONS, METRIC_CLASSES } from '../domain/ending.ts'
import { EXPECTATIONS } from '../domain/check.ts'
import { PURPOSES } from '../domain/evidence.ts'
import { JUDGES } from '../domain/judgement.ts'
import { NIGHT_STATES } from '../domain/night.ts'
import { RUN_STATES } from '../domain/run.ts'
import { PRIORITIES, TASK_KINDS, TASK_STATES } from '../domain/task.ts'
import { REPORT_FORMATS } from '../domain/test-report.ts'
import type { Handoff } from '../reports/handoff.ts'

const instant = z.iso.datetime()
const count = z.int().min(0)

export const taskName = {
  key: z.string(),
  title: z.string(),
  kind: z.enum(TASK_KINDS),
  priority: z.enum(PRIORITIES),
}

export const endedRun = z.object({
  id: z.string(),
  number: z.int(),
  reason: z.enum(END_REASONS),
  about: z.string(),
  detail: z.string().nullable(),
  usedAttempt: z.boolean(),
  objections: z
    .array(z.object({ rule: z.string(), path: z.string(), line: z.int().nullable(), text: z.string() }))
    .readonly(),
  savedWork: z.object({ ref: z.string(), look: z.string() }).nullable(),
})

const proof = z.object({
  id: z.string(),
  check: z.string(),
  command: z.string(),
  expect: z.enum(EXPECTATIONS),
  tree: z.string(),
  green: z.boolean(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  durationMs: z.number(),
  isolation: z.enum(['bubblewrap', 'none']),
  file: z.string(),
  purpose: z.enum(PURPOSES),
  finding: z.string(),
  tests: z
    .object({
      formats: z.array(z.enum(REPORT_FORMATS)).readonly(),
      complete: z.boolean(),
      passed: count,
      failed: count,
      skipped: count,
      errors: count,
    })
    .nullable(),
  mutants: z.object({ planted: count, killed: count, survivors: z.array(z.string()).readonly() }).nullable(),
})

const checks = z.array(proof).readonly()
const ended = z.array(endedRun).readonly()
const words = z.array(z.string()).readonly()

const unfinished = z.object({
  ...taskName,
  state: z.enum(TASK_STATES),
  attempts: count,
  maxRuns: count,
  ended,
  live: z.object({ id: z.string(), number: z.int(), state: z.enum(RUN_STATES) }).nullable(),
  red: proof.extend({ excerpt: z.string() }).nullable(),
  landedBefore: words,
})

const outcomes = z.object({
  landed: z
    .array(
      z.object({
        ...taskName,
        commit: z.string(),
        tree: z.string(),
        runs: count,
        ended,
        checks,
        judged: z.array(z.object({ judge: z.enum(JUDGES), detail: z.string() })).readonly(),
        redToGreen: z.boolean(),
      }),
    )
    .readonly(),
  concluded: z
    .array(
      z.object({
        ...taskName,
        answer: z.enum(['green', 'red', 'unknown']),
        conclusion: z.string().nullable(),
        checks,
      }),
    )
    .readonly(),
  alreadyGreen: z.array(z.object({ ...taskName, detail: z.string().nullable(), checks })).readonly(),
  closed: z.array(z.object(taskName)).readonly(),
  cancelled: z.array(z.object(taskName)).readonly(),
  doneElsewhere: z.array(z.object(taskName)).readonly(),
  unfinished: z.array(unfinished).readonly(),
  notStarted: z.object({
    total: count,
    first: z.array(z.object({ ...taskName, waitsFor: words, hasAgent: z.boolean() })).readonly(),
  }),
})

const answer = z.object({ option: z.string(), text: z.string(), command: z.string() })
const toDo = { task: z.string(), command: z.string() }

const attention = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('target-red'), ...toDo, detail: z.string(), then: z.string() }),
  z.object({
    kind: z.literal('lane'),
    lane: z.enum(['red', 'broken']),
    commit: z.string(),
    detail: z.string(),
    event: z.int().min(1),
    command: z.string(),
  }),
  z.object({
    kind: z.literal('blocker'),
    blocker: z.string(),
    task: z.string(),
    seen: z.string(),
    tried: z.string(),
    question: z.string(),
    answers: z.array(answer).readonly(),
    default: z.string().nullable(),
    deadline: instant.nullable(),
    notes: words,
  }),
  z.object({ kind: z.literal('environment-failed'), ...toDo, detail: z.string() }),
  z.object({ kind: z.literal('no-agent'), ...toDo }),
  z.object({ kind: z.literal('needs-cancelled'), ...toDo, needs: words }),
])

const figures = z.object({
  runs: z.object({ total: count, landed: count, concluded: count, ended: count, live: count }),
  endedBy: z.array(z.object({ reason: z.enum(END_REASONS), runs: count })).readonly(),
  classes: z.record(z.enum(METRIC_CLASSES), count),
  rejected: count,
  attemptsUsed: count,
  firstPass: z.object({ judged: count, passed: count, rate: z.number().nullable() }),
  time: z.object({
    wallMs: z.number(),
    agentMs: z.number(),
    parallelFactor: z.number().nullable(),
    mostAtOnce: count,
  }),
})

/** The hand-off as the doors give it. */
export const handoffSchema: z.ZodType<Handoff> = z.object({
  asOf: instant,
  stateDirectory: z.string(),
  night: z.object({
    number: z.int(),
    state: z.enum(NIGHT_STATES),
    branch: z.string(),
    base: z.string(),
    tip: z.string(),
    target: z.string(),
    mirror: z.string(),
    openedAt: instant,
    closedAt: instant.nullable(),
  }),
  asked: z.object({
    total: count,
    byKind: z
      .array(
        z.object({ kind: z.enum(TASK_KINDS), total: count, byPriority: z.record(z.enum(PRIORITIES), count) }),
      )
      .readonly(),
  }),
  outcomes,
  merges: words,
  needsYou: z.array(attention).readonly(),
  recoveries: z.array(z.object({ at: instant, event: z.int(), text: z.string() })).readonly(),
  isolation: z.object({ runs: count, withoutSandbox: count, evidenceWithoutSandbox: count }),
  unprovable: words,
  figures,
  next: z.array(z.object({ command: z.string(), why: z.string() })).readonly(),
})
