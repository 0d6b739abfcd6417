import { SYSTEM } from '../domain/actor.ts'
import { savedWorkRef } from '../domain/night.ts'
import { saveWork } from '../workspaces/saved-work.ts'
import type { RunSubject, RunWorld } from './life.ts'

/**
 * Puts what stands in the run's workspace at refs/reveille/runs/<id> and returns the commit. Work that is there already
 * stands; null when there is neither a workspace nor saved work.
 */
export async function saveRun(world: RunWorld, { run, task }: RunSubject): Promise<string | null> {
  const ref = savedWorkRef(run.id)
  const workspace = await world.workspaces.find(run.id)
  if (workspace === null) return world.git.readRef(ref)
  const saved = await saveWork({
    git: world.git,
    base: run.base,
    taken: await world.workspaces.takeTree(workspace),
    ref,
    subject: `${task.key}: run ${run.number}`,
    at: world.clock.now(),
  })
  if (saved.secrets.length > 0) {
    const text = `The work of run ${run.number} may hold secrets in ${saved.secrets.join(', ')}. ${ref} must not be pushed.`
    await world.ledger.noteTask({ actor: SYSTEM, task: task.id, text })
  }
  return saved.commit
}
