/** Judges the texts of a change: what it does to tests, and what in it only serves to look right. Parses, so see `Reader`. */
import type { Judgement } from '../../domain/judgement.ts'
import type { FileChange, Unread } from '../file-change.ts'
import { judgeSurveys } from '../integrity/compare.ts'
import { surveyChange, type Survey } from '../integrity/survey.ts'
import type { Finding } from '../suspicion/finding.ts'
import { findingsIn, isSource, judgeFindings, testTexts, type FileFindings } from '../suspicion/suspicions.ts'
import { isCode } from './judged-path.ts'
import { isHeld, isOverflow, problemOf, TOO_DEEP, withUnreadable } from './unreadable.ts'

export interface JudgeRequest {
  readonly files: readonly FileChange[]
  /** Texts of tests that did not change. */
  readonly tests: readonly string[]
  /** Files that are tests for another reason than their names. */
  readonly testPaths?: readonly string[]
  /** Sources that hold tests, too. */
  readonly inSource?: readonly string[]
  /** Programs that people start. */
  readonly programs?: readonly string[]
  /** Tests whose values may change: their ids, or how those end. */
  readonly exempt: readonly string[]
}

export interface Judgements {
  readonly integrity: Judgement
  readonly suspicion: Judgement
}

/** One file at a time: only what is found is held. */
export function judgeFiles({
  files,
  tests,
  testPaths = [],
  inSource = [],
  programs = [],
  exempt,
}: JudgeRequest): Judgements {
  const texts = testTexts(files, tests)
  const read = files.map((file) => {
    const isTest = testPaths.includes(file.path)
    const holdsTests = isTest || inSource.includes(file.path)
    return readFile(file, { tests: texts, isTest, holdsTests, isProgram: programs.includes(file.path) })
  })
  const { judgement } = judgeSurveys(
    read.map(({ survey }) => survey),
    { mode: 'run', exempt },
  )
  const suspicion = judgeFindings(read.flatMap(({ findings }) => findings ?? []))
  const hidden = read.flatMap(({ change: { path, unread } }, index) =>
    unread !== undefined && isHeld(path, unread) ? [{ path, unread, text: files[index]?.after ?? null }] : [],
  )
  return { integrity: judgement, suspicion: withUnreadable(suspicion, hidden) }
}

interface ReadFile {
  /** Without the text of a side that cannot be read. */
  readonly change: FileChange
  readonly survey: Survey
  readonly findings: FileFindings | null
}

interface Reading {
  /** Texts of tests. */
  readonly tests: readonly string[]
  readonly isTest: boolean
  /** In whole or besides its code. */
  readonly holdsTests: boolean
  readonly isProgram: boolean
}

function readFile(file: FileChange, { tests, isTest, holdsTests, isProgram }: Reading): ReadFile {
  const { path, unread } = file
  const isJudged = isSource(path) && !isTest
  const both = { path, tests, isJudged, isProgram }
  const before = readSide({ ...both, text: file.before, problem: unread?.before ?? null })
  const after = readSide({ ...both, text: file.after, problem: unread?.after ?? null })
  const findings = isJudged ? { path, before: before.findings, after: after.findings } : null
  return { ...surveyed(file, { before: before.problem, after: after.problem }, holdsTests), findings }
}

interface Side {
  readonly path: string
  readonly text: string | null
  readonly problem: string | null
  readonly tests: readonly string[]
  /** By what it does: tests are judged by what they say. */
  readonly isJudged: boolean
  readonly isProgram: boolean
}

function readSide({ path, text, problem, tests, isJudged, isProgram }: Side): {
  readonly problem: string | null
  readonly findings: readonly Finding[]
} {
  const found = problem ?? (text !== null && isCode(path) ? problemOf(path, text) : null)
  if (found !== null || !isJudged) return { problem: found, findings: [] }
  const findings = deep(() => findingsIn(path, text, { tests, isProgram }))
  return findings === null ? { problem: TOO_DEEP, findings: [] } : { problem: null, findings }
}

function surveyed(
  file: FileChange,
  unread: Unread,
  holdsTests: boolean,
): Pick<ReadFile, 'change' | 'survey'> {
  const change = withoutHidden(file, unread)
  const survey = deep(() => surveyChange(change, holdsTests))
  if (survey !== null) return { change, survey }
  // One of the sides is deeper than the survey can follow; an older one that is hides nothing of a newer one that is not.
  const isNewer = deep(() => surveyChange({ ...change, before: null }, holdsTests)) === null
  return surveyed(
    file,
    isNewer ? { ...unread, after: TOO_DEEP } : { ...unread, before: TOO_DEEP },
    holdsTests,
  )
}

function withoutHidden({ path, before, after }: FileChange, unread: Unread): FileChange {
  if (unread.before === null && unread.after === null) return { path, before, after }
  return {
    path,
    before: unread.before === null ? before : null,
    after: unread.after === null ? after : null,
    unread,
  }
}

/** Null where the stack ends. */
function deep<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch (error) {
    if (!isOverflow(error)) throw error
    return null
  }
}
