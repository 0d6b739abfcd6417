/** What must hold after a night that was killed and started again, read from git, the ledger and the machine. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChaosNight } from './night.ts'
import { savedWorkRef } from '../../src/domain/night.ts'
import { replay } from '../../src/domain/replay.ts'
import { isLive } from '../../src/domain/run.ts'
import { openSqliteLedger } from '../../src/ledger/sqlite/ledger.ts'
import { systemClock } from '../../src/support/clock.ts'
import { systemIds } from '../../src/support/ids.ts'
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
export async function assertInvariants(night: ChaosNight, before: Checkout): Promise<void> {
  await assertRecord(night)
  assertTasks(night)
  assertHistory(night)
  assertEveryCommitIsGreen(night)
  assertNothingIsLeft(night)
  assert.deepEqual(checkoutOf(night), before, 'the checkout of the user changed')
  execFileSync('git', ['-C', night.repository, 'fsck', '--connectivity-only'], { stdio: 'pipe' })
}

/** What the tables say is what the events add up to, and every run whose agent worked has left its work. */
async function assertRecord(night: ChaosNight): Promise<void> {
  const [project = ''] = readdirSync(join(night.state, 'reveille'))
  const path = join(night.state, 'reveille', project, 'ledger.db')
  const ledger = await openSqliteLedger({ path, clock: systemClock, ids: systemIds(() => systemClock.now()) })
  try {
    const derived = replay(await ledger.events({}))
    const runs = await ledger.runs({})
    assert.deepEqual(
      statesOf(derived.tasks.values()),
      statesOf(await ledger.tasks({})),
      'tasks and events disagree',
    )
    assert.deepEqual(statesOf(derived.runs.values()), statesOf(runs), 'runs and events disagree')
    assert.deepEqual(runs.filter(isLive), [], 'a run is still live')
    const saved = new Set(night.git('for-each-ref', '--format=%(refname)', 'refs/reveille/runs/').split('\n'))
    const unsaved = runs.filter((run) => run.host !== null && !saved.has(savedWorkRef(run.id)))
    assert.deepEqual(unsaved, [], 'the work of a run is lost')
  } finally {
    await ledger.close()
  }
}

function statesOf(rows: Iterable<{ readonly id: string; readonly state: string }>): readonly string[] {
  return [...rows].map(({ id, state }) => `${id} ${state}`).toSorted()
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
