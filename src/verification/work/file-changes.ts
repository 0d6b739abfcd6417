import type { Git } from '../../support/git.ts'
import type { FileChange } from '../file-change.ts'
import { isJudged } from '../reading/judged-path.ts'
import { TOO_MUCH } from '../reading/unreadable.ts'

type Reading = Pick<Git, 'fileSizes' | 'readFiles'>

/** Nobody writes longer text by hand. */
const LARGEST = 1024 * 1024
const BATCH_BYTES = 16 * 1024 * 1024
/** Of one side. What is judged is read first, so that nothing else can crowd it out. */
const MOST_BYTES = 64 * 1024 * 1024
const HEADER_BYTES = 100

/** The text of changed files before and after, or why there is none; in the order of the paths. */
export async function fileChanges(
  git: Reading,
  { from, to, paths }: { readonly from: string; readonly to: string; readonly paths: readonly string[] },
): Promise<readonly FileChange[]> {
  const order = [...paths.filter(isJudged), ...paths.filter((path) => !isJudged(path))]
  const [before, after] = await Promise.all([readSide(git, from, order), readSide(git, to, order)])
  return paths.map((path) => {
    const [was, is] = [before.get(path) ?? NO_FILE, after.get(path) ?? NO_FILE]
    const change = { path, before: was.text, after: is.text }
    if (was.problem === null && is.problem === null) return change
    return { ...change, unread: { before: was.problem, after: is.problem } }
  })
}

interface Side {
  readonly text: string | null
  readonly problem: string | null
}

const NO_FILE: Side = { text: null, problem: null }

async function readSide(
  git: Reading,
  revision: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Side>> {
  const sides = new Map<string, Side>()
  const sizes = await git.fileSizes(revision, paths)
  let batch: string[] = []
  let [waiting, read] = [0, 0]
  const flush = async (): Promise<void> => {
    const contents = await git.readFiles(revision, batch, waiting)
    for (const [index, path] of batch.entries()) sides.set(path, sideOf(contents[index] ?? null))
    ;[batch, waiting] = [[], 0]
  }
  for (const [index, path] of paths.entries()) {
    const size = sizes[index] ?? null
    if (size === null) continue
    const isTooLarge = size > LARGEST || read + size > MOST_BYTES
    if (isTooLarge) sides.set(path, problem(size > LARGEST ? 'is larger than 1 MB' : TOO_MUCH))
    else {
      batch.push(path)
      waiting += size + HEADER_BYTES
      read += size
    }
    if (waiting > BATCH_BYTES) await flush()
  }
  await flush()
  return sides
}

function problem(said: string): Side {
  return { text: null, problem: said }
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** Without a byte order mark. */
function sideOf(content: Buffer | null): Side {
  if (content === null) return problem('could not be read')
  if (content.includes(0)) return problem('holds a NUL byte')
  try {
    return { text: strict.decode(content), problem: null }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return problem('is no UTF-8 text')
  }
}
