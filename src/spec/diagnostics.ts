/** Problems of a YAML file, each with its place, the lines around it and, where one is close, the word that was meant. */
import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml'
import * as z from 'zod'
import { nearest } from '../domain/nearest.ts'
import { placeName } from './place-name.ts'

export interface Diagnostic {
  readonly file: string
  /** Counted from 1, as editors do. */
  readonly line: number
  readonly column: number
  readonly message: string
  /** What was meant, when it can be guessed. */
  readonly suggestion: string | null
  /** The lines around the place, a caret under it. */
  readonly frame: string
  /** All of it, as a terminal shows it and an editor can follow it. */
  readonly text: string
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

type Path = readonly PropertyKey[]

/** Reads YAML with a schema and reports all problems at once, in the order in which they stand in the file. */
export function checkYaml<Schema extends z.ZodType>(
  source: { readonly file: string; readonly text: string },
  schema: Schema,
): Checked<z.output<Schema>> {
  const lines = new LineCounter()
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, version: '1.2' })
  const places = new Places(source, lines)
  const wrong = [...document.errors, ...document.warnings].map((error) =>
    places.at(error.pos[0], error.pos[1], firstLine(error.message)),
  )
  const isReadable = document.errors.every((error) => error.code === 'DUPLICATE_KEY')
  if (!isReadable) return failed(wrong)
  const value = plainValue(document)
  if (value instanceof Error) return failed([...wrong, places.at(0, 1, value.message)])
  const result = schema.safeParse(value)
  if (!result.success)
    wrong.push(...result.error.issues.flatMap((issue) => ofIssue({ issue, document, schema, places })))
  return wrong.length > 0 || !result.success ? failed(wrong) : { ok: true, value: result.data }
}

class Places {
  readonly #file: string
  readonly #text: string
  readonly #lines: LineCounter

  constructor(source: { readonly file: string; readonly text: string }, lines: LineCounter) {
    this.#file = source.file
    this.#text = source.text
    this.#lines = lines
  }

  at(start: number, end: number, message: string, suggestion: string | null = null): Diagnostic {
    const { line, col } = this.#lines.linePos(start)
    const place = { line: Math.max(line, 1), column: Math.max(col, 1), length: Math.max(end - start, 1) }
    const frame = codeFrame(this.#text, place)
    const meant = suggestion === null ? '' : `; did you mean ${suggestion}?`
    const text = `${this.#file}:${place.line}:${place.column}: ${message}${meant}\n${frame}`
    return { file: this.#file, line: place.line, column: place.column, message, suggestion, frame, text }
  }
}

interface IssueOfDocument {
  readonly issue: z.core.$ZodIssue
  readonly document: Document
  readonly schema: z.ZodType
  readonly places: Places
}

function ofIssue({ issue, document, schema, places }: IssueOfDocument): Diagnostic[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path)
    return issue.keys.map((key) => {
      const [start, end] = rangeOf(document, [...issue.path, key], 'key')
      return places.at(start, end, `unknown key ${key}${keysAre(known)}`, nearest(key, known)[0] ?? null)
    })
  }
  const isMissing = issue.path.length > 0 && !document.hasIn(issue.path)
  const name = String(issue.path.at(-1))
  const [start, end] = rangeOf(
    document,
    isMissing ? issue.path.slice(0, -1) : issue.path,
    isMissing ? 'key' : 'value',
  )
  if (isMissing) return [places.at(start, end, `${name} is missing`)]
  const suggestion = issue.code === 'invalid_value' ? nearestValue(document, issue) : null
  const subject = issue.path.length === 0 ? 'the file' : placeName(issue.path)
  return [places.at(start, end, `${subject} ${messageOf(issue)}`, suggestion)]
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return `must be ${aTypeName(issue.expected)}`
  return issue.message
}

function aTypeName(expected: string): string {
  if (expected === 'object' || expected === 'record') return 'a map of keys and values'
  if (expected === 'array') return 'a list'
  if (expected === 'int') return 'a whole number'
  return expected === 'boolean' ? 'true or false' : `a ${expected}`
}

function nearestValue(document: Document, issue: z.core.$ZodIssueInvalidValue): string | null {
  const value: unknown = document.getIn(issue.path)
  return typeof value === 'string' ? (nearest(value, issue.values.map(String))[0] ?? null) : null
}

function keysAre(known: readonly string[]): string {
  return known.length === 0 ? '' : ` (known: ${known.join(', ')})`
}

/** Where a path stands in the text: its value, or the key that leads to it. Falls back to what encloses it. */
function rangeOf(document: Document, path: Path, part: 'key' | 'value'): readonly [number, number] {
  const last = path.at(-1)
  const parent: unknown = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (part === 'key' && isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
    )
    if (pair !== undefined && isNode(pair.key) && pair.key.range)
      return [pair.key.range[0], pair.key.range[1]]
  }
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  if (isNode(node) && node.range) {
    return isCollection(node) ? [node.range[0], node.range[0] + 1] : [node.range[0], node.range[1]]
  }
  return path.length === 0 ? [0, 1] : rangeOf(document, path.slice(0, -1), part)
}

/** Keys that the schema knows at a path; read from its JSON Schema, which is plain data. */
function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  let here: Shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape
  for (const part of path) {
    const inner =
      typeof part === 'number' ? here.items : (here.properties?.[String(part)] ?? here.additionalProperties)
    if (inner === undefined || typeof inner === 'boolean') return []
    here = inner
  }
  return Object.keys(here.properties ?? {})
}

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly additionalProperties?: Shape | boolean
}

function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const LINES_BEFORE = 2
const WIDEST = 100

function codeFrame(text: string, place: { line: number; column: number; length: number }): string {
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, place.line - LINES_BEFORE)
  const width = String(place.line).length
  const shown = lines.slice(first - 1, place.line).map((content, index) => {
    const number = first + index
    const mark = number === place.line ? '>' : ' '
    return `${mark} ${String(number).padStart(width)} | ${visible(content)}`.trimEnd()
  })
  const onLine = (lines[place.line - 1] ?? '').length - place.column + 1
  const carets = '^'.repeat(Math.max(1, Math.min(place.length, onLine, WIDEST)))
  return [...shown, `${' '.repeat(width + 2)} | ${' '.repeat(place.column - 1)}${carets}`].join('\n')
}

/** Tabs and control characters take one column, as the caret counts them. */
function visible(line: string): string {
  return line.slice(0, WIDEST).replaceAll(/\p{Cc}/gu, ' ')
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}

function failed(diagnostics: readonly Diagnostic[]): {
  readonly ok: false
  readonly diagnostics: readonly Diagnostic[]
} {
  const sorted = diagnostics.toSorted(
    (a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1),
  )
  return { ok: false, diagnostics: sorted }
}
