import { expect, test } from 'vitest'
import { blockerProblem } from '../../domain/blocker.ts'
import type { Judge, Objection } from '../../domain/judgement.ts'
import { headline } from '../../reports/wording.ts'
import { MOST_APPROVED, refusalOf } from './refusal.ts'

const objections = (many: number): readonly Objection[] =>
  Array.from({ length: many }, (_, at) => ({
    ...{ fingerprint: `f${at}`, rule: 'value-changed', path: 'test/a.test.ts', line: at + 1, subject: 'a' },
    text: `"a" expects ${at}\nnow`,
  }))

function refused(many: number, judge: Judge = 'test-integrity') {
  const verdict = refusalOf({ judge, objections: objections(many), detail: 'Weakened.' }, null)
  if (verdict.kind !== 'refused') throw new Error('It was not refused')
  return verdict
}

test('whoever is asked sees each objection with its place, and approves those alone [approval-seen]', () => {
  for (const many of [1, 2, MOST_APPROVED]) {
    const { blocker } = refused(many)
    const [head, ...lines] = blocker?.seen.split('\n') ?? []
    expect(head).toBe('Weakened.')
    expect(lines).toEqual(
      Array.from(
        { length: many },
        (_, at) => `- test/a.test.ts:${at + 1} value-changed: "a" expects ${at} now`,
      ),
    )
    expect(blocker?.about).toEqual(objections(many).map(({ fingerprint }) => fingerprint))
    expect(blocker?.options.map(({ key }) => key)).toEqual(['approve', 'retry', 'cancel'])
  }
})

test('more than anybody reads cannot be approved [approval-seen]', () => {
  const { blocker } = refused(MOST_APPROVED + 5)
  expect(blocker?.seen.split('\n')).toHaveLength(MOST_APPROVED + 2)
  expect(blocker?.seen).toMatch(/\nand 5 more$/)
  expect(blocker?.about).toEqual([])
  expect(blocker?.options.map(({ effect }) => effect)).toEqual(['retry', 'cancel'])
})

test('its blocker can be raised, and begins with the whole in short', () => {
  for (const judge of ['test-integrity', 'suspicion'] as const) {
    const { blocker, reason } = refused(3, judge)
    expect(reason).toBe(judge === 'suspicion' ? 'suspicious' : 'weakened-tests')
    expect(blocker === undefined ? 'none' : blockerProblem(blocker)).toBeNull()
    expect(headline(blocker?.seen ?? '')).toBe('Weakened.')
  }
})

test('what needs a permission in the task is no question', () => {
  expect(refused(2, 'protected-files')).toEqual({
    kind: 'refused',
    reason: 'out-of-scope',
    detail: 'Weakened.',
  })
})
