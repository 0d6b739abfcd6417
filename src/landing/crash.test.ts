/** What a leader finds that was killed between two steps of a landing: each test stops after one of them. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ReveilleError } from '../domain/errors.ts'
import { mirrorRef, targetRef } from '../domain/night.ts'
import type { LandingState } from '../domain/landing.ts'
import {
  beginNight,
  commitFiles,
  landedMessages,
  queueWork,
  shellCheck,
  type LandingNight,
} from '../../test/landing-world.ts'
import { leaveLock } from '../../test/repository.ts'
import { landNext } from './land.ts'
import { recoverLandings } from './recover.ts'
import type { LandingWorld } from './world.ts'

class Killed extends Error {}

/** Lands the first entry by a leader that dies just before or just after the step. */
async function killAt(
  began: LandingNight,
  step: 'intendLanding' | 'compareAndSwap' | 'completeLanding',
  when: 'before' | 'after',
) {
  const { world } = began
  const die = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (when === 'after') await act()
    throw new Killed(step)
  }
  const steps = {
    intendLanding: {
      ledger: {
        ...world.ledger,
        intendLanding: (params: Parameters<LandingWorld['ledger']['intendLanding']>[0]) =>
          die(() => world.ledger.intendLanding(params)),
      },
    },
    compareAndSwap: {
      git: {
        ...world.git,
        compareAndSwap: (...move: Parameters<LandingWorld['git']['compareAndSwap']>) =>
          die(() => world.git.compareAndSwap(...move)),
      },
    },
    completeLanding: {
      ledger: {
        ...world.ledger,
        completeLanding: (params: Parameters<LandingWorld['ledger']['completeLanding']>[0]) =>
          die(() => world.ledger.completeLanding(params)),
      },
    },
  }
  const dying: LandingWorld = { ...world, ...steps[step] }
  await expect(landNext(dying, began)).rejects.toBeInstanceOf(Killed)
}

/** The next leader, who finds what the last one left. */
async function takeOver(began: LandingNight) {
  const { epoch } = await began.world.ledger.beginLeadership({
    owner: { pid: 8, startedAt: '1', bootId: 'boot' },
  })
  const found = await recoverLandings(began.world, { night: began.night, epoch })
  return { found, epoch, began: { ...began, epoch } }
}

async function states({ world, night }: LandingNight): Promise<readonly LandingState[]> {
  return (await world.ledger.landings({ nightId: night.id })).map(({ state }) => state)
}

