/**
 * What Reveille costs beside the git commands a run cannot do without (goal: at most 1.3 times as much): claim, workspace,
 * a program that writes one file, the check `true` on the merged tree, commit, landing. Both do the same work in turns, in
 * one process, one task after the other, in one night. `node bench/overhead.ts --files 2000 --tasks 20`.
 */
import { execFileSync } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { assembleNight, type NightParts } from '../src/compose/night.ts'
import { compose } from '../src/compose.ts'
import type { Event } from '../src/domain/event.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type TaskDraft } from '../src/domain/task.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { openNight, tryLead } from '../src/missions/lead.ts'
import { NightLoop } from '../src/missions/night-loop.ts'
import { runCommand } from '../src/support/process.ts'

const ANN = { role: 'human', name: 'ann' } as const
const AGENT = 'mkdir -p work && echo "$1" > "work/$1.txt"'

const { values } = parseArgs({
  options: { files: { type: 'string', default: '300' }, tasks: { type: 'string', default: '20' } },
})
const files = Number(values.files)
const tasks = Number(values.tasks)

const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'))
const repository = join(folder, 'repository')
const home = join(folder, 'home')
const variables = { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C' }
let spawned = 0
subscribe('child_process', () => (spawned += 1))

try {
  generate()
  await using context = compose({
    folder: repository,
    variables,
    narrate: () => undefined,
    warn: (text) => console.error(text),
    confirm: null,
  })
  const { bare, full } = await compare(await context.nightParts('auto'))
  print(bare, full)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Milliseconds of each step of one task, by name, in order. */
type Steps = ReadonlyMap<string, number>

interface Turn {
  readonly steps: Steps
  readonly totalMs: number
  readonly processes: number
}

async function compare(parts: NightParts): Promise<{ bare: readonly Turn[]; full: readonly Turn[] }> {
  const { ledger, git } = parts
  const { world, locks, owner } = assembleNight(parts)
  const lead = await tryLead({ ledger, locks, owner })
  if (lead === null) throw new Error('nobody else leads a repository that was just made')
  const night = await openNight({ ledger, git, branch: 'main' })
  await world.landings.open(night)
  const signal = new AbortController().signal
  const orders = { only: null, slots: 1, drain: signal, stop: signal }
  const loop = new NightLoop({ world, night, leader: lead.leader, orders })
  const bare: Turn[] = []
  const full: Turn[] = []
  // The first round judges the base and makes what the whole night shares. It is not counted.
  for (let round = 0; round <= tasks; round += 1) {
    const turns = [await runBare(round), await runFull(ledger, loop, round)] as const
    if (round === 0) continue
    bare.push(turns[0])
    full.push(turns[1])
  }
  lead.lock.release()
  return { bare, full }
}

/**
 * What somebody who scripts it would write, on refs and worktrees of the same repository. Objects and refs are synced as
 * Reveille syncs them; the index files of worktrees that are thrown away are not.
 */
async function runBare(round: number): Promise<Turn> {
  const [work, proof] = ['work', 'proof'].map((name) => join(folder, `${name}-${round}`))
  const branch = `bare/run-${round}`
  const target = 'refs/bare/target'
  const before = spawned
  const startedAt = performance.now()
  const steps = new Map<string, number>()
  const step = async (name: string, argv: readonly string[], cwd = repository): Promise<string> => {
    const begunAt = performance.now()
    const output = await command(argv, cwd)
    steps.set(name, performance.now() - begunAt + (steps.get(name) ?? 0))
    return output
  }
  const git = (name: string, argv: readonly string[], cwd?: string) =>
    step(name, ['git', '-c', 'core.fsync=objects,reference', ...argv], cwd)

  const tip = await git('resolve the target', ['rev-parse', '--verify', target])
  await git('worktree add', ['worktree', 'add', '--quiet', '-b', branch, `${work}`, tip])
  await step('agent', ['/bin/sh', '-c', AGENT, 'agent', `bare-${round}`], work)
  await git('add, commit', ['add', '--all'], work)
  await git('add, commit', ['commit', '--quiet', '--message', `run ${round}`], work)
  const tree = await git('merge-tree', ['merge-tree', '--write-tree', target, branch])
  const commit = await git('commit-tree', ['commit-tree', tree, '-p', tip, '-m', `lands run ${round}`])
  await git('worktree add for the check', ['worktree', 'add', '--quiet', '--detach', `${proof}`, commit])
  await step('check', ['true'], proof)
  await git('update-ref, mirror', ['update-ref', target, commit, tip])
  await git('update-ref, mirror', ['update-ref', 'refs/heads/bare/mirror', commit, tip])
  await git('worktree remove', ['worktree', 'remove', '--force', `${work}`])
  await git('worktree remove', ['worktree', 'remove', '--force', `${proof}`])
  return { steps, totalMs: performance.now() - startedAt, processes: spawned - before }
}

async function runFull(ledger: Ledger, loop: NightLoop, round: number): Promise<Turn> {
  await ledger.addTask({ actor: ANN, draft: draft(`full-${round}`) })
  const [seen, before] = [await ledger.lastEvent(), spawned]
  const startedAt = performance.now()
  const beganAt = Date.now()
  const last = await loop.run(async () => undefined)
  const totalMs = performance.now() - startedAt
  const task = await ledger.task(`full-${round}`)
  if (task.state !== 'done') throw new Error(`full-${round} is ${task.state}: ${JSON.stringify(last.lane)}`)
  const steps = phases(await ledger.events({ after: seen }), beganAt, beganAt + totalMs)
  return { steps, totalMs, processes: spawned - before }
}

/** The time of a run, cut where the ledger says that something was reached. */
function phases(events: readonly Event[], beganAt: number, endedAt: number): Steps {
  const at = (kind: Event['kind'], to?: string): number =>
    events.findLast((event) => event.kind === kind && (to === undefined || event.data['to'] === to))?.at ??
    Number.NaN
  const marks = [
    ['claim', at('run.claimed')],
    ['judge the base, make the workspace', at('run.host-started')],
    ['agent in its host and jail, save its work', at('run.moved', 'checking')],
    ['merge, check in a fresh checkout and jail', at('landing.queued')],
    ['prove, intend (its workspace goes meanwhile)', at('landing.intended')],
    ['move the target', at('landing.landed')],
    ['mirror, look for more', endedAt],
  ] as const
  let last = beganAt
  return new Map(
    marks.map(([name, reached]) => {
      const took = reached - last
      last = reached
      return [name, took]
    }),
  )
}

function print(bare: readonly Turn[], full: readonly Turn[]): void {
  console.log(`${files} files, ${tasks} tasks one after the other, medians`)
  printSide('bare git', bare)
  printSide('Reveille', full)
  const ratios = full.map(({ totalMs }, index) => totalMs / (bare[index]?.totalMs ?? Number.NaN))
  const [least, ratio] = [Math.min(...ratios).toFixed(2), (middle(full) / middle(bare)).toFixed(2)]
  console.log(`ratio of the medians ${ratio}, least of a pair ${least} (goal 1.3)`)
}

function printSide(name: string, turns: readonly Turn[]): void {
  const processes = median(turns.map((turn) => turn.processes))
  const least = Math.min(...turns.map(({ totalMs }) => totalMs)).toFixed(1)
  console.log(
    `${name}: ${middle(turns).toFixed(1)} ms a task (least ${least}), ${processes} processes started`,
  )
  for (const step of turns[0]?.steps.keys() ?? []) {
    const ms = median(turns.map(({ steps }) => steps.get(step) ?? Number.NaN))
    console.log(`  ${ms.toFixed(1).padStart(7)} ms  ${step}`)
  }
}

function middle(turns: readonly Turn[]): number {
  return median(turns.map(({ totalMs }) => totalMs))
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function generate(): void {
  mkdirSync(home)
  for (let at = 0; at < files; at += 1) {
    const content = `export const value${at} = ${at}\n`.repeat(1 + (at % 150))
    write(`package-${at % 20}/folder-${at % 10}/file-${at}.ts`, content)
  }
  write('.reveille/config.yaml', 'target: main\ngate:\n  - name: holds\n    run: ["true"]\n')
  const git = (...argv: string[]): string =>
    execFileSync('git', argv, { cwd: repository, env: variables, encoding: 'utf8' })
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'Ann')
  git('config', 'user.email', 'ann@example.org')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'generated')
  for (const ref of ['refs/bare/target', 'refs/heads/bare/mirror']) git('update-ref', ref, 'HEAD')
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true })
  writeFileSync(join(repository, path), content)
}

async function command(argv: readonly string[], cwd: string): Promise<string> {
  const limits = { timeoutMs: 60_000, maxOutputBytes: 1024 * 1024 }
  const result = await runCommand({ argv, variables, cwd, ...limits })
  if (result.exitCode !== 0) throw new Error(`${argv.join(' ')}: ${result.stderr.toString()}`)
  return result.stdout.toString().trim()
}

function draft(key: string): TaskDraft {
  return {
    key,
    title: `Write ${key}`,
    goal: 'A file of its own.',
    kind: 'change',
    priority: 'P2',
    domain: null,
    scope: { write: ['work/**'], strict: false },
    needs: [],
    checks: [],
    agent: { kind: 'program', command: { argv: ['/bin/sh', '-c', AGENT, 'agent', key] } },
    limits: DEFAULT_LIMITS,
    ...PLAIN_DRAFT,
  }
}
