import { createHash } from 'node:crypto'
import { fitParts, joinParts } from '../domain/brief-budget.ts'
import type { Brief } from '../domain/brief.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Evidence } from '../domain/evidence.ts'
import { printable } from '../domain/printable.ts'
import type { Run } from '../domain/run.ts'
import { createMask } from '../support/secrets.ts'
import { briefParts, type BriefMatter, type LastRun } from './brief-text.ts'
import type { RunInHand, RunWorld } from './life.ts'
import type { NeededConclusion } from './needs.ts'

/** In the run's folder and in the agent's HOME. */
export const BRIEF_FILE = 'brief.md'

export interface WrittenBrief {
  readonly text: string
  readonly brief: Brief
}

/** What the agent is given to read, within the budget of the configuration, without secrets. */
export async function writeBrief(
  world: RunWorld,
  inHand: RunInHand,
  needed: readonly NeededConclusion[],
): Promise<WrittenBrief> {
  const budget = world.config.brief.tokens
  const matter = masked(await gather(world, inHand, needed), createMask(world.secretValues))
  const fitted = fitParts(briefParts(matter), budget)
  const text = joinParts(fitted)
  const parts = fitted.map(({ name, tokens, leftOut }) => ({ name, tokens, leftOut }))
  return {
    text,
    brief: {
      sha256: createHash('sha256').update(text).digest('hex'),
      tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
      budget,
      parts,
    },
  }
}

async function gather(
  { ledger, config }: RunWorld,
  { run, task }: RunInHand,
  needed: readonly NeededConclusion[],
): Promise<BriefMatter> {
  const [notes, runs, blockers, evidence] = await Promise.all([
    ledger.notes(task.id),
    ledger.runs({ taskId: task.id }),
    ledger.blockers({ taskId: task.id, open: false }),
    ledger.evidence({ runId: run.id }),
  ])
  const ended = runs.filter(({ id, endReason }) => id !== run.id && endReason !== null)
  const last = ended.at(-1)
  return {
    task,
    gate: config.gate.map(({ command }) => command),
    redNow: newestRed(evidence),
    needed,
    last: last === undefined ? null : await lastRun(ledger, last),
    earlier: ended.slice(0, -1),
    answered: blockers,
    notes,
  }
}

async function lastRun(ledger: RunWorld['ledger'], run: Run): Promise<LastRun> {
  const [evidence, events] = await Promise.all([
    ledger.evidence({ runId: run.id }),
    ledger.events({ runId: run.id, kinds: ['run.judged'] }),
  ])
  const judgements = events.flatMap((event) => dataOf(event, 'run.judged') ?? [])
  // Red on the base was to be: it is no failure of the run.
  const red = evidence.findLast(({ green, purpose }) => !green && purpose !== 'base') ?? null
  return { run, judgements: judgements.filter(({ objections }) => objections.length > 0), red }
}

/** The last word of each check on the base. */
function newestRed(evidence: readonly Evidence[]): readonly Evidence[] {
  const onBase = evidence.filter(({ purpose }) => purpose === 'base')
  const newest = new Map(onBase.map((one) => [one.check, one]))
  return [...newest.values()].filter(({ green }) => !green)
}

/** Before the budget is shared out, because a mask may be longer than what it hides. */
function masked(matter: BriefMatter, mask: (text: string) => string): BriefMatter {
  // Only texts change, and they stay texts.
  return maskTexts(matter, (text) => mask(printable(text))) as BriefMatter
}

/** Every text in a value, however deep; the value keeps its shape. */
function maskTexts(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item: unknown) => maskTexts(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskTexts(item, mask)]))
}
