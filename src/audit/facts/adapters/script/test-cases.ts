import { parseTypescriptTests } from '../../../../verification/integrity/parse-typescript.ts'
import type { Skip, TestCase, TestFile } from '../../../../verification/integrity/test-file.ts'
import type { Adapter } from '../../adapter.ts'
import type { Relations } from '../../relations.ts'
import { outlineOf, type Outline } from './outline.ts'
import { isOwnScript, isTestPath } from './script-paths.ts'

type Framework = Relations['testCase']['framework']

const FRAMEWORKS: readonly (readonly [RegExp, Framework])[] = [
  [/^vitest$/, 'vitest'],
  [/^node:test$/, 'node-test'],
  [/^@playwright\/test$/, 'playwright'],
  [/^(?:@jest\/globals|bun:test|mocha)$/, 'jest'],
]

/** Test cases with their suites before their names; those of a file that runs only some are skipped with that reason. */
export const testCaseAdapter: Adapter = {
  id: 'script-test-cases',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!/\b(?:it|test|describe|fit|xit|fdescribe)\b\s*[.(]/.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const framework = frameworkOf(outline)
    if (framework === null) return
    const tests = parseTypescriptTests(file.path, file.text)
    if (tests === null) return
    const only = onlyOnes(tests)
    for (const test of tests.cases) {
      const columns = columnsOf(test)
      const skip = columns.skip ?? (only === null || only.has(test.line) ? null : 'only others run')
      const span = lineSpan(file.text, test.line)
      found.fact('testCase', span, { framework, ...columns, skip }, { symbol: test.id })
    }
  },
}

/** Without an import the globals of vitest and jest are meant, which look alike; the path must say that it is a test. */
function frameworkOf({ file, imports, calls }: Outline): Framework | null {
  for (const { module } of imports.values())
    for (const [pattern, framework] of FRAMEWORKS) if (pattern.test(module)) return framework
  const required = calls.some(
    ({ node: { callee, arguments: given } }) =>
      callee.type === 'Identifier' &&
      callee.name === 'require' &&
      given[0]?.type === 'Literal' &&
      given[0].value === 'node:test',
  )
  if (required) return 'node-test'
  if (!isTestPath(file.path)) return null
  return /\bvi\.\w/.test(file.text) ? 'vitest' : 'jest'
}

/** Lines of the tests that alone run; null where all do, or where whole suites are chosen and it cannot be told. */
function onlyOnes({ cases, exclusive }: TestFile): ReadonlySet<number> | null {
  const lines = new Set(cases.map(({ line }) => line))
  return exclusive.length > 0 && exclusive.every((line) => lines.has(line)) ? new Set(exclusive) : null
}

function columnsOf({ id, assertions, skip }: TestCase): Omit<Relations['testCase'], 'framework'> {
  return { name: id, assertions: assertions.length, skip: skip === null ? null : skipText(skip) }
}

function skipText({ kind, when, reason }: Skip): string {
  const condition = when === null ? '' : ` if ${when}`
  return `${kind}${condition}${reason === null ? '' : `: ${reason}`}`
}

function lineSpan(text: string, line: number): { readonly start: number; readonly end: number } {
  let start = 0
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1
  return { start, end: start + 1 }
}
