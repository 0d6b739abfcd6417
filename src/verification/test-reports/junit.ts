import type { TestOutcome, TestResult } from '../../domain/test-report.ts'
import { idOf, NO_REPORT, type ParsedReport } from './parsed-report.ts'
import { parseXml, type XmlElement } from './xml.ts'

interface Found {
  readonly tests: TestResult[]
  readonly errors: string[]
}

/**
 * JUnit XML, of which there is no standard but what the writers have in common: `testsuites`, `testsuite`, `testcase`, and in
 * that `failure`, `error` or `skipped`. Ids are `file > class name > name`. Complete when it is well-formed, for it is written in one
 * go; how many tests a suite announces is not looked at: writers count subtests or not. Never throws.
 */
export function parseJunit(text: string): ParsedReport {
  const root = parseXml(text.trim())
  if (root === null || (root.name !== 'testsuites' && root.name !== 'testsuite')) return NO_REPORT
  const found: Found = { tests: [], errors: [] }
  walk(root, root.attributes.get('file'), found)
  return { ...found, complete: true }
}

/** The same in an output that says other things too: every document in it. */
export function parseJunitOutput(output: string): ParsedReport {
  const documents =
    output.match(/<testsuites[\s>][^]*?<\/testsuites>|<testsuite[\s>][^]*?<\/testsuite>/g) ?? []
  const reports = documents.map(parseJunit)
  // One that begins and is cut off leaves its beginning outside of all that were found.
  const rest = documents.reduce((text, document) => text.replace(document, ''), output)
  return {
    tests: reports.flatMap(({ tests }) => tests),
    errors: reports.flatMap(({ errors }) => errors),
    complete: reports.length > 0 && reports.every(({ complete }) => complete) && !rest.includes('<testsuite'),
  }
}

function walk(element: XmlElement, file: string | undefined, found: Found): void {
  for (const child of element.children) {
    const place = child.attributes.get('file') ?? file
    if (child.name === 'testsuite') walk(child, place, found)
    if (child.name === 'testcase') takeCase(child, place, found)
    if (child.name === 'error') found.errors.push(idOf(element.attributes.get('name'), messageOf(child)))
  }
}

function takeCase(element: XmlElement, file: string | undefined, { tests, errors }: Found): void {
  const { attributes, children } = element
  const id = idOf(file, attributes.get('classname'), attributes.get('name'))
  // How pytest writes down a module that could not be imported.
  const uncollected = children.find((child) => messageOf(child) === 'collection failure')
  if (uncollected !== undefined) errors.push(`${id}: could not be collected`)
  else tests.push({ id, outcome: outcomeOf(children.map(({ name }) => name)) })
}

function outcomeOf(names: readonly string[]): TestOutcome {
  if (names.includes('failure') || names.includes('error')) return 'failed'
  return names.includes('skipped') ? 'skipped' : 'passed'
}

function messageOf({ attributes, text }: XmlElement): string {
  return attributes.get('message') ?? text.trim().split('\n')[0] ?? ''
}
