import type { Git } from '../../support/git.ts'
import type { FileChange } from '../file-change.ts'

/** What is read of one side of a change; files beyond it count as not there to be judged. */
const MOST_BYTES = 64 * 1024 * 1024

/** The text of changed files before and after; what is no UTF-8 text is left out. */
export async function fileChanges(
  git: Pick<Git, 'readFiles'>,
  { from, to, paths }: { readonly from: string; readonly to: string; readonly paths: readonly string[] },
): Promise<readonly FileChange[]> {
  const [before, after] = await Promise.all([
    git.readFiles(from, paths, MOST_BYTES),
    git.readFiles(to, paths, MOST_BYTES),
  ])
  return paths.flatMap((path, index) => {
    const [was, is] = [textOf(before[index]), textOf(after[index])]
    return was === undefined || is === undefined ? [] : [{ path, before: was, after: is }]
  })
}

/** Null for no file, undefined for one that is no text. */
function textOf(content: Buffer | null | undefined): string | null | undefined {
  if (content === null || content === undefined) return null
  return content.includes(0) ? undefined : content.toString('utf8')
}
