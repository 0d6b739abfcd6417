import type { Git } from '../support/git.ts'
import type { TreeReader } from './file-change.ts'

/** Nobody writes longer text by hand. */
const MOST_BYTES = 2 * 1024 * 1024

/** Reads the files of a tree or commit, each once. Of a symlink the text is where it leads. */
export async function treeReader(
  git: Pick<Git, 'listFiles' | 'readFiles'>,
  revision: string,
): Promise<TreeReader> {
  const paths = (await git.listFiles(revision)).map(({ path }) => path)
  const known = new Set(paths)
  const texts = new Map<string, Promise<string | null>>()
  const readText = async (path: string): Promise<string | null> => {
    const [content] = await git.readFiles(revision, [path], MOST_BYTES)
    return content?.toString('utf8') ?? null
  }
  return {
    paths,
    async read(path) {
      if (!known.has(path)) return null
      const text = texts.get(path) ?? readText(path)
      texts.set(path, text)
      return text
    },
  }
}

/** Trees are asked about again and again while a run is proved; what an id names never changes. */
const KEPT_TREES = 8

/** Readers of the newest few trees or commits, kept. */
export function keepTrees(git: Pick<Git, 'listFiles' | 'readFiles'>): (id: string) => Promise<TreeReader> {
  const kept = new Map<string, Promise<TreeReader>>()
  return (id) => {
    const reader = kept.get(id) ?? treeReader(git, id)
    kept.delete(id)
    kept.set(id, reader)
    reader.catch(() => kept.delete(id))
    const [oldest] = kept.keys()
    if (kept.size > KEPT_TREES && oldest !== undefined) kept.delete(oldest)
    return reader
  }
}
