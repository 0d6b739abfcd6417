import { expect, test } from 'vitest'
import { objection } from './objection.ts'

const FOUND = {
  judge: 'suspicion',
  rule: 'runs-data',
  path: 'src/a.ts',
  line: 3,
  subject: 'eval(x)',
} as const

test('a fingerprint is that of what was found, wherever it stands [approval-exact]', () => {
  const of = (more: Partial<Parameters<typeof objection>[0]>) =>
    objection({ ...FOUND, text: 'It runs data.', matter: ['one'], ...more }).fingerprint
  expect(of({ line: 9, text: 'It runs data as code.' })).toBe(of({}))
  const others = [
    of({}),
    of({ matter: ['other'] }),
    of({ path: 'src/b.ts' }),
    of({ rule: 'ends-process' }),
    of({ subject: 'eval(y)' }),
    of({ judge: 'test-integrity' }),
  ]
  expect(new Set(others).size).toBe(others.length)
})

test('whatever is said is cut, and told apart beyond the cut [objection-bounded]', () => {
  const long = 'x'.repeat(900_000)
  const [one, other] = ['a', 'b'].map((end) =>
    objection({ ...FOUND, subject: long + end, text: long + end, matter: [] }),
  )
  expect([one?.subject.length, one?.text.length]).toEqual([300, 500])
  expect(one?.subject).toBe(other?.subject)
  expect(one?.fingerprint).not.toBe(other?.fingerprint)
})
