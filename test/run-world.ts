/** A led night with everything its runs touch: real git and ledger, plain workspaces, no jail, agents played in process. */
import { programAgent } from '../src/agents/program.ts'
import { savedWorkRef, type Night } from '../src/domain/night.ts'
import type { ProcessIdentity, Run } from '../src/domain/run.ts'
import type { TaskDraft } from '../src/domain/task.ts'
import { createLandings } from '../src/landing/verified-queue.ts'
import { ANN, draft } from '../src/ledger/world.contract.ts'
import type { NightWorld } from '../src/missions/night-world.ts'
import type { RunInHand } from '../src/runs/life.ts'
import { createJailedExecutor } from '../src/runs/operate-executor.ts'
import { prepare } from '../src/runs/prepare.ts'
import { createRunSockets } from '../src/runs/socket.ts'
import { createVerifier } from '../src/verification/jailed-verifier.ts'
import { NO_NETWORK_SETTINGS } from '../src/workspaces/network-settings.ts'
import { NO_ENVIRONMENT } from '../src/workspaces/workspace.ts'
import { createInProcessHosts, playing, type Act, type InProcessHosts } from './in-process-hosts.ts'
import { beginNight } from './landing-world.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** What both this and a simulated night have. */
interface Led {
  readonly world: NightWorld
  readonly night: Night
  readonly epoch: number
  readonly stop: AbortController
}

export type RunNight = Awaited<ReturnType<typeof beginRuns>>

const HOST: ProcessIdentity = { pid: 1, startedAt: 'once', bootId: 'in-process' }

/**
 * `change` replaces parts of the world, which its verifier and its queue then use too. `stop` is the world's own; the calm
 * verifier does not hear it.
 */
export async function beginRuns(
  options: Parameters<typeof beginNight>[0] & {
    readonly change?: (world: NightWorld) => Partial<NightWorld>
  } = {},
) {
  const clock = createVirtualClock()
  const { landings, verifier, ...began } = await beginNight({ ...options, clock })
  const stop = new AbortController()
  const hosts = createInProcessHosts({ clock })
  const plain = {
    ...began.world,
    config: {
      ...began.world.config,
      target: 'main',
      setup: null,
      concurrency: 2,
      brief: { tokens: 8000 },
      secrets: [],
      operations: {},
      targets: {},
    },
    environments: {
      ensure: () => Promise.resolve(NO_ENVIRONMENT),
      list: () => Promise.resolve([]),
      remove: () => Promise.resolve(),
    },
    stop: stop.signal,
    hosts,
    sockets: createRunSockets({ clock, platform: process.platform }),
    agentFor: () => programAgent,
    secretValues: [],
    landings,
    verifier,
    executor: createJailedExecutor({
      ...began.world,
      networkFor: () => Promise.resolve(NO_NETWORK_SETTINGS),
    }),
  }
  const changed = { ...plain, ...options.change?.(plain) }
  const world = {
    ...changed,
    verifier: changed.verifier === verifier ? createVerifier(changed) : changed.verifier,
    landings: changed.landings === landings ? createLandings(changed) : changed.landings,
  }
  return { ...began, world, hosts, clock, stop, calmVerifier: verifier }
}

/** A task whose run has just been claimed. */
export async function claimRun(
  { world, night, epoch, stop }: Led,
  fields: Partial<TaskDraft> & { readonly key: string; readonly acts?: readonly Act[] },
): Promise<RunInHand> {
  const { acts = [], ...parts } = fields
  const { ledger } = world
  const task = await ledger.addTask({
    actor: ANN,
    draft: draft(fields.key, { agent: playing(acts), ...parts }),
  })
  const run = await ledger.claimTask({
    epoch,
    nightId: night.id,
    task: task.id,
    agent: 'program',
    isolation: 'none',
    base: night.base,
  })
  return { run, task: await ledger.task(task.id), night, stop: stop.signal }
}

/** Puts the run where its agent has just been let go. */
export async function letGo(
  { world, hosts }: Pick<Led, 'world'> & { readonly hosts: InProcessHosts },
  inHand: RunInHand,
): Promise<RunInHand> {
  const result = await prepare(world, inHand)
  if (result.kind !== 'moved') throw new TypeError(`the run ended: ${result.detail}`)
  if (hosts.started.length === 0) throw new TypeError('no agent was started')
  return { ...inHand, run: result.run }
}

/** Puts the run where its work has been saved: these files, on its base. */
export async function handIn(
  { world }: Pick<Led, 'world'>,
  inHand: RunInHand,
  candidate: string | null,
): Promise<RunInHand> {
  const fence = { runId: inHand.run.id, token: inHand.run.token }
  await world.ledger.recordHost({ ...fence, host: HOST })
  await world.ledger.moveRun({ ...fence, to: 'working' })
  const run = await world.ledger.moveRun({
    ...fence,
    to: 'checking',
    ...(candidate === null ? {} : { candidate }),
  })
  return { ...inHand, run }
}

/** What is left of a run outside the ledger. */
export async function tracesOf(
  { world }: { readonly world: Pick<NightWorld, 'git' | 'workspaces'> },
  run: Pick<Run, 'id'>,
) {
  const [saved, workspace] = await Promise.all([
    world.git.readRef(savedWorkRef(run.id)),
    world.workspaces.find(run.id),
  ])
  return { saved: saved !== null, workspace: workspace !== null }
}
