/**
 * Tests of files that the work may change and did, which are still written and not run any more: their file was moved to where
 * no runner looks, or it ends, or hides them, before they are told. What is not written any more is judged by test integrity.
 */
import type { TestReport } from '../../domain/test-report.ts'
import type { FileChange } from '../file-change.ts'
import { standsIn } from '../test-names.ts'

export interface Uncollected {
  readonly id: string
  /** Where it is written now. */
  readonly path: string
}

export interface CollectionFacts {
  readonly before: Pick<TestReport, 'tests'>
  /** Whatever the checks reported of the work. */
  readonly after: Pick<TestReport, 'tests'>
  /** Test files that the work changed, added or deleted. */
  readonly files: readonly FileChange[]
}

const REMARK = /^\s*(?:\/\/|#|\*|\/\*)/
const DEFINES =
  /^(?:(?:async\s+)?def test|class Test|class \w+\(.*TestCase)|\b(?:test|it|describe)(?:\.\w+)*\s*[(`]/
/** Share of the lines of a file that went which must stand in a new one for the file to have moved. */
const MOVED = 0.6

export function uncollected({ before, after, files }: CollectionFacts): readonly Uncollected[] {
  const changed = files.filter((file) => file.before !== null)
  const inChanged = (id: string): boolean => changed.some(({ path }) => standsIn(id, path))
  const now = new Set(after.tests.map(({ id }) => id))
  const missing = before.tests
    .filter(({ id, outcome }) => outcome === 'passed' && !now.has(id) && inChanged(id))
    .map(({ id }) => id)
  if (missing.length === 0) return []
  const elsewhere = new Set(before.tests.map(({ id }) => id).filter((id) => !inChanged(id)))
  const told = after.tests.map(({ id }) => id).filter((id) => !elsewhere.has(id))
  const written = files.map(({ path, after: text }) => ({ path, text: codeOf(text).join('\n') }))
  return missing.flatMap((id) => {
    const places = written.flatMap(({ path, text }) =>
      Array.from(timesWritten(text, lastName(id)), () => path),
    )
    const path =
      places.length > 0 ? unreadPlace(id, { places, told }) : silentPlace(id, { changed, files, told })
    return path === undefined ? [] : [{ id, path }]
  })
}

/** A file in which its name is written, when it is written more often than it was told. */
function unreadPlace(
  id: string,
  { places, told }: { readonly places: readonly string[]; readonly told: readonly string[] },
): string | undefined {
  const times = told.filter((one) => lastName(one) === lastName(id)).length
  if (places.length <= times) return undefined
  return places.find((path) => !standsInAny(told, path)) ?? places[0]
}

/** Where names are worked out: the file still defines tests, here or where it was moved to, and told of none. */
function silentPlace(
  id: string,
  {
    changed,
    files,
    told,
  }: {
    readonly changed: readonly FileChange[]
    readonly files: readonly FileChange[]
    readonly told: readonly string[]
  },
): string | undefined {
  const home = changed.find(({ path }) => standsIn(id, path))
  if (home === undefined || !codeOf(home.before).some((line) => DEFINES.test(line))) return undefined
  const heirs = home.after === null ? files.filter((file) => isMoved(home, file)) : [home]
  if (heirs.length === 0) return undefined
  const isSilent = heirs.every(
    ({ path, after }) => codeOf(after).some((line) => DEFINES.test(line)) && !standsInAny(told, path),
  )
  return isSilent ? heirs[0]?.path : undefined
}

function isMoved(from: FileChange, to: FileChange): boolean {
  if (from.path === to.path || to.before !== null || to.after === null) return false
  const [was, is] = [codeOf(from.before), new Set(codeOf(to.after))]
  return was.length > 0 && was.filter((line) => is.has(line)).length / was.length >= MOVED
}

function standsInAny(ids: readonly string[], path: string): boolean {
  return ids.some((id) => standsIn(id, path))
}

function codeOf(text: string | null): readonly string[] {
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '' && !REMARK.test(line))
  return lines.map((line) => line.trim().replaceAll('\\', ''))
}

/** Without the parameters that pytest adds. */
function lastName(id: string): string {
  const name = id.slice(id.lastIndexOf(' > ') + 1).replace(/^> /, '')
  const plain = /^[\w.]+\[.*\]$/s.test(name) ? name.slice(0, name.indexOf('[')) : name
  return (/^(?:\w+\.)+(\w+)$/.exec(plain)?.[1] ?? plain).replaceAll('\\', '')
}

/** As the name of a function, or as the first word of a call that defines a test. */
function timesWritten(text: string, name: string): readonly string[] {
  const quoted = RegExp.escape(name)
  const isWord = /^\w+$/.test(name)
  const called = `(?:\\b(?:test|it|specify)(?:\\.\\w+)*|\\))\\s*\\(\\s*(?:'${quoted}'|"${quoted}"|\`${quoted}\`)`
  return text.match(new RegExp(isWord ? `${called}|\\b(?:def|func|fn) ${quoted}\\(` : called, 'g')) ?? []
}
