import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkedId } from './names.ts'
import type { Git } from './port.ts'
import { nameOf, splitNul, type GitCall, type GitRunner } from './runner.ts'

/** Trees made of others, by way of an index of their own inside the control directory. */
export function treeVerbs(git: GitRunner, controlDirectory: string): Pick<Git, 'treeWith'> {
  return {
    async treeWith(tree, { from, paths, texts = new Map() }) {
      const folder = await mkdtemp(join(controlDirectory, 'index-'))
      const call = (argv: readonly string[], input = ''): GitCall => ({
        // The index is thrown away: only what it was written to need outlive a power cut.
        argv: ['-c', 'core.fsync=objects,reference', ...argv],
        variables: { GIT_INDEX_FILE: join(folder, 'index') },
        input: Buffer.from(input, 'latin1'),
      })
      try {
        const rows = await rewritten(git, await rowsOf(git, from, paths), texts)
        const gone = paths.map((path) => `0 ${'0'.repeat(tree.length)}\t${bytesOf(path)}\0`)
        await git.inControl(call(['read-tree', checkedId(tree)]))
        await git.inControl(
          call(['update-index', '--add', '--replace', '-z', '--index-info'], [...gone, ...rows].join('')),
        )
        const { stdout } = await git.inControl(call(['write-tree']))
        return checkedId(stdout.toString().trim())
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** As an index takes them. */
async function rowsOf(git: GitRunner, tree: string, paths: readonly string[]): Promise<readonly string[]> {
  const wanted = new Set(paths)
  const { stdout } = await git.inControl({ argv: ['ls-tree', '-r', '-z', checkedId(tree)] })
  return splitNul(stdout)
    .filter((row) => wanted.has(nameOf(row.slice(row.indexOf('\t') + 1))))
    .map((row) => `${row}\0`)
}

/** Rows of the same files with other texts. */
async function rewritten(
  git: GitRunner,
  rows: readonly string[],
  texts: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const changed: string[] = []
  for (const row of rows) {
    const [about = '', name = ''] = row.replace('\0', '').split('\t', 2)
    const text = texts.get(nameOf(name))
    if (text === undefined) {
      changed.push(row)
      continue
    }
    const argv = ['-c', 'core.fsync=objects,reference', 'hash-object', '-w', '--stdin']
    const { stdout } = await git.inControl({ argv, input: text })
    changed.push(`${about.split(' ', 1)[0]} blob ${checkedId(stdout.toString().trim())}\t${name}\0`)
  }
  return changed
}

function bytesOf(path: string): string {
  return Buffer.from(path).toString('latin1')
}