describe('a leader that was killed', () => {
  test.each([
    ['intendLanding', 'before', 'waiting', { completed: 0, retracted: 0, notes: [] }],
    ['intendLanding', 'after', 'landed', { completed: 1, retracted: 0, notes: [] }],
    ['compareAndSwap', 'before', 'landed', { completed: 1, retracted: 0, notes: [] }],
    ['compareAndSwap', 'after', 'landed', { completed: 1, retracted: 0, notes: [] }],
    ['completeLanding', 'before', 'landed', { completed: 1, retracted: 0, notes: [] }],
    ['completeLanding', 'after', 'landed', { completed: 0, retracted: 0, notes: [] }],
  ] as const)('at %s (%s): the entry is %s, and lands once [I10]', async (step, when, state, expected) => {
    const began = await beginNight()
    const { task } = await queueWork(began, { key: 'a', files: { b: 'b\n' } })
    await killAt(began, step, when)
    const next = await takeOver(began)
    expect(next.found).toEqual(expected)
    expect(await states(began)).toEqual([state])
    await landNext(began.world, next.began)
    expect(await states(began)).toEqual(['landed'])
    expect(await landedMessages(began)).toHaveLength(1)
    expect(await began.world.git.readRef(mirrorRef(began.night))).toBe(
      await began.world.git.readRef(targetRef(began.night)),
    )
    expect(await began.world.ledger.task(task.id)).toMatchObject({ state: 'done' })
    expect((await takeOver(began)).found).toEqual({ completed: 0, retracted: 0, notes: [] })
  })

  test('with the target rewound since: queued again, reported, and not landed over it', async () => {
    const began = await beginNight()
    await queueWork(began, { key: 'first', files: { a: '' } })
    await landNext(began.world, began)
    await queueWork(began, { key: 'second', files: { b: '' } })
    await killAt(began, 'compareAndSwap', 'after')
    await began.repository.git('update-ref', targetRef(began.night), began.base)
    const next = await takeOver(began)
    expect(next.found).toEqual({
      completed: 0,
      retracted: 1,
      notes: [expect.stringContaining('rewound'), expect.stringContaining('lacks')],
    })
    expect(await states(began)).toEqual(['landed', 'waiting'])
    await expect(landNext(began.world, next.began)).rejects.toMatchObject({ code: 'diverged' })
    expect(await began.world.git.readRef(targetRef(began.night))).toBe(began.base)
  })

  test("with the target's ref deleted since: it stands again where the record says", async () => {
    const began = await beginNight()
    await queueWork(began, { key: 'first', files: { a: '' } })
    const outcome = await landNext(began.world, began)
    await began.repository.git('update-ref', '-d', targetRef(began.night))
    await takeOver(began)
    expect(await began.world.git.readRef(targetRef(began.night))).toBe(
      outcome.kind === 'landed' ? outcome.commit : '',
    )
  })

  test('with foreign commits on top of what it landed: it is done, and nothing more is built on them', async () => {
    const began = await beginNight()
    await queueWork(began, { key: 'a', files: { b: '' } })
    await killAt(began, 'completeLanding', 'before')
    const tip = (await began.world.git.readRef(targetRef(began.night))) ?? ''
    await began.repository.git(
      'update-ref',
      targetRef(began.night),
      await commitFiles(began.world, tip, { foreign: '' }),
    )
    expect((await takeOver(began)).found).toMatchObject({ completed: 1 })
  })

  test('with its proof gone red since: it is not repeated but proved again', async () => {
    const began = await beginNight()
    await queueWork(began, { key: 'a', files: { b: '' } })
    await killAt(began, 'compareAndSwap', 'before')
    const [landing] = await began.world.ledger.landings({ nightId: began.night.id, states: ['intended'] })
    const key = { tree: landing?.tree ?? '', gate: landing?.gate ?? '', environment: 'none' }
    const [evidence] = await began.world.ledger.findEvidence(key)
    if (evidence === undefined) throw new ReveilleError('not-found', 'no evidence')
    const { id: _id, at: _at, ...verdict } = evidence
    await began.world.ledger.recordEvidence({
      fence: began,
      verdict: { ...verdict, green: false, finding: 'It ended with exit code 1.', exitCode: 1 },
    })
    const next = await takeOver(began)
    expect(next.found).toMatchObject({ completed: 0, retracted: 1 })
    expect(await began.world.git.readRef(targetRef(began.night))).toBe(began.base)
    expect(await landNext(began.world, next.began)).toMatchObject({ kind: 'landed' })
  })

  test.each([
    ['one more check', [shellCheck('sound', 'test ! -e broken'), shellCheck('more', 'true')]],
    ['another command', [shellCheck('sound', 'test ! -e other')]],
  ])('with %s in the gate since: it is not repeated but proved again', async (_what, gate) => {
    const began = await beginNight()
    await queueWork(began, { key: 'a', files: { b: '' } })
    await killAt(began, 'compareAndSwap', 'before')
    const world = { ...began.world, config: { ...began.world.config, gate } }
    const next = await takeOver({ ...began, world })
    expect(next.found).toMatchObject({ completed: 0, retracted: 1 })
    expect(await landNext(world, next.began)).toMatchObject({ kind: 'landed' })
  })

  test('inside update-ref: the lock it left is removed and told', async () => {
    const began = await beginNight()
    await queueWork(began, { key: 'a', files: { b: '' } })
    await killAt(began, 'compareAndSwap', 'before')
    await leaveLock(join(began.repository.gitDirectory, `${targetRef(began.night)}.lock`))
    const next = await takeOver(began)
    expect(next.found).toMatchObject({ completed: 1, notes: [expect.stringContaining('lock')] })
    expect(await states(began)).toEqual(['landed'])
  })
})
