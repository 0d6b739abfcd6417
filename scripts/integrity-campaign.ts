/**
 * How often test integrity refuses honest work: judges commits of real repositories as `reveille integrity` does, each against
 * its parent. `node scripts/integrity-campaign.ts --commits 30 --every 3 --seed 0 REPOSITORY...`, where a repository is a git
 * directory. Of the commits that are no merges and change a test, newest first, it takes every third one from the one that the
 * seed says; those whose changed files hold no test that can be read do not count. Nothing else is left out.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openGit, type Git } from '../src/support/git.ts'
import { runCommand } from '../src/support/process.ts'
import type { TestComparison } from '../src/verification/integrity/compare.ts'
import { judgeRange } from '../src/verification/integrity/judge-range.ts'
import { isParsable } from '../src/verification/integrity/parse-tests.ts'
import { isTestPath } from '../src/verification/protected/kinds.ts'

export interface Commit {
  readonly id: string
  readonly parent: string
  readonly paths: readonly string[]
}

export interface Choice {
  readonly every: number
  readonly seed: number
}

/** The newest first, as they come. */
export function chosen(commits: readonly Commit[], { every, seed }: Choice): readonly Commit[] {
  const touching = commits.filter(({ paths }) => paths.some((path) => isTestPath(path) && isParsable(path)))
  return touching.filter((_, index) => index % every === seed % every)
}

/** Of `git log --format=%x00%H %P --name-only`; commits without a parent or with several are left out. */
export function readLog(text: string): readonly Commit[] {
  return text.split('\0').flatMap((entry) => {
    const [head = '', ...paths] = entry.split('\n').filter((line) => line !== '')
    const [id, parent, another] = head.split(' ').filter((part) => part !== '')
    return id === undefined || parent === undefined || another !== undefined ? [] : [{ id, parent, paths }]
  })
}

interface Tally {
  readonly repository: string
  readonly newest: string
  looked: number
  tests: number
  refused: number
  crashed: number
  slowestMs: number
  totalMs: number
}

const SEARCH_PATH = process.env['PATH'] ?? ''

interface Sample extends Choice {
  readonly wanted: number
  /** How many that count are left to another sample before this one begins. */
  readonly skip: number
}

async function campaign(repository: string, { wanted, skip, ...choice }: Sample): Promise<Tally> {
  const control = mkdtempSync(join(tmpdir(), 'reveille-campaign-'))
  try {
    const git = await openGit({
      commonDirectory: repository,
      controlDirectory: join(control, 'control.git'),
      searchPath: SEARCH_PATH,
    })
    const newest = (await inGit(repository, ['log', '-1', '--format=%h of %cs'])).trim()
    const tally: Tally = { ...NOTHING, repository, newest }
    let left = skip
    for (const { id, parent } of chosen(await commitsOf(repository), choice)) {
      if (tally.looked >= wanted) break
      const start = performance.now()
      const comparison = await judged(git, { from: parent, to: id })
      if (comparison === null) tally.crashed += 1
      else if (comparison.tests > 0 && left > 0) left -= 1
      else if (comparison.tests > 0) count({ id, comparison, tookMs: performance.now() - start }, tally)
    }
    return tally
  } finally {
    rmSync(control, { recursive: true, force: true })
  }
}

const NOTHING = { looked: 0, tests: 0, refused: 0, crashed: 0, slowestMs: 0, totalMs: 0 }

async function commitsOf(repository: string): Promise<readonly Commit[]> {
  return readLog(
    await inGit(repository, [
      ...['-c', 'core.quotePath=false', 'log', '--no-merges', '--no-renames'],
      ...['--format=%x00%H %P', '--name-only'],
    ]),
  )
}

async function inGit(repository: string, argv: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand({
    argv: ['git', `--git-dir=${repository}`, ...argv],
    variables: { PATH: SEARCH_PATH, LC_ALL: 'C' },
    cwd: '/',
    timeoutMs: 300_000,
    maxOutputBytes: 512 * 1024 * 1024,
  })
  if (exitCode !== 0) throw new Error(`git ${argv.join(' ')} in ${repository}: ${stderr.toString()}`)
  return stdout.toString()
}

async function judged(git: Git, range: { from: string; to: string }): Promise<TestComparison | null> {
  return judgeRange(git, range).catch((error: unknown) => {
    console.log(`  ${range.to.slice(0, 10)} CRASHED: ${String(error)}`)
    return null
  })
}

interface Look {
  readonly id: string
  readonly comparison: TestComparison
  readonly tookMs: number
}

function count({ id, comparison, tookMs }: Look, tally: Tally): void {
  tally.looked += 1
  tally.tests += comparison.tests
  tally.totalMs += tookMs
  tally.slowestMs = Math.max(tally.slowestMs, tookMs)
  if (comparison.judgement.objections.length === 0) return
  tally.refused += 1
  printRefusal(id, comparison)
}

function printRefusal(id: string, { judgement: { objections } }: TestComparison): void {
  console.log(`  ${id.slice(0, 10)} refused`)
  for (const { rule, path, line, text } of objections)
    console.log(`    ${rule} ${path}${line === null ? '' : `:${line}`}: ${text}`)
}

function printTally(tally: Tally): void {
  const { repository, newest, looked, tests, refused, crashed, slowestMs, totalMs } = tally
  const speed = `${Math.round(totalMs / Math.max(1, looked))} ms a commit, ${Math.round(slowestMs)} at most`
  const counts = `${looked} commits, ${tests} tests compared, ${refused} refused, ${crashed} crashed`
  console.log(`${repository} (${newest}): ${counts}; ${speed}`)
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      commits: { type: 'string', default: '30' },
      every: { type: 'string', default: '3' },
      seed: { type: 'string', default: '0' },
      skip: { type: 'string', default: '0' },
    },
  })
  const sample = {
    wanted: Number(values.commits),
    skip: Number(values.skip),
    every: Number(values.every),
    seed: Number(values.seed),
  }
  let [looked, refused] = [0, 0]
  for (const repository of positionals) {
    const tally = await campaign(repository, sample)
    printTally(tally)
    looked += tally.looked
    refused += tally.refused
  }
  const share = looked === 0 ? 0 : (100 * refused) / looked
  console.log(`${looked} commits, ${refused} refused: ${share.toFixed(1)} %`)
}
