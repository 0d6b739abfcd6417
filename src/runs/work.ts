import type { AgentEnd } from '../agents/agent.ts'
import { ENDINGS } from '../domain/ending.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import { lastActivity } from '../workspaces/activity.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'
import { saveRun } from './save.ts'
import { runFolder } from './transcript.ts'

/** Each pause is a tenth longer than the one before, so that an end is seen late by no more than a tenth of the run. */
const FIRST_LOOK_MS = 5
const SLOWER = 1.1
const SLOWEST_LOOK_MS = 500

/** Watches the agent to its end, saves the work, whatever the end was, and hands finished work on to be checked. */
export async function work(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task } = inHand
  const end = run.host === null ? null : await watch(world, inHand, run.host)
  const saved = await saveRun(world, inHand)
  if (end === null)
    return ends('worker-lost', 'The process that ran its agent is gone and left no end record.')
  if (task.agent === null) return ends('agent-error', 'The task has lost its agent.')
  const verdict = world.agentFor(task.agent).judge(end)
  if (verdict.kind === 'failed') return ends(verdict.reason, verdict.detail)
  if (saved === null) return ends('worker-lost', ENDINGS['worker-lost'].about)
  const moved = await world.ledger.moveRun({
    runId: run.id,
    token: run.token,
    to: 'checking',
    candidate: saved,
  })
  return { kind: 'moved', run: moved }
}

/** Resolves with the end record, or null when the host is gone without one. */
async function watch(world: RunWorld, inHand: RunInHand, host: ProcessIdentity): Promise<AgentEnd | null> {
  const folder = runFolder(world.stateDirectory, inHand.run.id)
  const progress = { bytes: -1, at: world.clock.now() }
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * SLOWER, SLOWEST_LOOK_MS)) {
    if (inHand.leave?.aborted === true)
      throw new ReveilleError('interrupted', 'Its agent was left to itself.')
    const state = await world.hosts.observe(folder, host)
    if (state.kind === 'ended') return state.end
    if (state.kind === 'lost') {
      // Without a jail the agent's processes may outlive their host.
      await world.hosts.stop(folder, host, 'stopped')
      return null
    }
    if (inHand.stop.aborted) await world.hosts.stop(folder, host, 'stopped')
    else if (await isStuck(world, inHand, progress, state.transcriptBytes)) {
      await world.hosts.stop(folder, host, 'no-progress')
    }
    await world.clock.sleep(pauseMs, inHand.stop.aborted ? undefined : inHand.stop)
  }
}

/** No output and no changed file for as long as the task allows. Files are looked at only when the output is silent. */
async function isStuck(
  world: RunWorld,
  inHand: RunInHand,
  progress: { bytes: number; at: number },
  transcriptBytes: number,
): Promise<boolean> {
  const now = world.clock.now()
  const allowed = inHand.task.limits.noProgressMs
  if (transcriptBytes !== progress.bytes) {
    progress.bytes = transcriptBytes
    progress.at = now
  }
  if (now - progress.at < allowed) return false
  const workspace = await world.workspaces.find(inHand.run.id)
  if (workspace !== null) progress.at = Math.max(progress.at, await lastActivity(workspace, now - allowed))
  return now - progress.at >= allowed
}
