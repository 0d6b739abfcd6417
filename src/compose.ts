/** The only file that wires adapters to ports. Each is loaded at its first use: most commands need few of them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { NightParts } from './compose/night.ts'
import { isReveilleError, ReveilleError } from './domain/errors.ts'
import type { Isolation } from './domain/run.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Machine, OperationContext } from './operations/context.ts'
import type { Leadership } from './operations/leadership.ts'
import type { Sandbox } from './operations/night-equipment.ts'
import { listening, type Onlooker } from './operations/onlooker.ts'
import type { Config } from './spec/config.ts'
import { systemClock, type Clock } from './support/clock.ts'
import type { Git } from './support/git.ts'
import { systemIds, type Ids } from './support/ids.ts'
import { kept } from './support/kept.ts'
import type { Jail } from './workspaces/jail.ts'
import { findProject, keptFromJails, type Project } from './workspaces/project.ts'
import { findRepository, type Repository } from './workspaces/repository.ts'

/** What a door brings along. */
export interface Surroundings {
  /** Anything in the repository. */
  readonly folder: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly narrate: OperationContext['narrate']
  readonly warn: OperationContext['warn']
  readonly confirm: OperationContext['confirm']
  /** One that is told the lines of narration, when not given. */
  readonly onlooker?: Onlooker
  readonly drain?: AbortSignal
  readonly stop?: AbortSignal
  /** `refused` for who only looks; a ledger of an older version is brought up to date, when not given. */
  readonly outdatedLedger?: 'refused'
}

/** Disposing it frees everything that was opened. */
export interface ComposedContext extends OperationContext, AsyncDisposable {
  nightParts(sandbox: Sandbox): Promise<NightParts>
}

export function compose(surroundings: Surroundings): ComposedContext {
  const { folder, variables, narrate, warn, confirm, drain, stop } = surroundings
  const clock = systemClock
  const ids = systemIds(() => clock.now())
  const closers: (() => Promise<void>)[] = []
  const never = new AbortController().signal
  const { repository, setUpProject, project, git, configText } = discovery({
    folder,
    variables,
    ids,
    closers,
  })
  const ledgerParts = { clock, ids, closers, outdated: surroundings.outdatedLedger ?? 'migrated' } as const
  const ledger = kept(async () => openLedger(await project(), ledgerParts))
  const jail = kept(async () => openJail(variables, await project(), 'bubblewrap'))
  const leadership = kept(async () => leadershipOf(await project(), await ledger()))
  const config = kept(async () => parseProjectConfig(await configText()))
  const nightParts = async (sandbox: Sandbox): Promise<NightParts> => {
    const { makeNightParts } = await import('./compose/night.ts')
    const opened = { git: await git(), config: await config(), project: await project() }
    const chosen = sandbox === 'none' ? openJail(variables, opened.project, 'none') : jail()
    const passed = { clock, ids, variables, stop: stop ?? never }
    return makeNightParts({ ...(await leadership()), ...opened, ...passed, jail: await chosen })
  }
  return {
    actor: { role: 'human', name: userName() },
    folder,
    variables,
    machine: machine(),
    temporaryFolder: tmpdir(),
    clock,
    ids,
    drain: drain ?? never,
    stop: stop ?? never,
    repository,
    project,
    setUpProject,
    git,
    config,
    ledger,
    leadership,
    jail,
    nightParts,
    equipNight: async (sandbox) =>
      (await import('./compose/night.ts')).assembleNight(await nightParts(sandbox)),
    elsewhere: (place) => compose({ ...surroundings, ...place }),
    narrate,
    warn,
    onlooker: surroundings.onlooker ?? listening(narrate),
    confirm,
    [Symbol.asyncDispose]: async () => {
      for (const closer of closers.splice(0).toReversed()) await closer()
    },
  }
}

async function openLedger(
  { stateDirectory }: Project,
  { clock, ids, closers, outdated }: LedgerParts,
): Promise<Ledger> {
  const { openSqliteLedger } = await import('./ledger/sqlite/ledger.ts')
  const path = join(stateDirectory, 'ledger.db')
  const opened = await openSqliteLedger({ path, clock, ids, outdated })
  closers.push(() => opened.close())
  return opened
}

interface LedgerParts extends Pick<DiscoveryParts, 'ids' | 'closers'> {
  readonly clock: Clock
  readonly outdated: 'migrated' | 'refused'
}

