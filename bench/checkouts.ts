// Strategies of checkouts beside `git worktree add`, in one run on a generated repository: medians, and ratios to git's own.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openGit } from '../src/support/git.ts'
import { systemIds } from '../src/support/ids.ts'
import { probeOverlay } from '../src/workspaces/choose.ts'
import { createOverlayWorkspaces } from '../src/workspaces/overlay.ts'
import { createPlainWorkspaces } from '../src/workspaces/plain.ts'
import { NO_ENVIRONMENT, type Workspaces } from '../src/workspaces/workspace.ts'

const FILES = 2_000
const ROUNDS = 5

const searchPath = process.env['PATH'] ?? ''
const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'))
const repository = join(folder, 'repository')
const ids = systemIds(() => Date.now())
const isRoot = process.getuid?.() === 0

interface Row {
  readonly name: string
  readonly createMs: number
  readonly takeMs: number
  readonly removeMs: number
}

try {
  const commit = generate()
  const rows = [worktreeAdd(commit)]
  for (const [name, workspaces] of await strategies()) rows.push(await measure(name, workspaces, commit))
  print(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function generate(): string {
  for (let at = 0; at < FILES; at += 1) {
    const place = join(repository, `package-${at % 20}`, `folder-${at % 10}`)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `file-${at}.ts`), `export const value${at} = ${at}\n`.repeat(1 + (at % 150)))
  }
  git('init', '--quiet')
  git('add', '--all')
  git('-c', 'user.name=a', '-c', 'user.email=b', 'commit', '--quiet', '--message', 'generated')
  return git('rev-parse', 'HEAD')
}

async function strategies(): Promise<readonly (readonly [string, Workspaces])[]> {
  const places = {
    cacheDirectory: join(folder, 'cache'),
    commonDirectory: join(repository, '.git'),
    searchPath,
  }
  const access = await openGit({ ...places, controlDirectory: join(folder, 'control.git') })
  const probe = await probeOverlay({ ...places, ids, isRoot, platform: process.platform })
  console.error(probe.detail)
  const plain = ['plain', createPlainWorkspaces({ ...places, git: access })] as const
  if (!probe.works) return [plain]
  return [['overlay', createOverlayWorkspaces({ ...places, git: access, isRoot })], plain]
}

async function measure(name: string, workspaces: Workspaces, commit: string): Promise<Row> {
  // The first one pays for the pristine tree that all others share.
  const firstMs = await timed(() => workspaces.create({ id: 'first', commit, environment: NO_ENVIRONMENT }))
  console.error(`${name}: the first took ${firstMs.toFixed(0)} ms`)
  await workspaces.remove('first')
  const times = { create: [] as number[], take: [] as number[], remove: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const id = `round-${round}`
    times.create.push(await timed(() => workspaces.create({ id, commit, environment: NO_ENVIRONMENT })))
    const workspace = await workspaces.find(id)
    if (workspace === null) throw new Error('a workspace that was made is found')
    times.take.push(await timed(() => workspaces.takeTree(workspace)))
    times.remove.push(await timed(() => workspaces.remove(id)))
  }
  return { name, createMs: median(times.create), takeMs: median(times.take), removeMs: median(times.remove) }
}

function worktreeAdd(commit: string): Row {
  const times = { create: [] as number[], take: [] as number[], remove: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = join(folder, `worktree-${round}`)
    times.create.push(timedNow(() => git('worktree', 'add', '--quiet', '--detach', path, commit)))
    times.take.push(
      timedNow(() => {
        git('-C', path, 'add', '--all')
        git('-C', path, 'write-tree')
      }),
    )
    times.remove.push(timedNow(() => git('worktree', 'remove', path)))
  }
  const [createMs, takeMs, removeMs] = [times.create, times.take, times.remove].map(median)
  return { name: 'git worktree', createMs: createMs ?? 0, takeMs: takeMs ?? 0, removeMs: removeMs ?? 0 }
}

function print(rows: readonly Row[]): void {
  const [base] = rows
  if (base === undefined) return
  console.log(`${FILES} files, medians of ${ROUNDS}, ratio to git worktree`)
  for (const row of rows) {
    const cells = (['createMs', 'takeMs', 'removeMs'] as const).map((name) => {
      const ratio = (row[name] / base[name]).toFixed(2)
      return `${name.replace('Ms', '').padStart(7)} ${row[name].toFixed(1).padStart(7)} ms x${ratio}`
    })
    console.log(`${row.name.padEnd(13)}${cells.join('  ')}`)
  }
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await action()
  return performance.now() - startedAt
}

function timedNow(action: () => unknown): number {
  const startedAt = performance.now()
  action()
  return performance.now() - startedAt
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

function git(...argv: string[]): string {
  return execFileSync('git', argv, { cwd: repository, encoding: 'utf8' }).trim()
}
