/**
 * `reveille status` against a bare `node -e 0`, side by side, with an empty ledger and with 100,000 tasks in it.
 * `node bench/status.ts LAUNCHER` measures another one than that of the checkout; `package.ts` gives that of the package.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const ROUNDS = 15
const TASKS = 100_000
/** Runs of the open night that ended in failure: each is a task that the status speaks of. */
const FAILED_RUNS = 100
const [, , LAUNCHER = join(import.meta.dirname, '../bin/reveille')] = process.argv

const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'))
try {
  const home = join(folder, 'home')
  const repository = join(folder, 'repository')
  const env = { PATH: process.env['PATH'], HOME: home }
  for (const path of [home, repository]) mkdirSync(path)
  const run = (program: string, argv: readonly string[]): string =>
    execFileSync(program, argv, {
      cwd: repository,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  run('git', ['init', '--quiet', '--initial-branch=main'])
  run('git', [
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@localhost',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'base',
  ])
  run(LAUNCHER, ['init', '--yes'])
  report('0 tasks', compare({ repository, env }))
  const [database = ''] = run('find', [home, '-name', 'ledger.db']).split('\n')
  const filledMs = fill(database)
  report(`${TASKS} tasks`, compare({ repository, env }))
  console.log(
    `filled in ${Math.round(filledMs)} ms; medians of ${ROUNDS}, interleaved; status of ${LAUNCHER}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

interface Place {
  readonly repository: string
  readonly env: NodeJS.ProcessEnv
}

interface Medians {
  readonly node: number
  readonly status: number
}

function compare({ repository, env }: Place): Medians {
  const node: number[] = []
  const status: number[] = []
  // The first round fills caches, of the disk and of compiled code, and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const [bare, full] = [timed(process.execPath, ['-e', '0']), timed(LAUNCHER, ['status'])]
    if (round === 0) continue
    node.push(bare)
    status.push(full)
  }
  return { node: median(node), status: median(status) }

  function timed(program: string, argv: readonly string[]): number {
    const start = performance.now()
    const { status: exit } = spawnSync(program, argv, { cwd: repository, env, stdio: 'ignore' })
    if (exit !== 0) throw new Error(`${program} ${argv.join(' ')} ended with ${exit}`)
    return performance.now() - start
  }
}

function report(size: string, { node, status }: Medians): void {
  const ratio = (status / node).toFixed(2)
  console.log(
    `${size.padEnd(13)} status ${status.toFixed(1)} ms, node -e 0 ${node.toFixed(1)} ms, ratio ${ratio}`,
  )
}

/** Rows as the ledger would have written them, without a hundred thousand transactions. Returns milliseconds. */
function fill(path: string): number {
  const start = performance.now()
  const database = new DatabaseSync(path)
  database.exec(`
    BEGIN;
    CREATE TEMP TABLE numbers AS
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${TASKS}) SELECT n FROM numbers;
    INSERT INTO nights (number, id, state, branch, base, opened_at) VALUES (1, 'night', 'open', 'main', 'base', 0);
    INSERT INTO tasks (id, key, title, goal, kind, priority, scope, checks, limits, version, state, resolution,
                       attempts, losses, token, filed_by, created_at, updated_at)
      SELECT 'id-' || n, 'task-' || n, 'Task ' || n, 'Do what task ' || n || ' says', 'change', 'P' || (n % 4),
             '{"write":["src/**"],"strict":false}', '[]', '{"runs":3,"wallClockMs":3600000,"noProgressMs":600000}', 1,
             iif(n % 3 = 0, 'done', 'todo'), iif(n % 3 = 0, 'landed', NULL), 0, 0, 0, 'human:bench', n, n
      FROM numbers;
    INSERT INTO events (at, actor, kind, subject, subject_id, task_id, data)
      SELECT n, 'human:bench', 'task.added', 'task', 'id-' || n, 'id-' || n, '{"draft":{}}' FROM numbers;
    INSERT INTO runs (id, task_id, night_id, token, state, number, agent, isolation, base, end_reason, end_detail,
                      claimed_at, updated_at, ended_at)
      SELECT 'run-' || n, 'id-' || (3 * n + 1), 'night', 1, 'ended', 1, 'program', 'bubblewrap', 'base', 'timed-out', '',
             n, n, n
      FROM numbers LIMIT ${FAILED_RUNS};
    COMMIT;
  `)
  database.close()
  return performance.now() - start
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
