import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { replay } from '../../domain/replay.ts'
import type { Ledger } from '../ledger.ts'
import { add, begin } from '../world.contract.ts'
import { openSqliteLedger } from './ledger.ts'
import { openLocks } from './locks.ts'
import { countedIds, stillClock } from './stage.contract.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url))
const open = (path: string): Promise<Ledger> =>
  openSqliteLedger({ path, clock: stillClock(), ids: countedIds() })

interface Claims {
  readonly won: readonly string[]
  readonly refusals: Readonly<Record<string, number>>
}

test('32 processes claim the same 200 tasks: each has one winner, and the others a typed refusal [I1]', async () => {
  const [processes, tasks] = [32, 200]
  const path = join(await temporaryDirectory(), 'ledger.db')
  const ledger = await open(path)
  await begin(ledger)
  for (let index = 0; index < tasks; index++) await add(ledger, `task-${index}`)

  const workers = Array.from({ length: processes }, () =>
    fork(fixture('claims-everything'), [path, String(tasks)]),
  )
  children.push(...workers)
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const reports = workers.map(async (worker) => {
    const [report] = (await once(worker, 'message')) as [Claims]
    return report
  })
  for (const worker of workers) worker.send('go')
  const claims = await Promise.all(reports)

  const won = claims.flatMap((one) => one.won)
  expect(won).toHaveLength(tasks)
  expect(new Set(won).size).toBe(tasks)
  expect(claims.filter((one) => one.won.length > 0).length).toBeGreaterThan(1)
  for (const one of claims) expect(one.refusals).toEqual({ 'not-claimable': tasks - one.won.length })
  expect(await ledger.runs({ live: true })).toHaveLength(tasks)
  expect((await ledger.events({ kinds: ['run.claimed'] })).length).toBe(tasks)
  await ledger.close()
})

test('a new ledger that many processes open at once is migrated once, and all can use it', async () => {
  const path = join(await temporaryDirectory(), 'state', 'ledger.db')
  const workers = Array.from({ length: 12 }, () => fork(fixture('claims-everything'), [path, '1']))
  children.push(...workers)
  const said = await Promise.all(workers.map((worker) => once(worker, 'message')))
  expect(said.map(([word]) => String(word))).toEqual(workers.map(() => 'ready'))
})

test('a writer killed in the middle loses nothing it has reported, and leaves change and event together [I5, I10]', async () => {
  const path = join(await temporaryDirectory(), 'ledger.db')
  const first = await open(path)
  await begin(first)
  await first.close()

  for (let round = 0; round < 12; round++) {
    const reported = await killedWriter(path, { round, after: 3 + round * 7 })
    const database = new DatabaseSync(path)
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    database.close()
    const ledger = await open(path)
    await expectReported(ledger, reported)
    await expectDerived(ledger)
    await ledger.close()
  }
})

/** Kills the writer once it has reported so many writes: at any instant of one of the next. Returns all it reported. */
async function killedWriter(
  path: string,
  { round, after }: { round: number; after: number },
): Promise<readonly string[]> {
  const writer = spawn(process.execPath, [fixture('writes-forever'), path, `round${round}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(writer)
  let text = ''
  writer.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
    if (text.split('\n').length > after) writer.kill('SIGKILL')
  })
  await once(writer, 'close')
  expect(writer.signalCode).toBe('SIGKILL')
  return text.split('\n').slice(0, -1)
}

async function expectReported(ledger: Ledger, reported: readonly string[]): Promise<void> {
  expect(reported.length).toBeGreaterThan(0)
  for (const line of reported) {
    const [what, subject = ''] = line.split(' ')
    if (what === 'added') expect(await ledger.task(subject)).toMatchObject({ key: subject })
    if (what === 'noted') expect(await ledger.notes((await ledger.task(subject)).id)).toHaveLength(1)
    if (what === 'claimed') expect(await ledger.run(subject)).toMatchObject({ id: subject })
    if (what === 'ended') expect(await ledger.run(subject)).toMatchObject({ state: 'ended' })
  }
}

async function expectDerived(ledger: Ledger): Promise<void> {
  const derived = replay(await ledger.events({}))
  const [tasks, runs] = [await ledger.tasks({}), await ledger.runs({})]
  expect([...derived.tasks.values()]).toEqual(tasks)
  expect([...derived.runs.values()]).toEqual(runs)
  const blocked = tasks.filter(({ state }) => state === 'blocked')
  expect(await ledger.blockers({ open: true })).toHaveLength(blocked.length)
}

test('the lock of a holder that was killed is free again at once [I8]', async () => {
  const path = join(await temporaryDirectory(), 'locks.db')
  const holder = spawn(process.execPath, [fixture('holds-lock'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(holder)
  const [said] = (await once(holder.stdout, 'data')) as [Buffer]
  expect(said.toString()).toBe('held')
  const locks = openLocks({ path })
  expect(locks.tryLock()).toBeNull()
  holder.kill('SIGKILL')
  await once(holder, 'close')
  const lock = locks.tryLock()
  expect(lock).not.toBeNull()
  lock?.release()
})
