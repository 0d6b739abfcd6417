/** YAML as adapters walk it: aliases followed, merge keys put in, each key and value with its place in the text. */
import { isAlias, isMap, isScalar, isSeq, type Document, type YAMLMap } from 'yaml'
import type { Span } from '../../adapter.ts'
import type { SourceFile } from '../../source-file.ts'

export interface YamlPlace {
  readonly span: Span
  /** What a scalar says; null for nothing and for collections. */
  readonly text: string | null
  /** In the order of the text; a key that is written twice is there twice. */
  readonly entries: readonly YamlEntry[]
  readonly items: readonly YamlPlace[]
}

export interface YamlEntry {
  readonly key: string
  readonly span: Span
  readonly value: YamlPlace
}

const MERGE = '<<'
const NOWHERE: YamlPlace = { span: { start: 0, end: 0 }, text: null, entries: [], items: [] }

/** The documents of a file that can be read; none of them leads back to itself. */
export function yamlPlaces(file: SourceFile): readonly YamlPlace[] {
  return file.yaml().documents.map(({ document }) => placeOf(document, document.contents, NOWHERE.span))
}

/** The value of a key, the last one where it is written twice. */
export function valueAt(place: YamlPlace | undefined, ...keys: readonly string[]): YamlPlace | undefined {
  let found = place
  for (const key of keys) found = found?.entries.findLast((entry) => entry.key === key)?.value
  return found
}

export function textAt(place: YamlPlace | undefined, ...keys: readonly string[]): string | null {
  return valueAt(place, ...keys)?.text ?? null
}

/** Texts of a list, or of a single value that stands for one. */
export function textsOf(place: YamlPlace): readonly string[] {
  return place.text === null ? place.items.flatMap(({ text }) => text ?? []) : [place.text]
}

function placeOf(document: Document, given: unknown, fallback: Span): YamlPlace {
  const node = isAlias(given) ? given.resolve(document) : given
  if (isScalar(node))
    return { ...NOWHERE, span: spanOf(node.range, fallback), text: textOf(node.value, node.source) }
  if (isSeq(node)) {
    const span = spanOf(node.range, fallback)
    return { ...NOWHERE, span, items: node.items.map((item) => placeOf(document, item, span)) }
  }
  if (!isMap(node)) return { ...NOWHERE, span: fallback }
  return { ...NOWHERE, span: spanOf(node.range, fallback), entries: entriesOf(document, node) }
}

function entriesOf(document: Document, map: YAMLMap): readonly YamlEntry[] {
  const [own, merged]: [YamlEntry[], YamlEntry[]] = [[], []]
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    const span = spanOf(key.range, NOWHERE.span)
    const place = placeOf(document, value, span)
    if (name === MERGE) merged.push(...mergedOf(place))
    else own.push({ key: name, span, value: place })
  }
  const names = new Set(own.map(({ key }) => key))
  return [...merged.filter(({ key }) => !names.has(key)), ...own]
}

/** Of several maps the first one that has a key gives it. */
function mergedOf(place: YamlPlace): readonly YamlEntry[] {
  const taken = new Set<string>()
  return [place, ...place.items].flatMap(({ entries }) => {
    const fresh = entries.filter(({ key }) => !taken.has(key))
    for (const { key } of fresh) taken.add(key)
    return fresh
  })
}

/** Numbers as they were written: `1.10` is a version more often than a number. */
function textOf(value: unknown, source: string | undefined): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : (source ?? JSON.stringify(value))
}

function spanOf(range: readonly number[] | null | undefined, fallback: Span): Span {
  const [start, end] = range ?? []
  return start === undefined || end === undefined ? fallback : { start, end }
}
