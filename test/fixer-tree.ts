/** A real checkout for fixers, and a fixer run on it as the process in the jail would. */
import { lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BUILT_IN } from '../src/audit/fixers/registry.ts'
import { runFixer } from '../src/audit/fixers/run-fixer.ts'
import type { FixerName } from '../src/domain/fixer.ts'
import { gitIn } from './repository.ts'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

export interface FixerTree {
  readonly root: string
  /** Kind, mode and content of every tracked file that is there, by path. */
  read(): Readonly<Record<string, string>>
  fix(name: FixerName, order?: Partial<Order>): Promise<Fixed>
}

interface Order {
  readonly parameters: Readonly<Record<string, string>>
  readonly write: readonly string[]
  readonly allow: readonly string[]
}

export interface Fixed {
  readonly exitCode: number
  readonly said: string
  /** Paths that are there no more, and those of another content, mode or kind. */
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

let folder: Promise<string> | undefined
let count = 0

/** A value that begins with `-> ` is a link. Everything is tracked but what stands in `untracked`. */
export async function fixerTree(
  files: Readonly<Record<string, string>>,
  untracked: Readonly<Record<string, string>> = {},
): Promise<FixerTree> {
  folder ??= temporaryDirectory()
  const root = join(await folder, String(++count))
  const [links, texts] = [entriesOf(files, true), entriesOf(files, false)]
  await mkdir(root)
  await writeTree(root, texts)
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await symlink(target.slice(3), join(root, path))
  }
  await gitIn(root, ['init', '--quiet'])
  await gitIn(root, ['add', '--all', '--force'])
  await writeTree(root, untracked)
  const read = () => stateOf(root, Object.keys(files))
  return {
    root,
    read,
    async fix(name, order = {}) {
      const before = read()
      const said: string[] = []
      const exitCode = await runFixer({
        fixers: BUILT_IN,
        order: JSON.stringify({ name, parameters: {}, write: ['**'], allow: [], ...order }),
        root,
        variables: {},
        say: (line) => said.push(line),
      })
      const after = read()
      return { exitCode, said: said.join('\n'), ...differences(before, after) }
    },
  }
}

function entriesOf(files: Readonly<Record<string, string>>, areLinks: boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).filter(([, content]) => content.startsWith('-> ') === areLinks),
  )
}

function stateOf(root: string, paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    paths.flatMap((path) => {
      const place = join(root, path)
      const found = lstatSync(place, { throwIfNoEntry: false })
      if (found === undefined) return []
      const content = found.isSymbolicLink() ? readlinkSync(place) : readFileSync(place, 'latin1')
      return [[path, `${found.mode.toString(8)} ${content}`]]
    }),
  )
}

function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Pick<Fixed, 'removed' | 'changed'> {
  const paths = Object.keys(before).toSorted()
  return {
    removed: paths.filter((path) => after[path] === undefined),
    changed: paths.filter((path) => after[path] !== undefined && after[path] !== before[path]),
  }
}
