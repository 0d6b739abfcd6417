/** A night on a real repository and a real ledger, without a leader loop: each test does what a leader would. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PLAIN_CHECK, type Check } from '../src/domain/check.ts'
import { targetRef, type Night } from '../src/domain/night.ts'
import type { Run } from '../src/domain/run.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type Task, type TaskDraft } from '../src/domain/task.ts'
import { createLandings } from '../src/landing/verified-queue.ts'
import type { LandingWorld } from '../src/landing/world.ts'
import { openSqliteLedger } from '../src/ledger/sqlite/ledger.ts'
import type { Clock } from '../src/support/clock.ts'
import { openGit } from '../src/support/git.ts'
import { systemIds } from '../src/support/ids.ts'
import { createMask } from '../src/support/secrets.ts'
import { createVerifier } from '../src/verification/jailed-verifier.ts'
import { createReaderHere } from '../src/verification/reading/reader.ts'
import { keepTrees } from '../src/verification/tree-reader.ts'
import type { Jail } from '../src/workspaces/jail.ts'
import { createUnjailed } from '../src/workspaces/unjailed.ts'
import { createPlainWorkspaces } from '../src/workspaces/plain.ts'
import type { WorkspaceChoice } from '../src/workspaces/choose.ts'
import { NO_ENVIRONMENT, type Workspaces } from '../src/workspaces/workspace.ts'
import { createRepository } from './repository.ts'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const OWNER = { pid: 7, startedAt: '100', bootId: 'boot' }
const HUMAN = { role: 'human', name: 'ann' } as const
const SEARCH_PATH = process.env['PATH'] ?? '/usr/bin:/bin'

export type LandingNight = Awaited<ReturnType<typeof beginNight>>

export function shellCheck(name: string, shell: string, parts: Partial<Check> = {}): Check {
  return {
    name,
    command: { shell },
    expect: 'must-pass',
    timeoutMs: 10_000,
    ...PLAIN_CHECK,
    redExits: [1],
    ...parts,
  }
}

/** Passes as long as no file is named `broken`. */
const GATE = [shellCheck('sound', 'test ! -e broken')]

export async function beginNight(
  options: {
    readonly files?: Readonly<Record<string, string>>
    readonly gate?: readonly Check[]
    readonly setup?: LandingWorld['config']['setup']
    readonly secrets?: readonly string[]
    readonly jail?: Jail
    readonly workspaces?: (choice: WorkspaceChoice) => Promise<Workspaces>
    readonly clock?: Clock
    /** More branches of the user's. */
    readonly branches?: readonly string[]
  } = {},
) {
  const repository = await createRepository({
    files: options.files ?? { 'readme.md': 'hello\n', 'src/a.txt': 'a\n' },
  })
  for (const branch of options.branches ?? []) await repository.git('branch', branch)
  const state = await temporaryDirectory()
  let now = Date.UTC(2026, 10, 20, 22)
  const clock = options.clock ?? { now: () => (now += 1), sleep: () => Promise.resolve() }
  const ids = systemIds(() => clock.now())
  const git = await openGit({
    commonDirectory: repository.gitDirectory,
    controlDirectory: join(state, 'control.git'),
    searchPath: SEARCH_PATH,
  })
  const ledger = await openSqliteLedger({ path: ':memory:', clock, ids })
  const choice: WorkspaceChoice = {
    git,
    ids,
    commonDirectory: repository.gitDirectory,
    cacheDirectory: state,
    searchPath: SEARCH_PATH,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
  }
  const world = {
    ledger,
    git,
    trees: keepTrees(git),
    reader: createReaderHere(),
    clock,
    ids,
    stop: new AbortController().signal,
    config: {
      gate: options.gate ?? GATE,
      setup: options.setup ?? null,
      jail: { readable: [], variables: {} },
    },
    workspaces: (await options.workspaces?.(choice)) ?? createPlainWorkspaces(choice),
    environments: { ensure: () => Promise.resolve(NO_ENVIRONMENT) },
    jail: options.jail ?? createUnjailed(SEARCH_PATH),
    stateDirectory: state,
    mask: createMask(options.secrets ?? []),
  } satisfies LandingWorld
  const base = await repository.git('rev-parse', 'HEAD')
  const night = await ledger.openNight({ actor: HUMAN, branch: 'main', base })
  const { epoch } = await ledger.beginLeadership({ owner: OWNER })
  const landings = createLandings(world)
  await landings.open(night)
  return { repository, world, night, epoch, landings, verifier: createVerifier(world), base }
}

