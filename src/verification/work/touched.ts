import { protectionOf } from '../protected/protection.ts'
import type { Gate } from '../checks/gate.ts'
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

export async function touchedBy(
  { git, trees }: Pick<VerificationWorld, 'git' | 'trees'>,
  { base, commit, gate }: { readonly base: string; readonly commit: string; readonly gate: Gate },
): Promise<Touched> {
  const changes = await git.changes(base, commit)
  if (changes.length === 0) return { tests: [], changedTests: [], protected: [] }
  const commands = gate.checks.map(({ command }) => command)
  const protection = await protectionOf({ tree: await trees(base), commands })
  const kinds = changes.map(({ path, status }) => ({ path, status, kind: protection.kindOf(path) }))
  const tests = kinds.filter(({ kind }) => kind === 'tests')
  return {
    tests: tests.map(({ path }) => path),
    changedTests: tests.filter(({ status }) => status !== 'added').map(({ path }) => path),
    protected: kinds.filter(({ kind }) => kind !== null && kind !== 'lock').map(({ path }) => path),
  }
}
