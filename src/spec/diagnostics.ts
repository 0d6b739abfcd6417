/** Checks YAML against a schema and tells all problems at once, each with its place in the text. */
import type * as z from 'zod'
import { nearest } from '../domain/nearest.ts'
import { diagnosticsOf, type Diagnostic, type Problem, type Source } from './diagnostic.ts'
import { keysKnownTo } from './known-keys.ts'
import { placeName } from './place-name.ts'
import { readYaml, withoutByteOrderMark, type YamlDocument } from './yaml-documents.ts'
import { rangeOf } from './yaml-places.ts'

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

type Path = readonly PropertyKey[]

/** More problems than are ever told; finding all of a hundred thousand would take its time. */
const ENOUGH = 200

/** A key that does not exist, and what to write instead. */
export interface KeyAdvice {
  readonly key: string
  readonly sentence: string
}

export interface Rules<Schema extends z.ZodType> {
  readonly schema: Schema
  /** For keys that are often guessed. */
  readonly advise?: (path: Path, key: string) => KeyAdvice | null
  /** What a schema cannot say, told of values that may be wrong in other ways too. The message is a whole sentence. */
  readonly judge?: (value: unknown) => readonly { readonly path: Path; readonly message: string }[]
}

/** A value and where it stands. */
export interface Located<Value> {
  readonly value: Value
  readonly offset: number
  readonly line: number
}

/** Reads a text of exactly one YAML document. */
export function checkYaml<Schema extends z.ZodType>(
  source: Source,
  schema: Schema,
): Checked<z.output<Schema>> {
  const checked = checkDocuments(source, { schema })
  if (!checked.ok) return checked
  const [first, second] = checked.value
  if (second !== undefined) {
    const problem = {
      start: second.offset,
      end: second.offset + 1,
      message: 'only one document may stand here',
    }
    return failed(source, [{ ...problem, suggestion: null }])
  }
  // A stream has a document always, and all were right.
  return { ok: true, value: first?.value as z.output<Schema> }
}

/** Reads a stream of YAML documents by one set of rules. */
export function checkDocuments<Schema extends z.ZodType>(
  given: Source,
  rules: Rules<Schema>,
): Checked<readonly Located<z.output<Schema>>[]> {
  const source = withoutByteOrderMark(given)
  const { documents, problems } = readYaml(source)
  const values: Located<z.output<Schema>>[] = []
  const wrong = [...problems]
  const knownAt = keysKnownTo(rules.schema)
  const lineAt = lineCounter(source.text)
  for (const document of documents) {
    if (wrong.length > ENOUGH) break
    const result = rules.schema.safeParse(document.value)
    wrong.push(...problemsOf({ document, rules, knownAt }, result.error?.issues ?? []))
    const { start } = rangeOf(document.document, [], 'value')
    if (result.success) values.push({ value: result.data, offset: start, line: lineAt(start) })
  }
  return wrong.length > 0 ? failed(source, wrong) : { ok: true, value: values }
}

/** Lines of offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let [line, next] = [1, text.indexOf('\n')]
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) line += 1
    return line
  }
}

/** Problems that only show when all values are known, e.g. a name that is used twice. */
export function failed(
  source: Source,
  problems: readonly Problem[],
): { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
  return { ok: false, diagnostics: diagnosticsOf(withoutByteOrderMark(source), problems) }
}

interface Reading {
  readonly document: YamlDocument
  readonly rules: Pick<Rules<z.ZodType>, 'advise' | 'judge'>
  readonly knownAt: (path: Path) => readonly string[]
}

function problemsOf(reading: Reading, issues: readonly z.core.$ZodIssue[]): readonly Problem[] {
  const { document, rules } = reading
  const judged = rules.judge?.(document.value) ?? []
  return [
    ...issues
      .slice(0, ENOUGH)
      .flatMap(expandUnion)
      .flatMap((issue) => ofIssue(issue, reading)),
    ...judged.map(({ path, message }) => problemAt(document, { path, part: 'value', message })),
  ]
}

/** Of alternatives the one that was meant, where all but one begin otherwise. */
function expandUnion(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.filter(
    (issues) => !issues.some(({ path }) => path.length === 0 && !isOfKeys(issues)),
  )
  const [only] = meant
  if (meant.length !== 1 || only === undefined) return [issue]
  return only.flatMap((inner) => expandUnion({ ...inner, path: [...issue.path, ...inner.path] }))
}

function isOfKeys(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys')
}

function ofIssue(issue: z.core.$ZodIssue, { document, rules, knownAt }: Reading): readonly Problem[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const known = knownAt(path)
    return issue.keys.slice(0, ENOUGH).map((key) => {
      const advice = rules.advise?.(path, key) ?? null
      const message =
        advice === null
          ? `unknown key ${key}${keysAre(known)}`
          : `the key ${key} does not exist: ${advice.sentence}`
      const suggestion = advice?.key ?? nearest(key, known)[0] ?? null
      return problemAt(document, { path: [...path, key], part: 'key', message, suggestion })
    })
  }
  const name = String(path.at(-1))
  const value = valueAt(document.value, path)
  if (path.length > 0 && value === undefined) {
    const message = `${name} is missing${issue.code === 'invalid_value' ? `: ${messageOf(issue)}` : ''}`
    return [problemAt(document, { path: path.slice(0, -1), part: 'key', message })]
  }
  const suggestion =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? (nearest(value, issue.values.map(String))[0] ?? null)
      : null
  const subject = path.length === 0 ? 'the file' : placeName(path)
  return [problemAt(document, { path, part: 'value', message: `${subject} ${messageOf(issue)}`, suggestion })]
}

interface PlacedProblem {
  readonly path: Path
  readonly part: 'key' | 'value'
  readonly message: string
  readonly suggestion?: string | null
}

function problemAt({ document }: YamlDocument, { path, part, message, suggestion }: PlacedProblem): Problem {
  return { ...rangeOf(document, path, part), message, suggestion: suggestion ?? null }
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (!issue.message.startsWith('Invalid input') && !issue.message.startsWith('Too ')) return issue.message
  if (issue.code === 'invalid_type') return `must be ${aTypeName(issue.expected)}`
  if (issue.code === 'too_big') return `must be at most ${sizeText(issue.maximum, issue.origin)}`
  if (issue.code === 'too_small') return `must be at least ${sizeText(issue.minimum, issue.origin)}`
  return issue.code === 'invalid_key' ? 'has a key that cannot be one' : 'is not what may stand here'
}

function sizeText(size: number | bigint, origin: string): string {
  if (origin === 'string') return `${size} characters long`
  return origin === 'array' ? `${size} long` : String(size)
}

function aTypeName(expected: string): string {
  if (expected === 'object' || expected === 'record') return 'a map of keys and values'
  if (expected === 'array') return 'a list'
  if (expected === 'int') return 'a whole number'
  if (expected === 'string') return 'text; put it in quotes'
  return expected === 'boolean' ? 'true or false' : `a ${expected}`
}

function keysAre(known: readonly string[]): string {
  return known.length === 0 ? '' : ` (known: ${known.join(', ')})`
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, step) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, step)
        ? Reflect.get(here, step)
        : undefined,
    value,
  )
}