interface DiscoveryParts extends Pick<Surroundings, 'folder' | 'variables'> {
  readonly ids: Ids
  readonly closers: (() => Promise<void>)[]
}

/** The repository and what Reveille knows of it, each looked for once. */
function discovery({ folder, variables, ids, closers }: DiscoveryParts) {
  const search = { path: folder, variables, ids }

  const repository = kept(() => findRepository(folder))
  const setUpProject = (): Promise<Project> => findProject({ ...search, create: true })
  const gitOf = async (found: Project | null): Promise<Git> =>
    openProjectGit({ repository: await repository(), project: found, variables, closers })
  const configText = kept(async () =>
    readConfigText(await repository(), async () => gitOf(await orNull(findProject(search)))),
  )
  const project = kept(async () => {
    try {
      return await findProject(search)
    } catch (error) {
      // A clone of a repository that was set up elsewhere has the configuration already, and needs nothing else.
      if (!isReveilleError(error, 'config-missing') || (await configText()) === null) throw error
      return setUpProject()
    }
  })
  const git = kept(async () => gitOf(await orNull(project())))
  return { repository, setUpProject, project, git, configText }
}

/** The file in the checkout; a bare repository has none, so there it is the committed one. Null where there is none. */
async function readConfigText({ root }: Repository, git: () => Promise<Git>): Promise<string | null> {
  const { CONFIG_FILE } = await import('./spec/config-file.ts')
  if (root !== null) return readFile(join(root, CONFIG_FILE), 'utf8').catch(nullIfMissing)
  const reader = await git()
  if ((await reader.commitOf('HEAD')) === null) return null
  return (await reader.readFile('HEAD', CONFIG_FILE))?.toString() ?? null
}

async function parseProjectConfig(text: string | null): Promise<Config> {
  const { configMissing, parseConfig } = await import('./spec/config.ts')
  if (text === null) throw configMissing()
  return parseConfig(text, { cores: availableParallelism() })
}

interface GitParts {
  readonly repository: Repository
  readonly project: Project | null
  readonly variables: Surroundings['variables']
  readonly closers: (() => Promise<void>)[]
}

/** Before a project exists its control directory has no place yet; until then a temporary one does, and leaves nothing. */
async function openProjectGit({ repository, project, variables, closers }: GitParts): Promise<Git> {
  const { openGit } = await import('./support/git.ts')
  const { commonDirectory, gitDirectory } = repository
  const places = { commonDirectory, gitDirectory, searchPath: variables['PATH'] ?? '' }
  if (project !== null) {
    return openGit({ ...places, controlDirectory: join(project.stateDirectory, 'control.git') })
  }
  const temporary = await mkdtemp(join(tmpdir(), 'reveille-'))
  closers.push(() => rm(temporary, { recursive: true, force: true }))
  return openGit({ ...places, controlDirectory: join(temporary, 'control.git') })
}

async function orNull(project: Promise<Project>): Promise<Project | null> {
  try {
    return await project
  } catch (error) {
    if (isReveilleError(error, 'config-missing')) return null
    throw error
  }
}

async function leadershipOf({ stateDirectory }: Project, ledger: Ledger): Promise<Leadership> {
  const [{ openLocks }, { identityOf }] = await Promise.all([
    import('./ledger/sqlite/locks.ts'),
    import('./support/identity.ts'),
  ])
  const owner = await identityOf(process.pid)
  if (owner === null) throw new TypeError('this process has no identity')
  return { ledger, locks: openLocks({ path: join(stateDirectory, 'locks.db') }), owner }
}

function machine(): Machine {
  const { platform, versions } = process
  return { cores: availableParallelism(), node: versions.node, platform, isRoot: process.getuid?.() === 0 }
}

/** A user without an entry in the password file has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}

async function openJail(
  variables: Surroundings['variables'],
  project: Project,
  isolation: Isolation,
): Promise<Jail> {
  const { chooseJail } = await import('./workspaces/choose-jail.ts')
  return chooseJail({
    isolation,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    path: variables['PATH'] ?? '',
    home: variables['HOME'] ?? '',
    forbidden: keptFromJails(project),
    temporary: project.cacheDirectory,
  })
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw new ReveilleError('config-invalid', `the configuration cannot be read: ${error.message}`, {
    cause: error,
  })
}
