import type { Command } from '../../domain/check.ts'

/** What is read of a repository to detect how it is built and tested. */
export interface Listing {
  /** All files of the commit, relative to its root. */
  readonly paths: readonly string[]
  /** Texts of those among them that `READ_FILES` names. */
  readonly texts: Readonly<Record<string, string>>
}

export interface GateCommand {
  readonly name: 'build' | 'lint' | 'types' | 'test'
  readonly command: Command
}

/** One way in which repositories are built; each has a file of its own. */
export interface Stack {
  readonly name: string
  readonly setup: { readonly commands: readonly Command[]; readonly locks: readonly string[] } | null
  readonly gate: readonly GateCommand[]
}

export function words(text: string): Command {
  return { argv: text.split(' ') }
}

export function has(listing: Listing, path: string): boolean {
  return listing.paths.includes(path)
}
