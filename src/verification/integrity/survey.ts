/** What is kept of one changed file: small, so that a long range is judged without holding its texts. */
import type { FileChange } from '../file-change.ts'
import { isTestPath } from '../protected/kinds.ts'
import { compareConfiguration, type ConfigurationFacts } from './configuration.ts'
import { isParsable, parseTests } from './parse-tests.ts'
import { normalText } from './normal-text.ts'
import { compareSnapshots } from './snapshots.ts'
import type { Finding } from './rules.ts'
import type { TestFile } from './test-file.ts'
import { addedWords, definitionsOf, wordsOf } from './words.ts'

export interface Survey {
  readonly path: string
  readonly kind: 'tests' | 'snapshot' | 'source' | 'other'
  readonly before: TestFile | null
  readonly after: TestFile | null
  /** What stands there now, where it could be read before and cannot be any more; null for every other file. */
  readonly broken: string | null
  readonly isDeleted: boolean
  /** Words and definitions that the change took out and brought in; of a test file, all that are in it now. */
  readonly words: Exchange
  readonly definitions: Exchange
  /** How many words of code the change took out and brought in, each as often as it stands there. */
  readonly size: { readonly removed: number; readonly brought: number }
  readonly configuration: ConfigurationFacts
  readonly snapshots: readonly Finding[]
}

export interface Exchange {
  readonly removed: readonly string[]
  readonly present: readonly string[]
}

const SNAPSHOT = /(?:^|\/)__snapshots__\/|\.snap(?:\.|$)|\.ambr$/
const CODE =
  /\.(?:[cm]?[jt]sx?|py|pyi|vue|svelte|go|rs|java|kt|rb|php|cs|c|cc|cpp|h|hpp|swift|scala|sql|css|scss|less|html|json|ya?ml|toml|md|mdx)$/i
/** What of it runs: documents and data grow while a program shrinks. */
const PROGRAM = /\.(?:[cm]?[jt]sx?|py|vue|svelte|go|rs|java|kt|rb|php|cs|c|cc|cpp|h|hpp|swift|scala)$/i
/** Beyond it a file is data or a bundle. */
const MOST_CHARACTERS = 2_000_000
const NOTHING: Exchange = { removed: [], present: [] }
const NO_SIZE: Survey['size'] = { removed: 0, brought: 0 }

/** `holdsTests`: by what is known besides its name. */
export function surveyChange(change: FileChange, holdsTests = false): Survey {
  const { path, before, after, unread } = change
  const kind = kindOf(path, holdsTests)
  const isShort = Math.max(before?.length ?? 0, after?.length ?? 0) <= MOST_CHARACTERS
  const isRead = isShort && unread === undefined
  const isThere = after !== null || (unread?.after ?? null) !== null
  const areTests = kind === 'tests' && isShort
  const was = areTests && before !== null ? parseTests(path, before) : null
  const is = areTests && after !== null ? parseTests(path, after) : null
  return {
    path,
    kind,
    before: was,
    after: is,
    broken:
      was !== null && was.cases.length > 0 && isThere && is === null
        ? normalText(after ?? unread?.after ?? '')
        : null,
    isDeleted: before !== null && !isThere,
    words: isRead ? exchange(kind, { before, after }, wordsOf) : NOTHING,
    definitions: isRead && kind === 'source' ? exchange(kind, { before, after }, definitionsOf) : NOTHING,
    size: isRead && kind === 'source' && PROGRAM.test(path) ? sizeOf(change) : NO_SIZE,
    configuration: compareConfiguration(change),
    snapshots: kind === 'snapshot' && isRead ? compareSnapshots(change) : [],
  }
}

function kindOf(path: string, holdsTests: boolean): Survey['kind'] {
  if (SNAPSHOT.test(path)) return 'snapshot'
  if (isTestPath(path) || holdsTests) return isParsable(path) ? 'tests' : 'other'
  return CODE.test(path) ? 'source' : 'other'
}

function exchange(
  kind: Survey['kind'],
  { before, after }: Pick<FileChange, 'before' | 'after'>,
  read: (text: string) => Iterable<string>,
): Exchange {
  if (kind === 'snapshot' || kind === 'other') return NOTHING
  const is = new Set(read(after ?? ''))
  if (kind === 'tests') return { removed: [], present: [...is] }
  const was = new Set(read(before ?? ''))
  return { removed: [...was.difference(is)], present: [...is.difference(was)] }
}

/** One that has no end goes on to the last line, so that texts full of beginnings take no longer. */
const PYTHON_REMARK = /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|(?<=^|\s)# .*/g
const REMARK = /(?<=^|[\s(,;={])(?:\/\*[^]*?(?:\*\/|$)|\/\/.*)/g

/** Without remarks: a program that shrinks is often explained at length. */
function sizeOf({ path, before, after }: FileChange): Survey['size'] {
  const remark = path.endsWith('.py') ? PYTHON_REMARK : REMARK
  const [was, is] = [before, after].map((text) => (text ?? '').replaceAll(remark, ''))
  return { removed: addedWords(is ?? '', was ?? ''), brought: addedWords(was ?? '', is ?? '') }
}
