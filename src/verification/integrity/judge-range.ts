/** Judges what lies between two commits, reading a few files at a time. */
import type { Git } from '../../support/git.ts'
import { fileChanges } from '../work/file-changes.ts'
import { judgeSurveys, type TestComparison } from './compare.ts'
import { surveyChange, type Survey } from './survey.ts'

const FILES_AT_ONCE = 100

export async function judgeRange(
  git: Pick<Git, 'changes' | 'listFiles' | 'readFiles'>,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<TestComparison> {
  const changed = (await git.changes(from, to))
    .filter(({ mode }) => !SPECIAL.includes(mode))
    .map(({ path }) => path)
  const surveys: Survey[] = []
  for (let at = 0; at < changed.length; at += FILES_AT_ONCE) {
    const paths = changed.slice(at, at + FILES_AT_ONCE)
    surveys.push(...(await fileChanges(git, { from, to, paths })).map(surveyChange))
  }
  const paths = (await git.listFiles(to)).map(({ path }) => path)
  return judgeSurveys(surveys, { mode: 'history', exempt: [], paths })
}

/** Links and repositories inside the repository have no text. */
const SPECIAL = ['120000', '160000']
