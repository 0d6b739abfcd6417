import type { Ledger } from '../ledger/ledger.ts'
import type { Config } from '../spec/config.ts'
import type { Clock } from '../support/clock.ts'
import type { Git } from '../support/git.ts'
import type { Ids } from '../support/ids.ts'
import type { Environments } from '../workspaces/environment.ts'
import type { Jail } from '../workspaces/jail.ts'
import type { TreeReader } from './file-change.ts'
import type { Reader } from './reading/reader.ts'
import type { Workspaces } from '../workspaces/workspace.ts'

/** Everything verification touches, passed in. */
export interface VerificationWorld {
  readonly ledger: Pick<Ledger, 'blockers' | 'findEvidence' | 'recordEvidence' | 'recordRunFact'>
  readonly git: Pick<
    Git,
    'changes' | 'fileSizes' | 'listFiles' | 'readFile' | 'readFiles' | 'treeOf' | 'treeWith' | 'commit'
  >
  /** Reads a tree or commit, given by its full id. */
  readonly trees: (id: string) => Promise<TreeReader>
  /** Parses what an agent wrote. */
  readonly reader: Reader
  readonly ids: Ids
  readonly config: Pick<Config, 'gate' | 'jail' | 'setup'>
  readonly workspaces: Pick<Workspaces, 'create' | 'enter' | 'remove'>
  readonly environments: Pick<Environments, 'ensure'>
  readonly jail: Pick<Jail, 'homeInside' | 'isolation' | 'rootInside' | 'wrap'>
  readonly stateDirectory: string
  readonly clock: Clock
  /** Aborted: checks under way are ended and throw `interrupted`; nothing is recorded of them. */
  readonly stop: AbortSignal
  /** Blots out what must never be written. */
  readonly mask: (text: string) => string
}
