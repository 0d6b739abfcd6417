import type { Actor } from '../domain/actor.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Config } from '../spec/config.ts'
import type { Clock } from '../support/clock.ts'
import type { Git } from '../support/git.ts'
import type { Ids } from '../support/ids.ts'
import type { Jail } from '../workspaces/jail.ts'
import type { Project } from '../workspaces/project.ts'
import type { Repository } from '../workspaces/repository.ts'
import type { Leadership } from './leadership.ts'
import type { NightEquipment, Sandbox } from './night-equipment.ts'
import type { Onlooker } from './onlooker.ts'

/**
 * The world as an operation sees it. What has a cost is a promise made at its first use and kept; whoever composed the
 * context closes it. Operations reach no clock, environment variable or stream in any other way.
 */
export interface OperationContext {
  /** Who asks. */
  readonly actor: Actor
  /** Where the user stands, or what he named instead. */
  readonly folder: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly machine: Machine
  /** Where a folder may be made. */
  readonly temporaryFolder: string
  readonly clock: Clock
  readonly ids: Ids
  /** Start nothing new. */
  readonly drain: AbortSignal
  /** End what is under way, keeping its work. */
  readonly stop: AbortSignal

  /** Throws `not-a-repository`. */
  repository(): Promise<Repository>
  /** Throws `config-missing` in a repository that was never set up. */
  project(): Promise<Project>
  /** Gives the repository its id and the project its place on disk. */
  setUpProject(): Promise<Project>
  /** Works, for reading, before the project is set up too. */
  git(): Promise<Git>
  /** Throws `config-missing` or `config-invalid`. */
  config(): Promise<Config>
  ledger(): Promise<Ledger>
  /** What it takes to become the leader. */
  leadership(): Promise<Leadership>
  /** The machine's own jail, proved; throws `jail-unavailable`. */
  jail(): Promise<Jail>
  /** Everything that runs agents and lands their work, behind the walls of the sandbox. */
  equipNight(sandbox: Sandbox): Promise<NightEquipment>

  /** The same world in another repository; whoever asks closes it. */
  elsewhere(place: Place): OperationContext & AsyncDisposable

  /** One line for people about what happens; never data. */
  narrate(text: string): void
  /** Something the caller should know although the operation succeeded. */
  warn(text: string): void
  /** Who looks on while something goes on. */
  readonly onlooker: Onlooker
  /** Asks a person; null when nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | null
}

export interface Machine {
  readonly cores: number
  /** Version of Node. */
  readonly node: string
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
}

/** What belongs to one repository and one environment. */
export type Place = Pick<OperationContext, 'folder' | 'variables'>
