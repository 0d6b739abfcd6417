/** What must hold after a night that was killed and started again, read from git, the ledger and the machine. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChaosNight } from './night.ts'
import { mountsOf, processesOf } from './processes.ts'

interface Row {
  readonly key: string
  readonly state: string
  readonly resolution: string | null
}

/** The user's own, which no night may touch. */
export interface Checkout {
  readonly head: string
  readonly status: string
}

export function checkoutOf(night: ChaosNight): Checkout {
  return { head: night.git('rev-parse', 'HEAD'), status: night.git('status', '--porcelain') }
}

/** Throws the first violation as an assertion error. `before` is the user's checkout as it was. */
export function assertInvariants(night: ChaosNight, before: Checkout): void {
  assertTasks(night)
  assertHistory(night)
  assertEveryCommitIsGreen(night)
  assertNothingIsLeft(night)
  assert.deepEqual(checkoutOf(night), before, 'the checkout of the user changed')
  execFileSync('git', ['-C', night.repository, 'fsck', '--connectivity-only'], { stdio: 'pipe' })
}

function assertTasks(night: ChaosNight): void {
  const answer = JSON.parse(night.reveille('task', 'list', '--json')) as { data: { tasks: Row[] } }
  const states = new Map(
    answer.data.tasks.map((row) => [row.key, `${row.state} ${row.resolution ?? ''}`.trim()]),
  )
  for (const { key, lands } of night.tasks) {
    assert.equal(states.get(key), lands ? 'done landed' : 'blocked', `task ${key}`)
  }
}

function assertHistory(night: ChaosNight): void {
  const trailers = night.git(
    'log',
    '--format=%(trailers:key=Reveille-Task,valueonly,separator=)',
    'main..refs/reveille/targets/1',
  )
  const landed = trailers.split('\n').filter((line) => line !== '')
  const expected = night.tasks.filter(({ lands }) => lands).map(({ key }) => key)
  assert.deepEqual(landed.toSorted(), expected.toSorted(), 'each landing task landed exactly once')
  const truth = night.git('rev-parse', 'refs/reveille/targets/1')
  assert.equal(night.git('rev-parse', 'refs/heads/reveille/1'), truth, 'the mirror shows the target')
}

function assertEveryCommitIsGreen(night: ChaosNight): void {
  for (const commit of night.git('rev-list', 'main..refs/reveille/targets/1').split('\n')) {
    const folder = mkdtempSync(join(tmpdir(), 'reveille-recheck-'))
    try {
      const archive = execFileSync('git', ['-C', night.repository, 'archive', commit], { maxBuffer: 1 << 26 })
      execFileSync('tar', ['-x', '-C', folder], { input: archive })
      execFileSync('sh', ['check.sh'], { cwd: folder, stdio: 'pipe' })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function assertNothingIsLeft(night: ChaosNight): void {
  assert.deepEqual(processesOf(night.folder), [], 'a process is left')
  assert.deepEqual(mountsOf(night.folder), [], 'a mount is left')
  const locks = globSync('**/*.lock', { cwd: join(night.repository, '.git') })
  assert.deepEqual(locks, [], 'a git lock is left')
  for (const project of readdirSync(join(night.cache, 'reveille'))) {
    const workspaces = join(night.cache, 'reveille', project, 'workspaces')
    assert.deepEqual(existsSync(workspaces) ? readdirSync(workspaces) : [], [], 'a workspace is left')
  }
}
