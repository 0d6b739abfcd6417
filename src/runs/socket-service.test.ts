import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Act } from '../../test/in-process-hosts.ts'
import { claimRun, letGo } from '../../test/run-world.ts'
import { simulateNight, type Plan, type SimulatedNight } from '../../test/simulated-night.ts'
import { savedWorkRef } from '../domain/night.ts'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import { driveRun } from './drive.ts'
import type { RunInHand } from './life.ts'
import { keepRaised, raisedDraft, readRaised } from './raised.ts'
import { readRequest } from './socket-request.ts'
import { serveSocket, socketFolder } from './socket-service.ts'
import { SOCKET_FILE } from './socket.ts'
import { runFolder } from './transcript.ts'
import { work } from './work.ts'

const ASKED = {
  kind: 'blocker',
  seen: 'Two rules.',
  tried: 'Both.',
  question: 'Which?',
  options: [
    { key: 'old', text: 'The old one' },
    { key: 'new', text: 'The new one' },
  ],
}

async function begin(acts: readonly Act[], plan: Plan = {}) {
  const night = await simulateNight(plan)
  const limits = { ...DEFAULT_LIMITS, noProgressMs: 3_600_000 }
  return { night, inHand: await letGo(night, await claimRun(night, { key: 'a', acts, limits })) }
}

interface Reply {
  readonly ok: boolean
  readonly text?: string
  readonly error?: string
}

function ask({ world }: SimulatedNight, { run }: RunInHand, request: object): Promise<Reply> {
  process.chdir(socketFolder(world.stateDirectory, run.id))
  return new Promise((resolve, reject) => {
    let reply = ''
    const connection = connect(SOCKET_FILE, () => connection.write(`${JSON.stringify(request)}\n`))
    connection.on('data', (part) => (reply += part.toString()))
    connection.on('error', reject)
    connection.on('close', () =>
      reply === '' ? reject(new Error('no reply')) : resolve(JSON.parse(reply) as Reply),
    )
  })
}

/** As an agent would have asked before the leader died. */
async function raiseBefore({ world }: SimulatedNight, { run }: RunInHand): Promise<void> {
  const request = readRequest(ASKED)
  if (request.kind !== 'blocker') throw new TypeError('no blocker')
  const draft = raisedDraft(request, { now: world.clock.now(), mask: (text) => text })
  await keepRaised(runFolder(world.stateDirectory, run.id), draft)
}

describe('the service of a run', () => {
  test('keeps a question before it says so, and only the first', async () => {
    const { night, inHand } = await begin([])
    const service = await serveSocket(night.world, inHand)
    expect(await ask(night, inHand, ASKED)).toMatchObject({
      ok: true,
      text: expect.stringContaining('Stop now'),
    })
    const folder = runFolder(night.world.stateDirectory, inHand.run.id)
    expect(await readRaised(folder)).toMatchObject({ question: 'Which?' })
    expect(await ask(night, inHand, ASKED)).toMatchObject({ ok: true })
    expect(await ask(night, inHand, { ...ASKED, question: 'Why?' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('another blocker'),
    })
    await service.close()
  })

  test("leaves a note as the agent's, once however often it asks, and a bounded number of them", async () => {
    const { night, inHand } = await begin([], { world: () => ({ secretValues: ['hunter2-hunter2'] }) })
    const service = await serveSocket(night.world, inHand)
    for (const text of ['Mind hunter2-hunter2.', 'Mind hunter2-hunter2.', 'And CRLF.'])
      expect(await ask(night, inHand, { kind: 'note', text })).toEqual({ ok: true, text: 'Noted.' })
    expect(await night.ledger.notes(inHand.task.id)).toMatchObject([
      { author: 'specialist:program', text: 'Mind [masked].' },
      { author: 'specialist:program', text: 'And CRLF.' },
    ])
    for (let left = 47; left > 0; left -= 1) await ask(night, inHand, { kind: 'note', text: 'again' })
    expect(await ask(night, inHand, { kind: 'note', text: 'too much' })).toMatchObject({ ok: false })
    expect(await night.ledger.notes(inHand.task.id)).toHaveLength(3)
    await service.close()
  })

  test('refuses what it does not understand in words', async () => {
    const { night, inHand } = await begin([])
    const service = await serveSocket(night.world, inHand)
    expect(await ask(night, inHand, { kind: 'land' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('kind'),
    })
    await service.close()
  })
})

describe('a run whose agent has asked', () => {
  test('ends blocked with the question, its work saved, no attempt used [I4]', async () => {
    const { night, inHand } = await begin([{ exit: 0 }])
    await raiseBefore(night, inHand)
    const run = await driveRun(night.world, inHand)
    expect(run).toMatchObject({ state: 'ended', endReason: 'blocked' })
    expect(await night.world.git.readRef(savedWorkRef(run.id))).not.toBeNull()
    expect(await night.ledger.task('a')).toMatchObject({ state: 'blocked', attempts: 0 })
    expect(await night.ledger.blockers({ open: true })).toMatchObject([
      { question: 'Which?', raisedBy: 'specialist:program', runId: run.id },
    ])
  })

  test.each<readonly [string, Act]>([
    ['failed', { exit: 3 }],
    ['was lost', { vanish: true }],
  ])('asks too when its agent %s afterwards [I10]', async (_, act) => {
    const { night, inHand } = await begin([act])
    await raiseBefore(night, inHand)
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'ends', reason: 'blocked' })
  })

  test('is given half a minute to end, then its agent is stopped [I8]', async () => {
    const { night, inHand } = await begin([{ hang: 'politely' }])
    await raiseBefore(night, inHand)
    const begunAt = night.clock.now()
    expect(await work(night.world, inHand)).toMatchObject({ reason: 'blocked' })
    expect(night.hosts.stopped).toEqual(['stopped'])
    expect(night.clock.now() - begunAt).toBeGreaterThanOrEqual(30_000)
    expect(night.clock.now() - begunAt).toBeLessThan(32_000)
  })

  test('asks when it was asked while its agent was watched', async () => {
    const { night, inHand } = await begin([{ hang: 'politely' }])
    const working = work(night.world, {
      ...inHand,
      task: { ...inHand.task, limits: { ...DEFAULT_LIMITS, noProgressMs: 1e12 } },
    })
    for (let reply: Reply | null = null; reply === null;)
      reply = await ask(night, inHand, ASKED).catch(() => null)
    expect(await working).toMatchObject({
      reason: 'blocked',
      blocker: { question: 'Which?' },
      raisedBy: { role: 'specialist', name: 'program' },
    })
  })
})
