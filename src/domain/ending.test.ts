import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockerOfEnding, blockerProblem, PLAIN_BLOCKER, RETRY_OR_CANCEL } from './blocker.ts'
import { END_REASONS, endingEffect, ENDINGS, MAX_LOSSES, METRIC_CLASSES } from './ending.ts'

const reasons = fc.constantFrom(...END_REASONS)
const tally = fc
  .record({
    maxRuns: fc.integer({ min: 1, max: 9 }),
    used: fc.nat(),
    lost: fc.integer({ min: 0, max: MAX_LOSSES - 1 }),
    repeated: fc.boolean(),
  })
  .map(({ maxRuns, used, lost, repeated }) => ({
    maxRuns,
    repeated,
    attempts: used % maxRuns,
    losses: lost,
  }))

describe('the table of endings', () => {
  test('uses an attempt for exactly these reasons', () => {
    expect(END_REASONS.filter((reason) => ENDINGS[reason].usesAttempt).toSorted()).toEqual([
      'agent-error',
      'check-failed',
      'ejected',
      'no-change',
      'no-progress',
      'out-of-scope',
      'over-budget',
      'refused',
      'timed-out',
      'weakened-tests',
    ])
  })

  test('has a sentence and a metric class for every reason', () => {
    for (const reason of END_REASONS) {
      expect(ENDINGS[reason].about).toMatch(/^[A-Z].*\.$/)
      expect(METRIC_CLASSES).toContain(ENDINGS[reason].metric)
    }
  })
})

describe('the effect of an ending', () => {
  test('counts an attempt and a loss as the table says, and nothing else', () => {
    fc.assert(
      fc.property(reasons, tally, (reason, before) => {
        const effect = endingEffect(reason, before)
        expect(effect.attempts - before.attempts).toBe(ENDINGS[reason].usesAttempt ? 1 : 0)
        expect(effect.losses - before.losses).toBe(reason === 'worker-lost' ? 1 : 0)
      }),
    )
  })

  test('never leaves a task open that has no run left', () => {
    fc.assert(
      fc.property(reasons, tally, (reason, before) => {
        const effect = endingEffect(reason, before)
        const isUsedUp = effect.attempts >= before.maxRuns || effect.losses >= MAX_LOSSES
        if (effect.task === 'todo') expect(isUsedUp).toBe(false)
        if (effect.usedUp || effect.repeated) expect(effect.task).toBe('blocked')
      }),
    )
  })

  test('with runs left the task goes where the table says', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        expect(endingEffect(reason, { attempts: 0, losses: 0, maxRuns: 9, repeated: false })).toMatchObject({
          task: ENDINGS[reason].task,
          usedUp: false,
          repeated: false,
        })
      }),
    )
  })

  test('the same failure twice blocks the task although it has runs left, and nothing else', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        const effect = endingEffect(reason, { attempts: 1, losses: 0, maxRuns: 9, repeated: true })
        const { task, usesAttempt } = ENDINGS[reason]
        expect(effect.repeated).toBe(usesAttempt)
        expect(effect.task).toBe(usesAttempt ? 'blocked' : task)
      }),
    )
  })

  test('a task fails at most as often as it has runs', () => {
    fc.assert(
      fc.property(fc.array(reasons, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (ends, maxRuns) => {
        let now = { attempts: 0, losses: 0, maxRuns, repeated: false }
        for (const reason of ends) {
          const effect = endingEffect(reason, now)
          now = { ...now, attempts: effect.attempts, losses: effect.losses }
          if (effect.task !== 'todo') break
        }
        expect(now.attempts).toBeLessThanOrEqual(maxRuns)
        expect(now.losses).toBeLessThanOrEqual(MAX_LOSSES)
      }),
    )
  })
})

describe('the blocker of an ending', () => {
  test('tells what was seen and how often it was tried, and offers to go on or stop', () => {
    expect(
      blockerOfEnding({
        reason: 'check-failed',
        detail: 'npm test exits 1.',
        attempts: 3,
        losses: 0,
        repeated: false,
      }),
    ).toEqual({
      seen: 'npm test exits 1.',
      tried: '3 runs failed; the last: check-failed.',
      question: 'Should the task be tried again as it is?',
      options: RETRY_OR_CANCEL,
      ...PLAIN_BLOCKER,
    })
  })

  test('says that the last two runs failed alike', () => {
    const blocker = blockerOfEnding({
      reason: 'timed-out',
      detail: '',
      attempts: 2,
      losses: 0,
      repeated: true,
    })
    expect(blocker.tried).toBe('2 runs failed, the last two in the same way: timed-out.')
    expect(blocker.question).toContain('the same failure twice')
    expect(blocker.options).toEqual(RETRY_OR_CANCEL)
  })

  test('asks about the machine when workers were lost', () => {
    const blocker = blockerOfEnding({
      reason: 'worker-lost',
      detail: '',
      attempts: 0,
      losses: MAX_LOSSES,
      repeated: false,
    })
    expect(blocker.seen).toBe(ENDINGS['worker-lost'].about)
    expect(blocker.tried).toContain(`${MAX_LOSSES} times`)
    expect(blocker.question).toContain('machine')
  })

  test('does not claim attempts that were not used', () => {
    expect(
      blockerOfEnding({ reason: 'invalid-red', detail: '', attempts: 0, losses: 0, repeated: false }).tried,
    ).toBe('No attempt was used.')
  })
})

describe('a blocker that is raised', () => {
  const draft = { seen: 's', tried: 't', question: 'q', options: RETRY_OR_CANCEL, ...PLAIN_BLOCKER }

  test('needs no default, and one with a deadline is an option', () => {
    expect(blockerProblem(draft)).toBeNull()
    expect(blockerProblem({ ...draft, default: 'retry', deadline: 7 })).toBeNull()
  })

  test.each([
    ['an option', { options: [] }],
    ['options that differ', { options: [...RETRY_OR_CANCEL, ...RETRY_OR_CANCEL] }],
    ['a default for a deadline', { deadline: 7 }],
    ['a deadline for a default', { default: 'retry' }],
    ['a default that is an option', { default: 'wait', deadline: 7 }],
    [
      'a default that needs no person',
      { options: [{ key: 'grant', text: '', effect: 'grant' as const }], default: 'grant', deadline: 7 },
    ],
  ])('needs %s', (_, change) => {
    expect(blockerProblem({ ...draft, ...change })).toMatch(/^[A-Z].*\.$/)
  })
})
