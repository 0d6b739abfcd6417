/** Wires a night. Apart from compose.ts because only the commands that lead pay for loading it. */
import { createAgents } from '../agents/agents.ts'
import { createFixerAgent } from '../audit/fixers/agent.ts'
import type { Landings } from '../landing/landings.ts'
import { createLandings } from '../landing/verified-queue.ts'
import type { LandingWorld } from '../landing/world.ts'
import type { Leadership } from '../operations/leadership.ts'
import type { NightEquipment } from '../operations/night-equipment.ts'
import type { Hosts } from '../runs/host.ts'
import type { Executor } from '../runs/executor.ts'
import type { RunWorld } from '../runs/life.ts'
import { createJailedExecutor, type ExecutorWorld } from '../runs/operate-executor.ts'
import { createRunSockets, type RunSockets } from '../runs/socket.ts'
import { createShellHosts } from '../runs/shell-host.ts'
import type { Config } from '../spec/config.ts'
import type { Clock } from '../support/clock.ts'
import type { Git } from '../support/git.ts'
import type { Ids } from '../support/ids.ts'
import { createMask } from '../support/secrets.ts'
import { checkVariables } from '../verification/checks/gate.ts'
import { createChildReader } from '../verification/reading/child-reader.ts'
import { keepTrees } from '../verification/tree-reader.ts'
import { createVerifier } from '../verification/jailed-verifier.ts'
import type { Verifier } from '../verification/verifier.ts'
import type { VerificationWorld } from '../verification/world.ts'
import { chooseWorkspaces } from '../workspaces/choose.ts'
import type { Environments } from '../workspaces/environment.ts'
import { createEnvironments } from '../workspaces/environments.ts'
import { readNetworkSettings } from '../workspaces/network-settings.ts'
import type { Jail } from '../workspaces/jail.ts'
import { keptFromJails, type Project } from '../workspaces/project.ts'
import { withReadablePaths } from '../workspaces/readable-paths.ts'
import type { Workspaces } from '../workspaces/workspace.ts'

/** What is known before anything that costs is opened. */
export interface NightBasis extends Leadership {
  readonly git: Git
  readonly clock: Clock
  readonly ids: Ids
  readonly config: Config
  readonly project: Project
  readonly jail: Jail
  readonly stop: AbortSignal
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** The implementations that a night is made of, before they are wired. */
export interface NightParts extends NightBasis {
  readonly workspaces: Workspaces
  readonly environments: Environments
  readonly hosts: Hosts
  readonly sockets: RunSockets
  readonly agentFor: RunWorld['agentFor']
  readonly verifierOf: (world: VerificationWorld) => Verifier
  readonly landingsOf: (world: LandingWorld) => Landings
  readonly trees: VerificationWorld['trees']
  readonly reader: VerificationWorld['reader']
  readonly executorOf: (world: ExecutorWorld) => Executor
  readonly networkFor: ExecutorWorld['networkFor']
  readonly stateDirectory: string
  readonly secretValues: readonly string[]
  readonly mask: (text: string) => string
}

export async function makeNightParts(basis: NightBasis): Promise<NightParts> {
  const { project, config, variables, git, clock, ids } = basis
  const jail = withReadablePaths(basis.jail, {
    paths: config.jail.readable,
    home: variables['HOME'] ?? '/',
    forbidden: keptFromJails(project),
  })
  const { cacheDirectory, commonDirectory, stateDirectory } = project
  const searchPath = variables['PATH'] ?? ''
  const isRoot = process.getuid?.() === 0
  const node = process.execPath
  const places = { cacheDirectory, commonDirectory, searchPath, git, ids, platform: process.platform, isRoot }
  const workspaces = await chooseWorkspaces(places)
  const inherit = config.setup?.inherit ?? []
  const lent = Object.values(config.operations).flatMap((operation) => operation.inherit)
  const secretValues = [...config.secrets, ...inherit, ...lent].flatMap((name) => variables[name] ?? [])
  const mask = createMask(secretValues)
  return {
    ...basis,
    jail,
    workspaces,
    environments: createEnvironments({
      ...places,
      jail,
      setUp: config.setup,
      checks: config.gate.map(({ command }) => command),
      untrusted: [stateDirectory, cacheDirectory, commonDirectory, project.root ?? commonDirectory],
      variables: checkVariables(config),
      network: await readNetworkSettings({ variables, inherit }),
      mask,
      stop: basis.stop,
    }),
    hosts: createShellHosts({ clock, path: searchPath }),
    sockets: createRunSockets({ clock, platform: process.platform }),
    agentFor: createAgents({ node, fixer: createFixerAgent({ node }) }).agentFor,
    verifierOf: createVerifier,
    landingsOf: createLandings,
    executorOf: createJailedExecutor,
    networkFor: (names) => readNetworkSettings({ variables, inherit: names }),
    trees: keepTrees(git),
    reader: createChildReader({
      node,
      searchPath,
      stop: basis.stop,
      compiled: variables['NODE_COMPILE_CACHE'],
    }),
    stateDirectory,
    secretValues,
    mask,
  }
}

/** The same parts, tied together. */
export function assembleNight(parts: NightParts): NightEquipment {
  const { locks, owner, verifierOf, landingsOf, executorOf, ...landing } = parts
  const world = {
    ...landing,
    verifier: verifierOf(landing),
    landings: landingsOf(landing),
    executor: executorOf(landing),
  }
  return { world, landing, locks, owner }
}
