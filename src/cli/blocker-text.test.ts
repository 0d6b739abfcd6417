import { expect, test } from 'vitest'
import type { BlockerView } from '../operations/blocker-view.ts'
import { blockerText } from './blocker-text.ts'
import { styleFor } from './color.ts'

const bare = styleFor({ isColored: false, isUnicode: false })

const BLOCKER: BlockerView = {
  ...{ id: 'b1', task: 'fix-sum', runId: 'r1', seen: 'Two rules\u001b[2J disagree.', tried: 'Read both.' },
  ...{ question: 'Which one holds?', about: [], raisedBy: 'specialist:program' },
  options: [
    { key: 'old', text: 'The old one', effect: 'retry' },
    { key: 'cancel', text: 'Cancel the task', effect: 'cancel' },
  ],
  ...{ raisedAt: '2026-11-20T22:00:00.000Z', ageMs: 7_500_000 },
  ...{ default: 'old', deadline: '2026-11-21T06:00:00.000Z' },
  ...{ answer: null, note: null, until: null, answeredBy: null, answeredAt: null },
}

test('an open blocker is shown with its age, what each answer does and what happens without one', () => {
  expect(blockerText(bare, BLOCKER)).toBe(`task               fix-sum
id                 b1
raised             2026-11-20T22:00:00.000Z, 2 h 5 min ago, by specialist:program
seen               Two rules [2J disagree.
tried              Read both.
without an answer  old is taken at 2026-11-21T06:00:00.000Z

Which one holds?
  old  The old one (the task is tried again)
  cancel  Cancel the task (the task is cancelled)

reveille blocker answer fix-sum OPTION`)
})

test('an answered blocker is shown with its answer and note, and asks for nothing', () => {
  const answered = { answer: 'old', answeredBy: 'human:ann', answeredAt: '2026-11-20T23:00:00.000Z' }
  const text = blockerText(bare, { ...BLOCKER, ...answered, note: 'Section 3\ndecides.' })
  expect(text).toContain('old, 2026-11-20T23:00:00.000Z by human:ann')
  expect(text).toContain('Section 3\ndecides.')
  expect(text).not.toContain('reveille blocker answer')
  expect(text).not.toContain('is taken at')
})

test('a long list of what was seen stands on lines of its own', () => {
  const text = blockerText(bare, { ...BLOCKER, seen: 'Two things.\n- a.ts:1 one\n- b.ts:2 \u001b[2Jother' })
  expect(text).toContain('seen               Two things.\ntried ')
  expect(text).toContain('\n\n- a.ts:1 one\n- b.ts:2  [2Jother\n\nWhich one holds?')
})
