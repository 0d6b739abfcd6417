/**
 * A led night in memory: the real loop, runs and ledger over a git, workspaces, proof and queue that only remember. What
 * becomes of a run is what the test says; a night of fifty runs takes a fraction of a second and is the same every time.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { programAgent } from '../src/agents/program.ts'
import { targetRef } from '../src/domain/night.ts'
import type { ProcessIdentity } from '../src/domain/run.ts'
import type { TaskDraft } from '../src/domain/task.ts'
import type { Landings } from '../src/landing/landings.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { openSqliteLedger } from '../src/ledger/sqlite/ledger.ts'
import { ANN, draft, verdict } from '../src/ledger/world.contract.ts'
import { NightLoop, type NightOrders } from '../src/missions/night-loop.ts'
import type { NightWorld } from '../src/missions/night-world.ts'
import { createRunSockets } from '../src/runs/socket.ts'
import type { Git } from '../src/support/git.ts'
import type { Executor } from '../src/runs/executor.ts'
import { systemIds } from '../src/support/ids.ts'
import type { TreeVerdict, Verifier } from '../src/verification/verifier.ts'
import { createUnjailed } from '../src/workspaces/unjailed.ts'
import { NO_ENVIRONMENT, type Workspace, type Workspaces } from '../src/workspaces/workspace.ts'
import { createInProcessHosts, playedProgram, playing, type Act } from './in-process-hosts.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { temporaryDirectory } from './temporary.ts'

export const OWNER: ProcessIdentity = { pid: 7, startedAt: '100', bootId: 'boot' }

/** A run as the test's plan knows it. */
interface Attempt {
  readonly key: string
  /** Counts the task's runs from 1. */
  readonly number: number
}

export interface Plan {
  /** What agents do instead of what their tasks say. */
  readonly acts?: (attempt: Attempt) => readonly Act[]
  /** Whether its work meets a conflict in the queue. */
  readonly conflicts?: (attempt: Attempt) => boolean
  readonly verifier?: Partial<Verifier>
  readonly executor?: Partial<Executor>
  readonly landings?: (landings: Landings) => Partial<Landings>
  readonly ledger?: (ledger: Ledger) => Partial<Ledger>
  readonly world?: (world: NightWorld) => Partial<NightWorld>
  /** Shared by the nights of one test, so that it can be made before. */
  readonly folder?: string
}

export type SimulatedNight = Awaited<ReturnType<typeof simulateNight>>

export async function simulateNight(plan: Plan = {}) {
  const clock = createVirtualClock()
  const ids = systemIds(() => clock.now())
  const real = await openSqliteLedger({ path: ':memory:', clock, ids })
  const ledger = { ...real, ...plan.ledger?.(real) }
  const stateDirectory = plan.folder ?? (await temporaryDirectory())
  await mkdir(join(stateDirectory, 'home'), { recursive: true })
  const git = rememberingGit()
  const hosts = createInProcessHosts({
    clock,
    program: (command) =>
      plan.acts?.({
        key: command.variables['REVEILLE_TASK'] ?? '',
        number: Number(command.variables['REVEILLE_RUN_NUMBER']),
      }) ?? playedProgram(command),
  })
  const landings = landingQueue({ ledger, git, plan })
  const plain: NightWorld = {
    ledger,
    git,
    clock,
    hosts,
    sockets: createRunSockets({ clock, platform: process.platform }),
    stateDirectory,
    config: {
      target: 'main',
      setup: null,
      gate: [],
      concurrency: 2,
      secrets: [],
      jail: { readable: [], variables: {} },
      brief: { tokens: 8000 },
      operations: {},
      targets: {},
    },
    workspaces: rememberingWorkspaces(stateDirectory),
    environments: {
      ensure: () => Promise.resolve(NO_ENVIRONMENT),
      list: () => Promise.resolve([]),
      remove: () => Promise.resolve(),
    },
    jail: createUnjailed('/usr/bin:/bin'),
    agentFor: () => programAgent,
    verifier: { ...believer(), ...plan.verifier },
    executor: { ...idleExecutor(), ...plan.executor },
    secretValues: [],
    landings: { ...landings, ...plan.landings?.(landings) },
  }
  const world = { ...plain, ...plan.world?.(plain) }
  const night = await real.openNight({ actor: ANN, branch: 'main', base: 'base' })
  const leader = await real.beginLeadership({ owner: OWNER })
  await world.landings.open(night)
  const stop = new AbortController()
  return { world, night, leader, epoch: leader.epoch, stop, hosts, clock, ledger: real }
}

/** A loop over the night; `drain` and `stop` are its own unless given. */
export function loopOver(
  { world, night, leader }: Pick<SimulatedNight, 'world' | 'night' | 'leader'>,
  orders: Partial<NightOrders> = {},
): NightLoop {
  const never = new AbortController().signal
  return new NightLoop({
    world,
    night,
    leader,
    orders: { only: null, slots: 2, drain: never, stop: never, ...orders },
  })
}

/** Runs the loop to its end; how many ticks it took. */
export async function runNight(
  night: Pick<SimulatedNight, 'world' | 'night' | 'leader'>,
  orders: Partial<NightOrders> = {},
) {
  let ticks = 0
  const last = await loopOver(night, orders).run(() => {
    ticks += 1
    // A loop that spins must fail, not hang.
    return ticks > 2_000 ? Promise.reject(new RangeError('the loop spins')) : Promise.resolve()
  })
  return { ticks, last }
}

