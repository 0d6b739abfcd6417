/** Whether what a lost test or assertion was about has disappeared in the same range: then its loss is no weakening. */
import { posix } from 'node:path'
import { LEAST_REMOVED, REMOVAL, type Mode } from './rules.ts'
import type { Survey } from './survey.ts'
import type { ImportedName, TestFile } from './test-file.ts'
import { wordsOf } from './words.ts'

export interface Disappearance {
  /** Functions, classes and variables that sources defined and none of the changed ones defines now. */
  readonly definitions: ReadonlySet<string>
  /** Words that left the sources, and that no changed test uses any more. */
  readonly words: ReadonlySet<string>
  readonly files: readonly string[]
  /** Much more left the sources than came in. */
  readonly isRemoval: boolean
}

export function disappeared(surveys: readonly Survey[]): Disappearance {
  const sources = surveys.filter(({ kind }) => kind === 'source')
  const tests = surveys.filter(({ kind }) => kind === 'tests')
  const words = left(sources.map(({ words: exchange }) => exchange))
  for (const { words: exchange } of tests) for (const word of exchange.present) words.delete(word)
  const added = new Set(surveys.filter(({ isDeleted }) => !isDeleted).map(({ path }) => posix.basename(path)))
  const [out, brought] = [sizeOf(sources, 'removed'), sizeOf(sources, 'brought')]
  return {
    isRemoval: out >= LEAST_REMOVED && out >= REMOVAL * brought,
    definitions: left(sources.map(({ definitions }) => definitions)),
    words,
    files: sources
      .filter(({ path, isDeleted }) => isDeleted && !added.has(posix.basename(path)))
      .map(({ path }) => path),
  }
}

function sizeOf(sources: readonly Survey[], side: 'removed' | 'brought'): number {
  return sources.reduce((sum, { size }) => sum + size[side], 0)
}

function left(exchanges: readonly Survey['words'][]): Set<string> {
  const removed = new Set(exchanges.flatMap((exchange) => exchange.removed))
  for (const { present } of exchanges) for (const word of present) removed.delete(word)
  return removed
}

interface Loss {
  /** Source of what is lost. */
  readonly lost: string
  /** The test file as it was, and where. */
  readonly path: string
  readonly file: TestFile | null
  readonly mode: Mode
}

export function isSubjectGone({ definitions, words, files, isRemoval }: Disappearance, loss: Loss): boolean {
  if (isRemoval && loss.mode === 'history') return true
  const used = new Set(wordsOf(loss.lost))
  for (const word of used) if (definitions.has(word)) return true
  if (loss.mode === 'history') for (const word of used) if (word.length > 3 && words.has(word)) return true
  return (loss.file?.imports ?? []).some(
    (imported) => used.has(imported.local) && files.some((file) => isModule(imported, loss.path, file)),
  )
}

/** Whether the import, written in the test at `path`, means that file. */
function isModule({ module, name }: ImportedName, path: string, file: string): boolean {
  const plain = file.replace(/\.[^./]+$/, '').replace(/\/(?:index|__init__)$/, '')
  if (/^\.{1,2}\//.test(module)) {
    const target = posix.join(posix.dirname(path), module)
    return target === file || target.replace(/\.[cm]?[jt]sx?$/, '') === plain
  }
  const dotted = module.replace(/^\.+/, '').replaceAll('.', '/')
  const candidates = [dotted, name === null ? dotted : `${dotted}/${name}`].filter(
    (candidate) => candidate !== '',
  )
  return candidates.some((candidate) => plain === candidate || plain.endsWith(`/${candidate}`))
}
