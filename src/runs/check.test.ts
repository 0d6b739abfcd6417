import { describe, expect, test } from 'vitest'
import { ReveilleError } from '../domain/errors.ts'
import { targetRef } from '../domain/night.ts'
import { check as mustPass, fenceOf } from '../ledger/world.contract.ts'
import type { NightWorld } from '../missions/night-world.ts'
import type { TreeVerdict } from '../verification/verifier.ts'
import { commitFiles, shellCheck } from '../../test/landing-world.ts'
import { beginRuns, claimRun, handIn } from '../../test/run-world.ts'
import { simulateNight, type Plan } from '../../test/simulated-night.ts'
import { check } from './check.ts'

const RED: TreeVerdict = {
  green: false,
  gate: 'gate',
  environment: 'environment',
  evidence: [],
  detail: 'tests are red',
  reason: 'check-failed',
}

/** A change whose work has been saved, over a night that only remembers. */
async function begin(plan: Plan, candidate: string | null = 'work') {
  const night = await simulateNight(plan)
  return { night, inHand: await handIn(night, await claimRun(night, { key: 'a' }), candidate) }
}

test('what is checked is the work merged with the tip, and then it is queued [I2]', async () => {
  const began = await beginRuns()
  const { world, night, base } = began
  await world.git.compareAndSwap(targetRef(night), base, await commitFiles(world, base, { theirs: '' }))
  const checks = [shellCheck('both', 'test -e theirs && test -e src/mine')]
  const inHand = await claimRun(began, { key: 'mine', checks })
  const work = await commitFiles(world, base, { 'src/mine': '' })
  const result = await check(world, await handIn(began, inHand, work))
  expect(result).toMatchObject({ kind: 'moved', run: { state: 'queued', candidate: work } })
  const evidence = await world.ledger.evidence({ runId: inHand.run.id })
  expect(evidence.map((one) => [one.check, one.green])).toEqual([
    ['sound', true],
    ['both', true],
  ])
  expect(await world.ledger.landings({ nightId: night.id })).toMatchObject([
    { state: 'waiting', runId: inHand.run.id, candidate: work, gate: evidence[0]?.gate },
  ])
  expect(await world.ledger.task('mine')).toMatchObject({ state: 'review' })
})

describe('a change that may not land', () => {
  test('without a candidate in the record it is lost', async () => {
    const { night, inHand } = await begin({}, null)
    expect(await check(night.world, inHand)).toMatchObject({ kind: 'ends', reason: 'worker-lost' })
  })

  test.each(['out-of-scope', 'no-change', 'weakened-tests', 'suspicious'] as const)(
    'a diff that is %s ends it before any check runs',
    async (reason) => {
      const { night, inHand } = await begin({
        verifier: {
          judgeWork: () => Promise.resolve({ kind: 'refused', reason, detail: 'because' }),
          verify: () => Promise.reject(new Error('asked')),
        },
      })
      expect(await check(night.world, inHand)).toEqual({ kind: 'ends', reason, detail: 'because' })
    },
  )

  test('the diff gate hears of what could not be taken as work', async () => {
    const heard: unknown[] = []
    const { night, inHand } = await begin({
      world: ({ git }) => ({
        git: { ...git, messageOf: () => Promise.resolve('a: run 1\n\nReveille-Refused: "vendor/lib"') },
      }),
      verifier: {
        judgeWork: ({ refused }) => {
          heard.push(refused)
          return Promise.resolve({ kind: 'ok' })
        },
      },
    })
    await check(night.world, inHand)
    expect(heard).toEqual([['vendor/lib']])
  })

  test('a conflict with the target is told by its paths', async () => {
    const { night, inHand } = await begin({
      world: ({ git }) => ({
        git: { ...git, merge: () => Promise.resolve({ kind: 'conflict', paths: ['a.ts', 'b.ts'] }) },
      }),
    })
    expect(await check(night.world, inHand)).toMatchObject({
      reason: 'conflict',
      detail: expect.stringContaining('a.ts, b.ts'),
    })
  })

  test.each([
    ['work', 'check-failed'],
    ['target', 'target-red'],
    ['tests that the work brought', 'weakened-tests'],
  ] as const)('red checks that are the fault of the %s end it as %s', async (_whose, reason) => {
    const { night, inHand } = await begin({
      verifier: { verify: () => Promise.resolve({ ...RED, reason }) },
    })
    expect(await check(night.world, inHand)).toEqual({ kind: 'ends', reason, detail: 'tests are red' })
    expect(await night.ledger.landings({ nightId: night.night.id })).toEqual([])
  })
})

describe('a set-up that fails', () => {
  const failure = new ReveilleError('environment-failed', 'npm ci failed')
  const verifier = { verify: () => Promise.reject(failure) }
  const setup = { commands: [], locks: ['a/lock'], inherit: [], timeoutMs: 1_000 }
  const changing = (path: string) => (world: NightWorld) => ({
    config: { ...world.config, setup },
    git: {
      ...world.git,
      changes: () => Promise.resolve([{ path, status: 'modified' as const, mode: '100644' }]),
    },
  })

  test('only with the work is the fault of the work', async () => {
    const { night, inHand } = await begin({ verifier, world: changing('a/lock') })
    expect(await check(night.world, inHand)).toMatchObject({
      reason: 'check-failed',
      detail: expect.stringContaining('npm ci failed'),
    })
  })

  test("on the target too is nobody's fault", async () => {
    const { night, inHand } = await begin({
      verifier,
      world: (world) => ({
        ...changing('a/lock')(world),
        environments: { ...world.environments, ensure: () => Promise.reject(failure) },
      }),
    })
    await expect(check(night.world, inHand)).rejects.toBe(failure)
  })

  test("on the target's own lock files is nobody's fault, even if it works there now", async () => {
    const { night, inHand } = await begin({ verifier, world: changing('a/source') })
    await expect(check(night.world, inHand)).rejects.toBe(failure)
  })

  test('what else goes wrong is passed on', async () => {
    const interrupted = new ReveilleError('interrupted', 'stopped')
    const { night, inHand } = await begin({ verifier: { verify: () => Promise.reject(interrupted) } })
    await expect(check(night.world, inHand)).rejects.toBe(interrupted)
  })
})

test.each([
  ['green', true],
  ['red', false],
] as const)('a verify task is concluded by its answers, %s ones too, on its base', async (_, green) => {
  const asked: unknown[] = []
  const night = await simulateNight({
    verifier: {
      verify(params) {
        asked.push([params.commit, params.target])
        return Promise.resolve({ ...RED, green })
      },
    },
  })
  const draft = { kind: 'verify', agent: null, checks: [mustPass('own')] } as const
  const inHand = await claimRun(night, { key: 'look', ...draft })
  const run = await night.ledger.moveRun({ ...fenceOf(inHand.run), to: 'checking' })
  expect(await check(night.world, { ...inHand, run })).toMatchObject({
    kind: 'moved',
    run: { state: 'concluded' },
  })
  expect(asked).toEqual([['base', 'base']])
  expect(await night.ledger.conclusions([inHand.task.id])).toMatchObject([
    {
      conclusion: { kind: 'verify', commit: 'base', tree: 'tree of base', verdict: green ? 'green' : 'red' },
    },
  ])
  expect(await night.ledger.task('look')).toMatchObject({ state: 'done', resolution: 'concluded' })
})
