import type { TestResult } from '../../domain/test-report.ts'
import { idOf, NO_REPORT, type ParsedReport } from './parsed-report.ts'
import { fieldsOf, jsonFields } from './reporter-lines.ts'

/**
 * The file of `jest --json --outputFile` and of vitest's reporter `json`: written in one go when the run has ended. Paths are
 * as absolute as they are written. Never throws.
 */
export function parseJestJson(text: string): ParsedReport {
  const { testResults, wasInterrupted } = jsonFields(text)
  if (!Array.isArray(testResults)) return NO_REPORT
  const files = testResults.map(fileOf)
  return {
    tests: files.flatMap(({ tests }) => tests),
    errors: files.flatMap(({ errors }) => errors),
    complete: wasInterrupted !== true && files.every(({ complete }) => complete),
  }
}

function fileOf(value: unknown): ParsedReport {
  const { name, status, message, assertionResults } = fieldsOf(value)
  if (typeof name !== 'string' || !Array.isArray(assertionResults)) return NO_REPORT
  const tests = assertionResults.flatMap((assertion) => testOf(name, assertion))
  const isUnexplained = status === 'failed' && tests.every(({ outcome }) => outcome !== 'failed')
  const said = typeof message === 'string' ? message.trim().split('\n')[0] : ''
  return {
    tests,
    errors: isUnexplained ? [`${name}: ${said ?? ''}`] : [],
    complete: tests.length === assertionResults.length,
  }
}

function testOf(file: string, value: unknown): readonly TestResult[] {
  const { ancestorTitles, title, status } = fieldsOf(value)
  if (typeof title !== 'string' || typeof status !== 'string') return []
  const ancestors = Array.isArray(ancestorTitles) ? ancestorTitles.map(String) : []
  const outcome = status === 'passed' || status === 'failed' ? status : 'skipped'
  return [{ id: idOf(file, ...ancestors, title), outcome }]
}
