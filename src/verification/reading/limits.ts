import type { FileChange } from '../file-change.ts'
import { isPython } from '../syntax/python.ts'
import { isJudged } from './judged-path.ts'
import { hiddenNow, TOO_MUCH } from './unreadable.ts'

/** Characters of both sides that are judged at once. */
const MOST_CHARACTERS = 8 * 1024 * 1024
/** Python takes so much longer to read. */
const PYTHON_WEIGHT = 3

/** What goes beyond is too much to be judged; what nobody judges is left out first. */
export function withinLimits(files: readonly FileChange[]): readonly FileChange[] {
  let characters = 0
  const order = files.toSorted((one, other) => Number(isJudged(other.path)) - Number(isJudged(one.path)))
  return order.flatMap((file) => {
    const { path, before, after } = file
    const weight = isPython(path) ? PYTHON_WEIGHT : 1
    characters += weight * ((before?.length ?? 0) + (after?.length ?? 0))
    if (characters <= MOST_CHARACTERS) return [file]
    if (!isJudged(path)) return []
    return [{ path, before: null, after: null, unread: hiddenNow(file, TOO_MUCH) }]
  })
}
