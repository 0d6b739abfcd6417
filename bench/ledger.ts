/** 32 processes writing one ledger at once (goals: none lost, none claimed twice, worst wait 2 s), and a list of 1,000 tasks. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isReveilleError } from '../src/domain/errors.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type TaskDraft } from '../src/domain/task.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { openSqliteLedger } from '../src/ledger/sqlite/ledger.ts'
import { systemClock } from '../src/support/clock.ts'
import { systemIds } from '../src/support/ids.ts'

const WRITERS = 32
const WRITE_MS = 5_000
const ALONE_MS = 2_000
const TASKS = 1_000
const ANN = { role: 'human', name: 'ann' } as const

interface Report {
  readonly notes: number
  readonly claimed: readonly string[]
  readonly errors: readonly string[]
  readonly waits: readonly number[]
  /** Worst delay of the event loop. */
  readonly lagMs: number
}

const [role, path = '', duration = '0', name = ''] = process.argv.slice(2)
if (role === 'writer') await beWriter(Number(duration))
else await main()

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-bench-'))
  try {
    const ledger = await fill(join(folder, 'ledger.db'))
    await printList(ledger)
    const alone = await write(join(folder, 'ledger.db'), { writers: 1, ms: ALONE_MS })
    const together = await write(join(folder, 'ledger.db'), { writers: WRITERS, ms: WRITE_MS })
    printWriters(alone, together)
    await printHonesty(ledger, [...alone, ...together])
    await ledger.close()
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function fill(file: string): Promise<Ledger> {
  const ledger = await open(file)
  const startedAt = performance.now()
  for (let index = 0; index < TASKS; index++)
    await ledger.addTask({ actor: ANN, draft: draft(`task-${index}`) })
  const each = (performance.now() - startedAt) / TASKS
  await ledger.openNight({ actor: ANN, branch: 'main', base: 'base' })
  console.log(`adding a task, synced: ${each.toFixed(2)} ms`)
  return ledger
}

async function printList(ledger: Ledger): Promise<void> {
  const list = await median(() => ledger.tasks({ limit: TASKS }))
  const search = await median(() => ledger.tasks({ text: 'second title 99' }))
  const count = await median(() => ledger.countTasks())
  console.log(`list ${TASKS} tasks: ${list.toFixed(1)} ms (goal 120 ms for the whole command)`)
  console.log(`search them: ${search.toFixed(2)} ms; count them: ${count.toFixed(2)} ms`)
}

async function write(
  file: string,
  { writers, ms }: { writers: number; ms: number },
): Promise<readonly Report[]> {
  const processes = Array.from({ length: writers }, (_, index) =>
    fork(import.meta.filename, ['writer', file, String(ms), `${writers}-${index}`]),
  )
  await Promise.all(processes.map((child) => once(child, 'message')))
  const reports = processes.map(async (child) => {
    const [report] = (await once(child, 'message')) as [Report]
    return report
  })
  for (const child of processes) child.send('go')
  return Promise.all(reports)
}

function printWriters(alone: readonly Report[], together: readonly Report[]): void {
  const [one, many] = [rate(alone, ALONE_MS), rate(together, WRITE_MS)]
  const waits = together.flatMap((report) => report.waits).toSorted((a, b) => a - b)
  const at = (share: number): string => (waits[Math.floor((waits.length - 1) * share)] ?? 0).toFixed(1)
  console.log(
    `one writer: ${one.toFixed(0)} writes/s; ${WRITERS} writers: ${many.toFixed(0)} writes/s in all`,
  )
  console.log(`ratio of the two: ${(many / one).toFixed(2)}`)
  console.log(
    `wait of a write among ${WRITERS}: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, worst ${at(1)} ms (goal 2000 ms)`,
  )
  console.log(`worst event-loop lag: ${Math.max(...together.map(({ lagMs }) => lagMs)).toFixed(0)} ms`)
}

async function printHonesty(ledger: Ledger, reports: readonly Report[]): Promise<void> {
  const reported = reports.reduce((sum, { notes }) => sum + notes, 0)
  const kept = (await ledger.events({ kinds: ['task.noted'] })).length
  const claimed = reports.flatMap((report) => report.claimed)
  const twice = claimed.length - new Set(claimed).size
  const errors = reports.flatMap((report) => report.errors)
  console.log(
    `lost writes: ${reported - kept} of ${reported}; double claims: ${twice} of ${claimed.length} (goal 0)`,
  )
  console.log(`errors other than refusals: ${errors.length}${errors.length === 0 ? '' : ` ${errors[0]}`}`)
}

async function beWriter(ms: number): Promise<void> {
  const ledger = await open(path)
  const nightId = (await ledger.openNightNow())?.id ?? ''
  process.send?.('ready')
  await once(process, 'message')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const report = { notes: 0, claimed: [] as string[], errors: [] as string[], waits: [] as number[] }
  const until = performance.now() + ms
  for (let index = 0; performance.now() < until; index++) {
    const task = `task-${index % TASKS}`
    const startedAt = performance.now()
    try {
      if (index % 4 === 0) {
        const claim = { epoch: null, nightId, task, agent: name, isolation: 'none', base: 'base' } as const
        await ledger.claimTask(claim)
        report.claimed.push(task)
      } else {
        await ledger.noteTask({ actor: ANN, task, text: `from ${name}` })
        report.notes += 1
      }
    } catch (error) {
      if (!isReveilleError(error, 'not-claimable')) report.errors.push(String(error))
    }
    report.waits.push(performance.now() - startedAt)
    // A process that serves or supervises does other things between two writes.
    await new Promise((resolve) => setImmediate(resolve))
  }
  delay.disable()
  await ledger.close()
  // A long report is still on its way when `send` returns.
  process.send?.({ ...report, lagMs: delay.max / 1e6 }, () => process.disconnect())
}

function open(file: string): Promise<Ledger> {
  return openSqliteLedger({ path: file, clock: systemClock, ids: systemIds(() => systemClock.now()) })
}

async function median(fn: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < 11; turn++) {
    const startedAt = performance.now()
    await fn()
    times.push(performance.now() - startedAt)
  }
  return times.toSorted((a, b) => a - b)[5] ?? 0
}

function rate(reports: readonly Report[], ms: number): number {
  return (reports.reduce((sum, { waits }) => sum + waits.length, 0) / ms) * 1_000
}

function draft(key: string): TaskDraft {
  return {
    key,
    title: `The second title of ${key}`,
    goal: 'What is to be reached. '.repeat(10),
    kind: 'change',
    priority: 'P2',
    domain: null,
    scope: { write: ['src/**'], strict: false },
    needs: [],
    checks: [],
    agent: { kind: 'program', command: { argv: ['true'] } },
    limits: DEFAULT_LIMITS,
    ...PLAIN_DRAFT,
  }
}