/** A task whose agent has left these files; null removes one. It is queued as its run would be. */
export async function queueWork(
  { world, night }: Pick<LandingNight, 'world' | 'night'>,
  work: {
    readonly key: string
    readonly files: Readonly<Record<string, string | null>>
    readonly base?: string
  } & Partial<TaskDraft>,
): Promise<{
  readonly task: Task
  readonly run: Run
  readonly landing: Awaited<ReturnType<LandingWorld['ledger']['queueRun']>>
}> {
  const { files, ...claim } = work
  const { ledger } = world
  const { task, run: claimed } = await claimWork({ world, night }, claim)
  const fence = { runId: claimed.id, token: claimed.token }
  await ledger.moveRun({ ...fence, to: 'working' })
  await ledger.moveRun({ ...fence, to: 'checking', candidate: await commitFiles(world, claimed.base, files) })
  const landing = await ledger.queueRun({ ...fence, gate: 'as it was then' })
  return { task: await ledger.task(task.id), run: await ledger.run(claimed.id), landing }
}

/** A task with a run of it that is being prepared. */
export async function claimWork(
  { world, night }: Pick<LandingNight, 'world' | 'night'>,
  { base, ...fields }: { readonly key: string; readonly base?: string } & Partial<TaskDraft>,
): Promise<{ readonly task: Task; readonly run: Run }> {
  const { ledger, git } = world
  const task = await ledger.addTask({ actor: HUMAN, draft: draftOf(fields) })
  const run = await ledger.claimTask({
    epoch: null,
    nightId: night.id,
    task: task.id,
    agent: 'program',
    isolation: 'none',
    base: base ?? (await git.readRef(targetRef(night))) ?? night.base,
  })
  return { task, run }
}

/** A commit on `parent` with other files, made without a checkout. */
export async function commitFiles(
  { stateDirectory, git }: Pick<LandingWorld, 'stateDirectory' | 'git'>,
  parent: string,
  files: Readonly<Record<string, string | null>>,
): Promise<string> {
  const folder = join(stateDirectory, 'scratch')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const worktree = {
    root: folder,
    indexFile: join(stateDirectory, 'scratch.index'),
    exclude: [],
    enter: (argv: readonly string[]) => argv,
  }
  await git.checkOut(worktree, await git.treeOf(parent))
  for (const [path, content] of Object.entries(files)) {
    if (content === null) await rm(join(folder, path), { recursive: true })
    else await writeTree(folder, { [path]: content })
  }
  const { tree } = await git.writeTree(worktree)
  return git.commit({
    tree,
    parents: [parent],
    message: 'work',
    author: { name: 'Agent', email: 'agent@localhost' },
    at: 0,
  })
}

/** Messages of the target's commits since the night began, oldest first. */
export async function landedMessages({
  world,
  night,
}: {
  readonly world: Pick<LandingWorld, 'git'>
  readonly night: Night
}): Promise<readonly string[]> {
  const tip = (await world.git.readRef(targetRef(night))) ?? night.base
  const commits = await world.git.commitsBetween(night.base, tip)
  return Promise.all(commits.map((commit) => world.git.messageOf(commit)))
}

function draftOf(fields: { readonly key: string } & Partial<TaskDraft>): TaskDraft {
  return {
    title: `Title of ${fields.key}`,
    goal: '',
    kind: 'change',
    priority: 'P2',
    domain: null,
    scope: { write: ['**'], strict: false },
    needs: [],
    checks: [],
    agent: { kind: 'program', command: { argv: ['true'] } },
    limits: DEFAULT_LIMITS,
    ...PLAIN_DRAFT,
    ...fields,
  }
}