export async function addTask(
  { ledger }: { readonly ledger: Pick<Ledger, 'addTask'> },
  key: string,
  fields: Partial<TaskDraft> = {},
): Promise<void> {
  const scope = { write: [`${key}/**`], strict: false }
  await ledger.addTask({ actor: ANN, draft: draft(key, { scope, agent: playing([]), ...fields }) })
}

/** State of each task, by key. */
export async function statesOf({ ledger }: { readonly ledger: Pick<Ledger, 'tasks'> }) {
  return Object.fromEntries((await ledger.tasks({})).map(({ key, state }) => [key, state]))
}

function rememberingGit(): Git {
  const refs = new Map([['refs/heads/main', 'base']])
  let commits = 0
  const git: Partial<Git> = {
    commitOf: (revision) => Promise.resolve(refs.get(revision) ?? revision),
    isAncestor: () => Promise.resolve(true),
    listRefs: () => Promise.resolve([]),
    treeOf: (revision) => Promise.resolve(`tree of ${revision}`),
    messageOf: () => Promise.resolve(''),
    changes: () => Promise.resolve([]),
    readFiles: () => Promise.resolve([]),
    listFiles: () => Promise.resolve([]),
    merge: (ours, theirs) => Promise.resolve({ kind: 'clean', tree: `${ours}+${theirs}` }),
    commit: () => Promise.resolve(`commit-${(commits += 1)}`),
    readRef: (ref) => Promise.resolve(refs.get(ref) ?? null),
    compareAndSwap(ref, from, to) {
      if ((refs.get(ref) ?? null) !== from) return Promise.resolve('elsewhere')
      if (to === null) refs.delete(ref)
      else refs.set(ref, to)
      return Promise.resolve('moved')
    },
  }
  // The rest is never asked by runs or loop; it would fail as no function.
  return git as Git
}

function rememberingWorkspaces(stateDirectory: string): Workspaces {
  const all = new Map<string, Workspace>()
  return {
    strategy: 'plain',
    create({ id, commit }) {
      const at = (name: string): string => join(stateDirectory, name)
      const workspace: Workspace = {
        id,
        folder: at('workspace'),
        root: at('root'),
        home: at('home'),
        gitDirectory: at('git'),
        objects: at('objects'),
        commit,
        mount: { kind: 'plain' },
        environmentFolders: [],
      }
      all.set(id, workspace)
      return Promise.resolve(workspace)
    },
    find: (id) => Promise.resolve(all.get(id) ?? null),
    list: () => Promise.resolve([...all.keys()]),
    enter: (_, argv) => argv,
    takeTree: ({ id }) => Promise.resolve({ tree: `work of ${id}`, refused: [] }),
    evict: () => Promise.resolve(),
    remove(id) {
      all.delete(id)
      return Promise.resolve()
    },
    size: () => Promise.resolve(0),
  }
}

/** Finds everything green. */
function believer(): Verifier {
  const green: TreeVerdict = {
    green: true,
    gate: 'gate',
    environment: 'environment',
    evidence: [],
    detail: '',
    reason: null,
  }
  return {
    judgeLane: () => Promise.resolve({ kind: 'green' }),
    repairs: () => false,
    judgeBase: () => Promise.resolve({ kind: 'ready' }),
    judgeWork: () => Promise.resolve({ kind: 'ok' }),
    verify: () => Promise.resolve(green),
  }
}

/** Finds something to do, does it and finds nothing to ask. */
function idleExecutor(): Executor {
  return {
    execute: () =>
      Promise.resolve({ exitCode: 0, signal: null, timedOut: false, durationMs: 1, excerpt: '' }),
    findRed: () => Promise.resolve({ kind: 'red' }),
    prove: () => Promise.resolve([]),
  }
}

/** Lands whatever waits, in the order of age, as the ledger wants it proved. */
function landingQueue(params: { readonly ledger: Ledger; readonly git: Git; readonly plan: Plan }): Landings {
  const { ledger, git, plan } = params
  return {
    async open(night) {
      await git.compareAndSwap(targetRef(night), null, night.base)
    },
    recover: () => Promise.resolve({ completed: 0, retracted: 0, notes: [] }),
    async landNext({ night, epoch }) {
      const [landing] = await ledger.landings({ nightId: night.id, states: ['waiting'] })
      if (landing === undefined || landing.runId === null) return { kind: 'idle' }
      const { id: landingId, runId } = landing
      const { number, taskId } = await ledger.run(runId)
      const { key } = await ledger.task(taskId)
      if (plan.conflicts?.({ key, number }) === true) {
        const end = { reason: 'conflict', detail: 'It conflicts.' } as const
        await ledger.dropLanding({ epoch, landingId, ...end })
        return { kind: 'dropped', runId, ...end }
      }
      const [from, to] = [(await git.readRef(targetRef(night))) ?? night.base, `landed-${runId}`]
      const proof = { tree: `tree of ${to}`, gate: 'gate', environment: 'environment' }
      await ledger.recordEvidence({ fence: { epoch }, verdict: verdict({ ...proof, runId }) })
      await ledger.intendLanding({
        epoch,
        landingId,
        from,
        to,
        ...proof,
        checks: ['tests'],
        isolation: 'none',
      })
      await git.compareAndSwap(targetRef(night), from, to)
      await ledger.completeLanding({ epoch, landingId })
      return { kind: 'landed', runId, commit: to, flaky: [], notes: [] }
    },
  }
}
