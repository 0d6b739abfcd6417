import { existsSync } from 'node:fs'
import { ReveilleError } from '../../domain/errors.ts'
import type { Clock } from '../../support/clock.ts'
import type { Ids } from '../../support/ids.ts'
import type { Ledger } from '../ledger.ts'
import { answerBlocker, listBlockers, raiseBlocker } from './blockers.ts'
import { claimTask } from './claims.ts'
import { connect, type Connection, type Reader, type Transaction } from './connection.ts'
import { lastEvent, listEvents } from './events.ts'
import { findEvidence, listEvidence, recordEvidence } from './evidence.ts'
import {
  completeLanding,
  dropLanding,
  intendLanding,
  listLandings,
  queueMerge,
  queueRun,
  retractLanding,
} from './landings.ts'
import { findLane, recordLane } from './lanes.ts'
import { beginLeadership, findLeader, recordRecovery } from './leaders.ts'
import { migrate, requireMigrated } from './migrate.ts'
import { closeNight, findOpenNight, listNights, openNight } from './nights.ts'
import { endRun } from './run-ending.ts'
import {
  concludeRun,
  listConclusions,
  listRuns,
  moveRun,
  recordHost,
  recordRunFact,
  requireRun,
  takeUpRun,
} from './runs.ts'
import { countTasks, findTasks, unmetNeeds } from './search.ts'
import { requireTask } from './task-state.ts'
import { addTask, changeNeeds, listNotes, moveTask, noteTask, updateTask } from './tasks.ts'

export interface SqliteLedgerOptions {
  /** Made when it does not exist; `:memory:` for a ledger that ends with the process. */
  readonly path: string
  readonly clock: Clock
  readonly ids: Ids
  /** Uniform in [0, 1): how long to wait at the lock. */
  readonly random?: () => number
  /** What is done about a schema of an older version: it is brought up to date, when not given. */
  readonly outdated?: 'migrated' | 'refused'
}

export async function openSqliteLedger(options: SqliteLedgerOptions): Promise<Ledger> {
  const connection = await connect({ random: systemRandom, ...options })
  try {
    await (options.outdated === 'refused' ? requireMigrated(connection) : migrate(connection))
  } catch (error) {
    connection.close()
    throw error
  }
  return assemble(connection)
}

/** The global, for it is loaded at the first wait; few processes ever wait. */
function systemRandom(): number {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) / 2 ** 16
}

/** Each verb is one synchronous function in one transaction. */
function assemble(connection: Connection): Ledger {
  const at: Access = {
    read: (fn) => connection.read(fn),
    write: (fn) => connection.write(fn),
  }
  const { read } = at
  return {
    ...taskVerbs(at),
    ...runVerbs(at),
    ...landingVerbs(at),

    events: (filter) => read((reader) => listEvents(reader, filter)),
    lastEvent: () => read(lastEvent),

    async backup(target) {
      if (existsSync(target)) throw new ReveilleError('already-exists', `${target} exists already`)
      await connection.execute('VACUUM INTO :target', { target })
    },
    async close() {
      connection.close()
    },
  }
}

interface Access {
  readonly read: <Result>(fn: (reader: Reader) => Result) => Promise<Result>
  readonly write: <Result>(fn: (tx: Transaction) => Result) => Promise<Result>
}

function taskVerbs({ read, write }: Access) {
  return {
    addTask: (params) => write((tx) => addTask(tx, params)),
    updateTask: (params) => write((tx) => updateTask(tx, params)),
    noteTask: (params) => write((tx) => noteTask(tx, params)),
    changeNeeds: (params) => write((tx) => changeNeeds(tx, params)),
    moveTask: (params) => write((tx) => moveTask(tx, params)),
    task: (name) => read((reader) => requireTask(reader, name)),
    tasks: (filter) => read((reader) => findTasks(reader, filter)),
    countTasks: () => read(countTasks),
    notes: (taskId) => read((reader) => listNotes(reader, taskId)),
    unmetNeeds: () => read(unmetNeeds),

    openNight: (params) => write((tx) => openNight(tx, params)),
    closeNight: (params) => write((tx) => closeNight(tx, params)),
    nights: () => read(listNights),
    openNightNow: () => read(findOpenNight),
    recordLane: (params) => write((tx) => recordLane(tx, params)),
    lane: (nightId) => read((reader) => findLane(reader, nightId)),

    beginLeadership: (params) => write((tx) => beginLeadership(tx, params)),
    leader: () => read(findLeader),
    recordRecovery: (params) => write((tx) => recordRecovery(tx, params)),
  } satisfies Partial<Ledger>
}

function runVerbs({ read, write }: Access) {
  return {
    claimTask: (params) => write((tx) => claimTask(tx, params)),
    takeUpRun: (params) => write((tx) => takeUpRun(tx, params)),
    recordHost: (params) => write((tx) => recordHost(tx, params)),
    moveRun: (params) => write((tx) => moveRun(tx, params)),
    concludeRun: (params) => write((tx) => concludeRun(tx, params)),
    recordRunFact: (params) => write((tx) => recordRunFact(tx, params)),
    endRun: (params) => write((tx) => endRun(tx, params)),
    conclusions: (taskIds) => read((reader) => listConclusions(reader, taskIds)),
    run: (id) => read((reader) => requireRun(reader, id)),
    runs: (filter) => read((reader) => listRuns(reader, filter)),

    recordEvidence: (params) => write((tx) => recordEvidence(tx, params)),
    findEvidence: (key) => read((reader) => findEvidence(reader, key)),
    evidence: (filter) => read((reader) => listEvidence(reader, filter)),
  } satisfies Partial<Ledger>
}

function landingVerbs({ read, write }: Access) {
  return {
    queueRun: (params) => write((tx) => queueRun(tx, params)),
    queueMerge: (params) => write((tx) => queueMerge(tx, params)),
    intendLanding: (params) => write((tx) => intendLanding(tx, params)),
    retractLanding: (params) => write((tx) => retractLanding(tx, params)),
    completeLanding: (params) => write((tx) => completeLanding(tx, params)),
    dropLanding: (params) => write((tx) => dropLanding(tx, params)),
    landings: (filter) => read((reader) => listLandings(reader, filter)),

    raiseBlocker: (params) => write((tx) => raiseBlocker(tx, params)),
    answerBlocker: (params) => write((tx) => answerBlocker(tx, params)),
    blockers: (filter) => read((reader) => listBlockers(reader, filter)),
  } satisfies Partial<Ledger>
}
