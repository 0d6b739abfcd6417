import { protectionOf } from '../protected/protection.ts'
import { projectGate, type Gate } from '../checks/gate.ts'
import { reportsOn } from './base-reports.ts'
import type { VerificationWorld } from '../world.ts'

/** What of the files that decide about proof itself differs between the target and the work merged with it. */
export interface Touched {
  /** Tests, snapshots and what they read. */
  readonly tests: readonly string[]
  /** Those of them that were there before. */
  readonly changedTests: readonly string[]
  /** Those, configuration, and what the gate's commands name; no lock files, which decide what is installed. */
  readonly protected: readonly string[]
}

interface Touching {
  /** The target's commit. */
  readonly base: string
  /** The commit on which the work was begun. */
  readonly redOn: string
  /** The target merged with the work. */
  readonly commit: string
  readonly gate: Gate
}

export async function touchedBy(
  world: VerificationWorld,
  { base, redOn, commit, gate }: Touching,
): Promise<Touched> {
  const changes = await world.git.changes(base, commit)
  if (changes.length === 0) return { tests: [], changedTests: [], protected: [] }
  const commands = gate.checks.map(({ command }) => command)
  const gates = [projectGate(world.config), gate]
  const reports = await Promise.all(
    [...new Set([base, redOn])].map((asked) => reportsOn(world, { commit: asked, gates })),
  )
  const tree = await world.trees(base)
  const protection = await protectionOf({ tree, commands, reports: reports.flat() })
  const kinds = changes.map(({ path, status }) => ({ path, status, kind: protection.kindOf(path) }))
  const tests = kinds.filter(({ kind }) => kind === 'tests')
  return {
    tests: tests.map(({ path }) => path),
    changedTests: tests.filter(({ status }) => status !== 'added').map(({ path }) => path),
    protected: kinds.filter(({ kind }) => kind !== null && kind !== 'lock').map(({ path }) => path),
  }
}
