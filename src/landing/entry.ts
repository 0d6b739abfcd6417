import { REVEILLE } from '../domain/actor.ts'
import type { Landing } from '../domain/landing.ts'
import type { Night } from '../domain/night.ts'
import type { Scope, Task } from '../domain/task.ts'
import { nightGate, taskGate, type Gate } from '../verification/checks/gate.ts'
import { orderQueue } from './queue.ts'
import type { LandingWorld } from './world.ts'

/** The entry whose turn it is, with all that its landing depends on. */
export interface Entry {
  readonly landing: Landing
  readonly gate: Gate
  readonly message: string
  /** Null for the user's own branch, like the scope. */
  readonly work: { readonly task: Task; readonly redOn: string } | null
  readonly scope: Pick<Scope, 'write'> | null
}

/** What lands next, null when nothing waits. */
export async function nextEntry(world: LandingWorld, night: Night): Promise<Entry | null> {
  const waiting = await world.ledger.landings({ nightId: night.id, states: ['waiting'] })
  const rows = await Promise.all(
    waiting.map(async (landing) => {
      const task = await taskOf(world, landing)
      return { landing, task, priority: task?.priority ?? null }
    }),
  )
  const first = orderQueue(rows)[0]?.landing
  const row = rows.find((one) => one.landing === first)
  if (row === undefined) return null
  const { landing, task } = row
  const gate = await gateOf(world, night, task)
  if (task === null || landing.runId === null)
    return { landing, gate, message: mergeMessage(night), work: null, scope: null }
  const { base: redOn } = await world.ledger.run(landing.runId)
  return { landing, gate, message: taskMessage(task, landing), work: { task, redOn }, scope: task.scope }
}

/** What the work of an entry has to pass as things stand now. */
export async function gateOfLanding(
  world: GateWorld,
  night: Night,
  landing: Pick<Landing, 'runId'>,
): Promise<Gate> {
  return gateOf(world, night, await taskOf(world, landing))
}

type GateWorld = Pick<LandingWorld, 'config' | 'ledger'>

/** The user's branch is nobody's task: it has to pass what the whole night had to. */
async function gateOf(world: GateWorld, night: Night, task: Task | null): Promise<Gate> {
  if (task !== null) return taskGate(world.config, task)
  return nightGate(world.config, await landedTasks(world, night))
}

async function taskOf(
  { ledger }: Pick<LandingWorld, 'ledger'>,
  { runId }: Pick<Landing, 'runId'>,
): Promise<Task | null> {
  return runId === null ? null : ledger.task((await ledger.run(runId)).taskId)
}

/** Tasks whose work is in the target, in the order in which it got there. */
export async function landedTasks(
  world: Pick<LandingWorld, 'ledger'>,
  night: Night,
): Promise<readonly Task[]> {
  const landed = await world.ledger.landings({ nightId: night.id, states: ['landed'] })
  const runs = landed.flatMap((landing) => landing.runId ?? [])
  return Promise.all(runs.map(async (runId) => world.ledger.task((await world.ledger.run(runId)).taskId)))
}

interface LandingCommit {
  readonly tip: string
  readonly tree: string
  readonly at: number
}

/** Work lands as one commit on the tip; the user's branch as a merge of both. Equal inputs give the same commit. */
export function landingCommit(
  world: Pick<LandingWorld, 'git'>,
  entry: Entry,
  { tip, tree, at }: LandingCommit,
): Promise<string> {
  const { landing, message } = entry
  const parents = landing.runId === null ? [tip, landing.candidate] : [tip]
  return world.git.commit({ tree, parents, message, author: REVEILLE, at })
}

function taskMessage(task: Pick<Task, 'key' | 'title'>, landing: Pick<Landing, 'runId'>): string {
  return `${subject(task)}\n\nReveille-Task: ${task.key}\nReveille-Run: ${landing.runId}\n`
}

function mergeMessage(night: Night): string {
  return `Merge ${oneLine(night.branch)} into night ${night.number}\n\nReveille-Night: ${night.number}\n`
}

function subject(task: Pick<Task, 'key' | 'title'>): string {
  const title = oneLine(task.title)
  return title === '' ? task.key : title
}

/** A title is somebody's text: it must not reach beyond its line, where trailers stand. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
