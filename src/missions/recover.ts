import type { Leader } from '../ledger/ledger.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { Night } from '../domain/night.ts'
import { savedWorkRef } from '../domain/night.ts'
import type { Run } from '../domain/run.ts'
import { abandonRun, retire } from '../runs/drive.ts'
import type { NightWorld } from './night-world.ts'

/** What a new leader found and repaired. All zero and no notes after an orderly end. */
export interface Recovery {
  /** Runs whose agents went on without a leader, or had ended meanwhile, or whose checks are begun again. */
  readonly resumed: number
  /** Runs that were being prepared: their tasks are todo again, no attempt used. */
  readonly abandoned: number
  readonly landed: number
  readonly requeued: number
  readonly workspacesRemoved: number
  readonly notes: readonly string[]
}

/** Settles what the last leader left, whatever ended it. Safe to repeat and to be killed in. */
export async function recover(world: NightWorld, night: Night, leader: Leader): Promise<Recovery> {
  // Before anything else: what the last leader may still be about to write of them changes nothing from here on.
  for (const { id } of await world.ledger.runs({ live: true }))
    await world.ledger.takeUpRun({ epoch: leader.epoch, runId: id })
  const landings = await world.landings.recover({ night, epoch: leader.epoch })
  const live = await world.ledger.runs({ live: true })
  const lost = live.filter((run) => run.state === 'preparing')
  for (const run of lost) await abandonRun(world, { run, task: await world.ledger.task(run.taskId) })
  const kept = await needWorkspace(world, live)
  const strays = await removeStrays(world, new Set(kept.map((run) => run.id)))
  const recovery: Recovery = {
    resumed: live.length - lost.length - live.filter((run) => run.state === 'queued').length,
    abandoned: lost.length,
    landed: landings.completed,
    requeued: landings.retracted,
    workspacesRemoved: strays.removed,
    notes: [...landings.notes, ...strays.notes],
  }
  if (foundAnything(recovery))
    await world.ledger.recordRecovery({ epoch: leader.epoch, data: { ...recovery } })
  return recovery
}

/** An agent works there, or what it has found lies there still: of an explore task nothing else is saved. */
async function needWorkspace({ ledger }: NightWorld, live: readonly Run[]): Promise<readonly Run[]> {
  const needed: Run[] = []
  for (const run of live) {
    const isExplored = run.state === 'checking' && (await ledger.task(run.taskId)).kind === 'explore'
    if (run.state === 'working' || isExplored) needed.push(run)
  }
  return needed
}

export function foundAnything(recovery: Recovery): boolean {
  const counts = [
    recovery.resumed,
    recovery.abandoned,
    recovery.landed,
    recovery.requeued,
    recovery.workspacesRemoved,
  ]
  return counts.some((count) => count > 0) || recovery.notes.length > 0
}

interface Strays {
  readonly removed: number
  readonly notes: readonly string[]
}

/** Workspaces on disk that no working run needs. One that cannot be saved or removed stays, is told, and stops nobody. */
async function removeStrays(world: NightWorld, needed: ReadonlySet<string>): Promise<Strays> {
  const notes: string[] = []
  const strays = (await world.workspaces.list()).filter((id) => !needed.has(id))
  for (const id of strays) {
    try {
      await removeStray(world, id)
    } catch (error) {
      notes.push(`The workspace ${id} stays: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { removed: strays.length - notes.length, notes }
}

/** Where it is a run's, its work is saved first. */
async function removeStray(world: NightWorld, id: string): Promise<void> {
  await world.workspaces.evict(id)
  const run = await ownerOf(world, id)
  if (run !== null && (await world.git.readRef(savedWorkRef(id))) === null) {
    await retire(world, { run, task: await world.ledger.task(run.taskId) })
  } else {
    await world.workspaces.remove(id)
  }
}

async function ownerOf(world: NightWorld, workspaceId: string): Promise<Run | null> {
  return world.ledger.run(workspaceId).catch((error: unknown) => {
    if (isReveilleError(error, 'not-found')) return null
    throw error
  })
}
