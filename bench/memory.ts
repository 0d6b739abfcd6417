/**
 * What a night weighs while a hundred agents are at work (goals: the loop at most 90 MB of resident memory, the host of a
 * program at most 5 MB): `reveille night` as a process of its own, from source, with the machine's jail.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { compose, type ComposedContext } from '../src/compose.ts'
import type { Run } from '../src/domain/run.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT } from '../src/domain/task.ts'
import { familyOf } from '../src/support/identity.ts'

const RUNS = 100
const SAMPLES = 20
const DEADLINE_MS = 300_000
const LAUNCHER = join(import.meta.dirname, '../bin/reveille')
/** What is below a host and no part of it: the way into the jail, the jail and the agent. */
const JAILED = /^(unshare|\S*bwrap|sleep 4321|\/bin\/sh -c "\$@"; exit)/

const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'))
const repository = join(folder, 'repository')
const variables = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), LC_ALL: 'C' }

try {
  makeRepository()
  await using context = compose({
    folder: repository,
    variables,
    narrate: () => undefined,
    warn: (text) => console.error(text),
    confirm: null,
  })
  // An empty night first: what it compiles is kept, as on any machine where Reveille was started before.
  execFileSync(LAUNCHER, ['night'], { cwd: repository, env: variables, stdio: 'ignore' })
  await fileTasks(context)
  const night = spawn(LAUNCHER, ['night', '--concurrency', String(RUNS)], {
    cwd: repository,
    env: variables,
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => night.once('exit', resolve))
  try {
    const runs = await allWorking(context)
    await printLoop(night.pid ?? 0)
    await printHosts(runs)
  } finally {
    // Once drains, twice stops.
    for (let times = 0; times < 2; times += 1) {
      night.kill('SIGINT')
      await pause(200)
    }
    await ended
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function allWorking(context: ComposedContext): Promise<readonly Run[]> {
  const ledger = await context.ledger()
  const deadline = Date.now() + DEADLINE_MS
  for (;;) {
    const working = (await ledger.runs({ live: true })).filter((run) => run.state === 'working')
    if (working.length === RUNS) return working
    if (Date.now() > deadline) throw new Error(`only ${working.length} of ${RUNS} runs are at work`)
    await pause(100)
  }
}

async function printLoop(pid: number): Promise<void> {
  const sizes: number[] = []
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    sizes.push(field(`/proc/${pid}/status`, 'VmRSS'))
    await pause(250)
  }
  const [middle, most] = [sizes.toSorted((one, other) => one - other)[SAMPLES / 2] ?? 0, Math.max(...sizes)]
  const peak = field(`/proc/${pid}/status`, 'VmHWM')
  console.log(
    `loop with ${RUNS} live runs: ${megabytes(middle)} resident, at most ${megabytes(most)} ` +
      `(goal 90 MB); ${megabytes(peak)} at worst, while it started them`,
  )
}

async function printHosts(runs: readonly Run[]): Promise<void> {
  const families = await Promise.all(runs.map(async ({ host }) => (host === null ? [] : familyOf(host))))
  const rows = families.flat().map(({ pid }) => ({
    isJail: JAILED.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')),
    size: field(`/proc/${pid}/smaps_rollup`, 'Pss'),
  }))
  for (const [name, isJail, goal] of [
    ['host of a program', false, ' (goal 5 MB)'],
    ['jail and sleeping agent', true, ''],
  ] as const) {
    const own = rows.filter((row) => row.isJail === isJail)
    const each = own.reduce((sum, { size }) => sum + size, 0) / runs.length
    console.log(`${name}: ${megabytes(each)} PSS in ${own.length / runs.length} processes${goal}`)
  }
}

/** Kilobytes. */
function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? Number.NaN)
}

function megabytes(kilobytes: number): string {
  return `${(kilobytes / 1024).toFixed(1)} MB`
}

function makeRepository(): void {
  for (const path of [join(repository, '.reveille'), variables.HOME]) mkdirSync(path, { recursive: true })
  writeFileSync(
    join(repository, '.reveille/config.yaml'),
    'target: main\ngate:\n  - name: holds\n    run: ["true"]\n',
  )
  const git = (...argv: string[]) => execFileSync('git', argv, { cwd: repository, env: variables })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '--quiet', '--message', 'base')
}

async function fileTasks(context: ComposedContext): Promise<void> {
  const ledger = await context.ledger()
  for (let at = 0; at < RUNS; at += 1) {
    await ledger.addTask({
      actor: context.actor,
      draft: {
        key: `task-${at}`,
        title: `Sleep ${at}`,
        goal: 'To be at work for long.',
        kind: 'change',
        priority: 'P2',
        domain: null,
        scope: { write: [`folder-${at}/**`], strict: false },
        needs: [],
        checks: [],
        agent: { kind: 'program', command: { argv: ['sleep', '4321'] } },
        limits: DEFAULT_LIMITS,
        ...PLAIN_DRAFT,
      },
    })
  }
}
