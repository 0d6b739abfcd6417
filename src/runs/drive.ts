/**
 * The life of one run, as steps between the states of the ledger:
 *
 *   preparing --prepare--> working --work--> checking --check--> queued | concluded
 *
 * Each step may end the run instead. A step can be begun again by another process at any time: what it did is either in
 * the ledger, under the run's refs, or in the run's folder. A run that was preparing when its driver died is ended
 * (nothing of it is worth resuming); working and checking are taken up where they were.
 */
import { isReveilleError } from '../domain/errors.ts'
import { savedWorkRef } from '../domain/night.ts'
import type { Run, RunState } from '../domain/run.ts'
import type { Task } from '../domain/task.ts'
import { check } from './check.ts'
import { ends, type RunInHand, type RunSubject, type RunWorld, type StepResult } from './life.ts'
import { prepare } from './prepare.ts'
import { saveRun } from './save.ts'
import { runFolder } from './transcript.ts'
import { work } from './work.ts'

const STEPS: { readonly [state in RunState]?: (world: RunWorld, inHand: RunInHand) => Promise<StepResult> } =
  {
    preparing: prepare,
    working: work,
    checking: check,
  }

/**
 * Takes a run as far as it goes: into the queue or to its end, whichever comes first. Resolves with the run as it then
 * stands; with what the ledger holds when a newer owner has taken the run over, or when it was interrupted and is to be taken
 * up again. Rejects only when the ledger or the saving of work fails.
 */
export async function driveRun(world: RunWorld, start: RunInHand): Promise<Run> {
  let run = start.run
  for (let step = STEPS[run.state]; step !== undefined; step = STEPS[run.state]) {
    try {
      const result = await step(world, { ...start, run }).catch((error: unknown) =>
        failure(error, start.task),
      )
      if (result.kind === 'ends') await stopBeforeEnd(world, run)
      run = result.kind === 'moved' ? result.run : await endRun(world, run, result)
    } catch (error) {
      if (isReveilleError(error, 'stale-token') || isReveilleError(error, 'interrupted'))
        return world.ledger.run(run.id)
      throw error
    }
  }
  if (run.state === 'queued') start.queued?.()
  await retire(world, { run, task: start.task })
  return run
}

/** Ends a run that was preparing when the process that drove it died. */
export async function abandonRun(world: RunWorld, subject: RunSubject): Promise<Run> {
  const ended = await endRun(world, subject.run, {
    kind: 'ends',
    reason: 'worker-lost',
    detail: 'It was being prepared when the process that drove it died.',
  })
  await retire(world, subject)
  return ended
}

/**
 * The workspace goes; the saved work and the run's folder stay. Where an agent has worked, the workspace goes only
 * once its work is saved: if saving throws, it stays for the next start.
 */
export async function retire(world: RunWorld, { run, task }: RunSubject): Promise<void> {
  await stopHost(world, run)
  const isUnsaved = run.host !== null && (await world.git.readRef(savedWorkRef(run.id))) === null
  if (isUnsaved) await saveRun(world, { run, task })
  await world.workspaces.remove(run.id)
}

/** As soon as a run has ended its task may be given to another agent. What a newer owner has taken over is his. */
async function stopBeforeEnd(world: RunWorld, { id, token }: Run): Promise<void> {
  const run = await world.ledger.run(id)
  if (run.token === token) await stopHost(world, run)
}

/** What a failed look at a host says nothing about is taken for alive. */
async function stopHost(world: RunWorld, { id, host }: Run): Promise<void> {
  if (host === null) return
  const folder = runFolder(world.stateDirectory, id)
  const state = await world.hosts.observe(folder, host).catch(() => null)
  if (state?.kind !== 'ended') await world.hosts.stop(folder, host, 'stopped')
}

function endRun(world: RunWorld, run: Run, end: Extract<StepResult, { kind: 'ends' }>): Promise<Run> {
  const { kind: _kind, ...ending } = end
  return world.ledger.endRun({ runId: run.id, token: run.token, ...ending })
}

/** Not ends of a run: it is left as it stands, for the next start or for its newer owner. */
const PASSED_ON = ['stale-token', 'ledger-busy', 'interrupted'] as const

/** What a step threw becomes the end of the run, never a silent retry: the message is kept in the record. */
function failure(error: unknown, { at }: Pick<Task, 'at'>): StepResult {
  if (PASSED_ON.some((code) => isReveilleError(error, code))) throw error
  if (isReveilleError(error, 'environment-failed')) {
    // Of a commit that one task names it says nothing about the target, on which all others stand.
    return ends(at === null ? 'environment-failed' : 'blocked', error.message)
  }
  if (isReveilleError(error, 'agent-invalid') || isReveilleError(error, 'unsafe-path')) {
    return ends('agent-error', error.message)
  }
  return ends(
    'worker-lost',
    `Reveille could not go on: ${error instanceof Error ? error.message : String(error)}`,
  )
}
