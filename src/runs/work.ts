import type { AgentEnd } from '../agents/agent.ts'
import { ENDINGS } from '../domain/ending.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import { lastActivity } from '../workspaces/activity.ts'
import type { HostState } from './host.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'
import { readRaised } from './raised.ts'
import { saveRun } from './save.ts'
import { agentActor, serveSocket, type SocketService } from './socket-service.ts'
import { runFolder } from './transcript.ts'

/** Each pause is a tenth longer than the one before, so that an end is seen late by no more than a tenth of the run. */
const FIRST_LOOK_MS = 5
const SLOWER = 1.1
const SLOWEST_LOOK_MS = 500
/** In a row, half a second apart: then the run is given up and its agent stopped. */
const FAILED_LOOKS = 20
const LATE_MS = 20_000

interface Progress {
  bytes: number
  at: number
  lookedAt: number
  /** How long after that the next look was to come. */
  pauseMs: number
}

/** Watches the agent to its end, saves the work, whatever the end was, and hands finished work on to be checked. */
export async function work(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task } = inHand
  const end = run.host === null ? null : await hearAndWatch(world, inHand, run.host)
  const saved = await saveRun(world, inHand)
  // Whatever became of its agent: a question that was acknowledged is asked.
  const raised = await readRaised(runFolder(world.stateDirectory, run.id))
  if (raised !== null)
    return {
      ...{ kind: 'ends', reason: 'blocked', detail: 'Its agent has raised a blocker.' },
      ...{ blocker: raised, raisedBy: agentActor(run) },
    }
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

/** The agent is heard for as long as it is watched, and not a moment longer: what it asks for is then known. */
async function hearAndWatch(
  world: RunWorld,
  inHand: RunInHand,
  host: ProcessIdentity,
): Promise<AgentEnd | null> {
  const service = await serveSocket(world, inHand)
  try {
    return await watch(world, inHand, { host, service })
  } finally {
    await service.close()
  }
}

interface Watched {
  readonly host: ProcessIdentity
  readonly service: SocketService
}

/** Resolves with the end record, or null when the host is gone without one. */
async function watch(world: RunWorld, inHand: RunInHand, watched: Watched): Promise<AgentEnd | null> {
  const begunAt = world.clock.now()
  const progress = { bytes: -1, at: begunAt, lookedAt: begunAt, pauseMs: 0 }
  let failures = 0
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * SLOWER, SLOWEST_LOOK_MS)) {
    if (inHand.leave?.aborted === true)
      throw new ReveilleError('interrupted', 'Its agent was left to itself.')
    const state = await look(world, { ...watched, inHand, progress }).catch((error: unknown) => {
      // A machine that has run out of something for a moment says nothing about the agent.
      failures += 1
      if (failures >= FAILED_LOOKS) throw error
      pauseMs = SLOWEST_LOOK_MS
      return null
    })
    if (state?.kind === 'ended') return state.end
    if (state?.kind === 'lost') return null
    if (state !== null) failures = 0
    progress.pauseMs = pauseMs
    await world.clock.sleep(pauseMs, inHand.stop.aborted ? undefined : inHand.stop)
  }
}

/** Looks once, and stops what must not go on. */
async function look(
  world: RunWorld,
  watched: Watched & { readonly inHand: RunInHand; readonly progress: Progress },
): Promise<HostState> {
  const { inHand, host, progress, service } = watched
  const folder = runFolder(world.stateDirectory, inHand.run.id)
  const state = await world.hosts.observe(folder, host)
  // Without a jail the agent's processes may outlive their host.
  if (state.kind === 'lost') await world.hosts.stop(folder, host, 'stopped')
  if (state.kind !== 'running') return state
  if (inHand.stop.aborted || service.isOverdue()) await world.hosts.stop(folder, host, 'stopped')
  else if (await isStuck(world, inHand, progress, state.transcriptBytes)) {
    await world.hosts.stop(folder, host, 'no-progress')
  }
  return state
}

/**
 * Milliseconds between two looks that nobody had: the machine slept, or its clock was set, to an earlier time too. A busy
 * machine is only late.
 */
export function timeLost(pauseMs: number, tookMs: number): number {
  const lateMs = tookMs - pauseMs
  return Math.abs(lateMs) > LATE_MS ? lateMs : 0
}

/** No output and no changed file for as long as the task allows. Files are looked at only when the output is silent. */
async function isStuck(
  world: RunWorld,
  inHand: RunInHand,
  progress: Progress,
  transcriptBytes: number,
): Promise<boolean> {
  const now = world.clock.now()
  progress.at += timeLost(progress.pauseMs, now - progress.lookedAt)
  progress.lookedAt = now
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
