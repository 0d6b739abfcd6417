import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockerOfEnding, RETRY_OR_CANCEL } from './blocker.ts'
import { END_REASONS, endingEffect, ENDINGS, MAX_LOSSES, METRIC_CLASSES } from './ending.ts'

const reasons = fc.constantFrom(...END_REASONS)
const tally = fc
  .record({
    maxRuns: fc.integer({ min: 1, max: 9 }),
    used: fc.nat(),
    lost: fc.integer({ min: 0, max: MAX_LOSSES - 1 }),
  })
  .map(({ maxRuns, used, lost }) => ({ maxRuns, attempts: used % maxRuns, losses: lost }))

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
        if (effect.usedUp) expect(effect.task).toBe('blocked')
      }),
    )
  })

  test('with runs left the task goes where the table says', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        expect(endingEffect(reason, { attempts: 0, losses: 0, maxRuns: 9 })).toMatchObject({
          task: ENDINGS[reason].task,
          usedUp: false,
        })
      }),
    )
  })

  test('a task fails at most as often as it has runs', () => {
    fc.assert(
      fc.property(fc.array(reasons, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (ends, maxRuns) => {
        let now = { attempts: 0, losses: 0, maxRuns }
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
      blockerOfEnding({ reason: 'check-failed', detail: 'npm test exits 1.', attempts: 3, losses: 0 }),
    ).toEqual({
      seen: 'npm test exits 1.',
      tried: '3 runs failed; the last: check-failed.',
      question: 'Should the task be tried again as it is?',
      options: RETRY_OR_CANCEL,
    })
  })

  test('asks about the machine when workers were lost', () => {
    const blocker = blockerOfEnding({ reason: 'worker-lost', detail: '', attempts: 0, losses: MAX_LOSSES })
    expect(blocker.seen).toBe(ENDINGS['worker-lost'].about)
    expect(blocker.tried).toContain(`${MAX_LOSSES} times`)
    expect(blocker.question).toContain('machine')
  })

  test('does not claim attempts that were not used', () => {
    expect(blockerOfEnding({ reason: 'invalid-red', detail: '', attempts: 0, losses: 0 }).tried).toBe(
      'No attempt was used.',
    )
  })
})
