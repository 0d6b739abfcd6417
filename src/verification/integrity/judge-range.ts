/** Judges what lies between two commits, reading a few files at a time. */
import type { Git } from '../../support/git.ts'
import { fileChanges } from '../work/file-changes.ts'
import { isTestPath } from '../protected/kinds.ts'
import { judgeSurveys, type TestComparison } from './compare.ts'
import { lastOf, type Located } from './pairing.ts'
import { isParsable, parseTests } from './parse-tests.ts'
import { located } from './test-findings.ts'
import { surveyChange, type Survey } from './survey.ts'

type Reader = Pick<Git, 'changes' | 'fileSizes' | 'listFiles' | 'readFiles'>

const FILES_AT_ONCE = 100

export async function judgeRange(
  git: Reader,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<TestComparison> {
  const changed = (await git.changes(from, to))
    .filter(({ mode }) => !SPECIAL.includes(mode))
    .map(({ path }) => path)
  const surveys: Survey[] = []
  for (let at = 0; at < changed.length; at += FILES_AT_ONCE) {
    const paths = changed.slice(at, at + FILES_AT_ONCE)
    surveys.push(...(await fileChanges(git, { from, to, paths })).map((change) => surveyChange(change)))
  }
  const paths = (await git.listFiles(to)).map(({ path }) => path)
  const options = { mode: 'history', exempt: [], paths } as const
  const comparison = judgeSurveys(surveys, options)
  const deleted = comparison.judgement.objections.filter(({ rule }) => rule === 'test-deleted')
  if (deleted.length === 0) return comparison
  const names = [...new Set(deleted.map(({ subject }) => lastOf(subject)))]
  const others = paths.filter((path) => isTestPath(path) && isParsable(path) && !changed.includes(path))
  const standing = await testsNamed(git, { commit: to, paths: others, names })
  return standing.length === 0 ? comparison : judgeSurveys(surveys, { ...options, standing })
}

/** Links and repositories inside the repository have no text. */
const SPECIAL = ['120000', '160000']

interface Search {
  readonly commit: string
  readonly paths: readonly string[]
  readonly names: readonly string[]
}

const MOST_BYTES = 64 * 1024 * 1024

/** Tests of files that have one of the names somewhere in their text. */
async function testsNamed(git: Reader, { commit, paths, names }: Search): Promise<readonly Located[]> {
  const contents = await git.readFiles(commit, paths, MOST_BYTES)
  return paths.flatMap((path, index) => {
    const text = contents[index]?.toString('utf8') ?? ''
    return names.some((name) => text.includes(name)) ? located(path, parseTests(path, text)) : []
  })
}
