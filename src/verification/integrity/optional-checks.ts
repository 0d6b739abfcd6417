/** Checks whose failure does not count any more: in the shell, and in the workflow files of CI. */
import { parse, YAMLError } from 'yaml'
import type { Finding } from './rules.ts'

const IGNORED = /\s*(?:\|\|\s*(?:true|:|exit 0|echo\b[^&|;]*)|;\s*(?:true|exit 0))\s*$/
const WORKFLOW =
  /(?:^|\/)\.github\/(?:workflows|actions)\/.+\.ya?ml$|(?:^|\/)\.gitlab-ci\.ya?ml$|(?:^|\/)\.circleci\/.+\.ya?ml$/

/** Lines that ended in failure before and are made to succeed now, without what makes them. */
export function optionalLines(before: string, after: string): readonly string[] {
  const was = new Set(before.split('\n').map((line) => line.trim()))
  return after
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => IGNORED.test(line) && !was.has(line) && was.has(line.replace(IGNORED, '')))
}

interface Texts {
  readonly path: string
  readonly before: string
  readonly after: string
}

export function optionalSteps({ path, before, after }: Texts): readonly Finding[] {
  if (!WORKFLOW.test(path) && !/(?:^|\/)Makefile$|\.(?:sh|mk)$/.test(path)) return []
  const found = (subject: string, text: string): Finding => {
    const line = after.split('\n').findIndex((written) => written.includes(subject)) + 1
    return { rule: 'check-made-optional', path, line: line === 0 ? null : line, subject, text }
  }
  const lines = optionalLines(before, after).map((line) =>
    found(line, `"${line}" passes now whatever comes of it`),
  )
  if (!WORKFLOW.test(path)) return lines
  const [was, is] = [stepsOf(before), stepsOf(after)]
  const excused = [...is].filter(([name, isOptional]) => isOptional && was.get(name) === false)
  return [
    ...lines,
    ...excused.map(([name]) => found(name, `the step "${name}" may fail now without failing the job`)),
  ]
}

/** Steps and jobs by what they do, and whether their failure counts. */
function stepsOf(text: string): ReadonlyMap<string, boolean> {
  const steps = new Map<string, boolean>()
  visit(parsed(text), '', steps)
  return steps
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 })
  } catch (error) {
    // Whoever runs the workflow refuses it too.
    if (error instanceof YAMLError || error instanceof ReferenceError) return null
    throw error
  }
}

function visit(value: unknown, key: string, steps: Map<string, boolean>): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, key, steps)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const fields = new Map<string, unknown>(Object.entries(value))
  const name = [fields.get('run'), fields.get('uses'), fields.get('name'), key].find(
    (field) => typeof field === 'string',
  )
  const isStep = ['run', 'uses', 'steps', 'script', 'runs-on'].some((field) => fields.has(field))
  if (isStep && typeof name === 'string') {
    const first = name.split('\n')[0] ?? ''
    const isOptional =
      isTrue(fields.get('continue-on-error')) ||
      isTrue(fields.get('allow_failure')) ||
      isFalse(fields.get('if'))
    steps.set(first, isOptional)
  }
  for (const [inner, part] of fields) visit(part, inner, steps)
}

function isTrue(value: unknown): boolean {
  return value === true || isExpression(value, 'true')
}

function isFalse(value: unknown): boolean {
  return value === false || isExpression(value, 'false')
}

/** In words, or as an expression of the workflow language. */
function isExpression(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.replaceAll(/^\$\{\{\s*|\s*\}\}$/g, '') === wanted
}
