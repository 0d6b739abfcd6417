import type { TestOutcome, TestResult } from '../../domain/test-report.ts'
import { idOf, type ParsedReport } from './parsed-report.ts'

const LINE = /^( *)(?:(not )?ok\b ?(\d+)?(.*)|1\.\.(\d+)(?:\s*#.*)?|(Bail out!).*|(TAP version \d+))$/
const DIRECTIVE = /\s#\s*(skip|todo)\b.*$/is
const INDENT = 4
const DEEPEST = 100

interface Point {
  readonly name: string
  readonly outcome: TestOutcome
  readonly children: readonly Point[]
}

/** The points of one document or subtest so far. */
interface Group {
  points: Point[]
  plan: number | null
  isSound: boolean
}

/**
 * TAP 13 and 14 (https://testanything.org/tap-version-14-specification.html), in which other lines may stand. A point with a
 * subtest stands for what is in it, so it is no test of its own; ids are `point > point`. Complete when each document and each
 * subtest has as many points as its plan says, and nothing bailed out. Never throws.
 */
export function parseTap(text: string): ParsedReport {
  const documents: Group[] = []
  // Groups by depth; a deeper one belongs to the point that comes after it.
  let open: Group[] = [group()]
  const endDocument = (): void => {
    const [document, ...left] = open
    // A subtest without its point was cut off.
    if (document !== undefined && document.points.length + (document.plan ?? -1) >= 0) {
      documents.push({ ...document, isSound: document.isSound && left.length === 0 && isPlanned(document) })
    } else if (left.length > 0) documents.push({ ...group(), isSound: false })
    open = [group()]
  }
  let isBailedOut = false
  for (const line of withoutBlocks(text)) {
    const [, indent = '', , , , , bail, version] = LINE.exec(line) ?? []
    if (version !== undefined && indent === '') endDocument()
    if (bail !== undefined) isBailedOut = true
    takeLine(open, line)
  }
  endDocument()
  const parts = documents.map(reportOf)
  return {
    tests: parts.flatMap(({ tests }) => tests),
    errors: parts.flatMap(({ errors }) => errors),
    complete: documents.length > 0 && !isBailedOut && documents.every(({ isSound }) => isSound),
  }
}

function takeLine(open: Group[], line: string): void {
  const [whole, indent = '', not, , rest = '', plan] = LINE.exec(line) ?? []
  const depth = indent.length / INDENT
  if (whole === undefined || !Number.isInteger(depth) || depth > DEEPEST) return
  // Only a subtest that begins here makes the next depth; a line far to the right is output.
  if (depth > open.length) return
  const here = (open[depth] ??= group())
  if (plan !== undefined) {
    here.isSound &&= here.plan === null
    here.plan = Number(plan)
  } else if (/^ *(?:not )?ok\b/.test(line)) {
    const [inner] = open.splice(depth + 1)
    if (inner !== undefined) here.isSound &&= inner.isSound && isPlanned(inner)
    here.points.push(pointOf({ failed: not !== undefined, rest, children: inner?.points ?? [] }))
  }
}

function pointOf({
  failed,
  rest,
  children,
}: {
  readonly failed: boolean
  readonly rest: string
  readonly children: readonly Point[]
}): Point {
  const isSkipped = DIRECTIVE.test(rest)
  const name = rest
    .replace(DIRECTIVE, '')
    .replace(/^\s*-?\s*/, '')
    .replace(/\s*\{\s*$/, '')
    .replace(/\s+#\s*(?:duration|time)[_a-z]*[ =][\d.]+\w*\s*$/i, '')
    .replace(/\\([#\\])/g, '$1')
    .trim()
  return { name, outcome: isSkipped ? 'skipped' : failed ? 'failed' : 'passed', children }
}

/** The lines without YAML blocks: what a test says of itself may look like anything. */
function withoutBlocks(text: string): readonly string[] {
  let end: string | null = null
  return text.split(/\r?\n/).filter((line) => {
    const isInside = end !== null
    if (isInside && line === end) end = null
    else if (!isInside && /^ {2,}---$/.test(line)) end = line.replace('---', '...')
    return !isInside && end === null
  })
}

function group(): Group {
  return { points: [], plan: null, isSound: true }
}

function isPlanned({ points, plan }: Group): boolean {
  return plan === points.length
}

function reportOf({ points }: Group): ParsedReport {
  const tests: TestResult[] = []
  const errors: string[] = []
  const walk = (point: Point, path: readonly string[]): boolean => {
    const names = [...path, point.name]
    if (point.children.length === 0) {
      tests.push({ id: idOf(...names), outcome: point.outcome })
      return point.outcome === 'failed'
    }
    const failures = point.children.map((child) => walk(child, names))
    if (point.outcome === 'failed' && !failures.includes(true)) errors.push(`${idOf(...names)}: failed`)
    return point.outcome === 'failed'
  }
  for (const point of points) walk(point, [])
  return { tests, errors, complete: true }
}
