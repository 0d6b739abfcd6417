/** What a range of changes does to tests: the judge of test integrity. */
import picomatch from 'picomatch'
import type { Judgement, Objection } from '../../domain/judgement.ts'
import type { FileChange } from '../file-change.ts'
import { objection } from '../objection.ts'
import { isNamed } from '../test-names.ts'
import { isTestPath } from '../protected/kinds.ts'
import type { Located } from './pairing.ts'
import { RULES, type Finding, type Mode, type Severity } from './rules.ts'
import { disappeared, isSubjectGone, type Disappearance } from './subject-gone.ts'
import { surveyChange, type Survey } from './survey.ts'
import { testFindings } from './test-findings.ts'

export interface CompareOptions {
  readonly mode: Mode
  /** Tests whose values may change: their ids, or how those end. */
  readonly exempt: readonly string[]
  /** Every path of the tree after the changes, where it is known. */
  readonly paths?: readonly string[]
  /** Tests of files that did not change: what is deleted may stand there too. */
  readonly standing?: readonly Located[]
}

export interface TestComparison {
  /** Its objections are the weakenings. */
  readonly judgement: Judgement
  /** What changed without weakening anything. */
  readonly notes: readonly Objection[]
  readonly files: number
  readonly tests: number
}

/** Judges a range as one change, with all its files at once: a test that moved is no test that is gone. */
export function compareTests(changes: readonly FileChange[], options: CompareOptions): TestComparison {
  return judgeSurveys(
    changes.map((change) => surveyChange(change)),
    options,
  )
}

export function judgeSurveys(surveys: readonly Survey[], options: CompareOptions): TestComparison {
  const tests = surveys.filter(({ kind }) => kind === 'tests' || kind === 'snapshot')
  const gone = disappeared(surveys)
  const found = [
    ...surveys.flatMap(wholeFile),
    ...settingsFindings(surveys, options),
    ...snapshotFindings(surveys),
    ...testFindings(surveys, options),
  ]
  const judged = found.map((finding) => ({
    severity: severityOf(finding, { options, gone, surveys }),
    objection: objection({ judge: 'test-integrity', ...plain(finding) }),
  }))
  const of = (severity: Severity): Objection[] =>
    distinct(judged.filter((one) => one.severity === severity).map((one) => one.objection))
  const objections = of('weakening')
  const count = tests.reduce(
    (sum, { before, after }) => sum + Math.max(before?.cases.length ?? 0, after?.cases.length ?? 0),
    0,
  )
  const detail = detailOf({ files: tests.length, tests: count, objections })
  return {
    judgement: { judge: 'test-integrity', objections, detail },
    notes: of('note'),
    files: tests.length,
    tests: count,
  }
}

function plain({ rule, path, line, subject, text, lost, became }: Finding) {
  return { rule, path, line, subject, text, matter: [text, lost ?? '', ...(became ?? [])] }
}

function distinct(objections: readonly Objection[]): Objection[] {
  return [...new Map(objections.map((one) => [one.fingerprint, one])).values()]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function detailOf({
  files,
  tests,
  objections,
}: {
  files: number
  tests: number
  objections: readonly Objection[]
}): string {
  const looked =
    files === 0
      ? 'No test file changed'
      : `${counted(tests, 'test')} in ${counted(files, 'changed test file')} compared`
  const [first] = objections
  if (first === undefined) return `${looked}; nothing weakens a test.`
  const more = objections.length > 1 ? `, and ${counted(objections.length - 1, 'more weakening')}` : ''
  return `${looked}: ${first.path}: ${first.text}${more}.`
}

interface Circumstances {
  readonly options: CompareOptions
  readonly gone: Disappearance
  readonly surveys: readonly Survey[]
}

function severityOf(finding: Finding, { options, gone, surveys }: Circumstances): Severity {
  const rule = RULES[finding.rule]
  const severity = options.mode === 'run' ? rule.run : inHistory(finding, surveys)
  if (severity === 'note') return severity
  const { test } = finding
  if (finding.rule === 'value-changed' && test !== undefined && isExempt(test, options.exempt)) return 'note'
  if (!rule.isExcusable || finding.lost === undefined) return severity
  const file = surveys.find(({ path }) => path === finding.path)?.before ?? null
  const loss = { lost: finding.lost, path: finding.path, file, mode: options.mode }
  return isSubjectGone(gone, loss) ? 'note' : severity
}

function inHistory({ rule, isPure }: Finding, surveys: readonly Survey[]): Severity {
  const { history } = RULES[rule]
  switch (history) {
    case 'if-pure':
      return isPure === true ? 'weakening' : 'note'
    case 'if-alone':
      return isPure === true && !surveys.some(({ kind }) => kind === 'source') ? 'weakening' : 'note'
    case 'note':
    case 'weakening':
      return history
  }
}

/** A task may call a test by what its runner calls it, file included, or by its name alone. */
function isExempt(test: string, names: readonly string[]): boolean {
  return names.some((name) => isNamed(test, name) || isNamed(name, test))
}

function wholeFile({ path, before, after, broken }: Survey): readonly Finding[] {
  if (broken !== null) {
    const text = 'the test file could be read before and cannot be read any more'
    return [{ rule: 'unparsable', path, line: null, subject: path, text, became: [broken] }]
  }
  const line = after?.exclusive[0]
  if (after === null || line === undefined || after.exclusive.length <= (before?.exclusive.length ?? 0))
    return []
  const text = 'only some tests of the file run: others are left out by an exclusive one'
  const alone = after.exclusive.map((at) => after.cases.find((test) => test.line >= at)?.id ?? '')
  return [{ rule: 'exclusive-test', path, line, subject: path, text, became: alone }]
}

function snapshotFindings(surveys: readonly Survey[]): readonly Finding[] {
  if (!surveys.some(({ kind }) => kind === 'source')) return []
  return surveys.flatMap(({ snapshots }) => snapshots)
}

function settingsFindings(surveys: readonly Survey[], { paths }: CompareOptions): readonly Finding[] {
  const present = new Set(surveys.flatMap(({ configuration }) => configuration.present))
  const without = new Set(surveys.filter(({ after }) => after?.cases.length === 0).map(({ path }) => path))
  const tests = paths?.filter((path) => isTestPath(path) && !without.has(path))
  return surveys.flatMap(({ configuration: { findings, excluded } }) => [
    ...findings.filter((finding) => !hasMoved(finding, present)),
    ...excluded.filter(({ pattern }) => hidesTests(pattern, tests)).map(({ finding }) => finding),
  ])
}

/** A threshold that is gone here and stands in another file, at least as high. */
function hasMoved({ rule, subject, text }: Finding, present: ReadonlySet<string>): boolean {
  const was = /it was ([\d.]+)$/.exec(text)?.[1]
  if (rule !== 'threshold-lowered' || was === undefined) return false
  const name = subject.slice(subject.lastIndexOf('.') + 1)
  return [...present].some(
    (entry) => entry.startsWith(`${name}=`) && Number(entry.slice(name.length + 1)) >= Number(was),
  )
}

const NO_TESTS =
  /node_modules|(?:^|\/)(?:dist|build|out|coverage|\.git|\.cache|vendor|fixtures|tmp|\.venv|venv)(?:\/|$)/

function hidesTests(pattern: string, tests: readonly string[] | undefined): boolean {
  if (NO_TESTS.test(pattern)) return false
  if (tests === undefined) return true
  const matches = picomatch(pattern, { dot: true })
  const part = pattern.replaceAll(/^\W*|[*$^\\/]+$/g, '')
  return tests.some((path) => matches(path) || (part !== '' && path.includes(part)))
}
