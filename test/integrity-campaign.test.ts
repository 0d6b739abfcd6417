import { expect, test } from 'vitest'
import { chosen, readLog } from '../scripts/integrity-campaign.ts'

const LOG = [
  '\0aaa p1\n\nsrc/a.ts\ntest/a.test.ts\n',
  '\0bbb p2 p3\n\ntest/merged.test.ts\n',
  '\0ccc p4\n\nREADME.md\n',
  '\0ddd p5\n\ntests/test_d.py\n',
  '\0eee p6\n\ntests/fixtures/e.json\n',
  '\0fff p7\n\nsrc/f.spec.ts\n',
  '\0first \n\ntest/first.test.ts\n',
].join('')

test('merges and the first commit of a history have nothing to be judged against', () => {
  expect(readLog(LOG).map(({ id }) => id)).toEqual(['aaa', 'ccc', 'ddd', 'eee', 'fff'])
  expect(readLog(LOG)[0]).toEqual({ id: 'aaa', parent: 'p1', paths: ['src/a.ts', 'test/a.test.ts'] })
})

test('commits are chosen by a rule, of those that change a test', () => {
  const ids = (every: number, seed: number) => chosen(readLog(LOG), { every, seed }).map(({ id }) => id)
  expect(ids(1, 0)).toEqual(['aaa', 'ddd', 'fff'])
  expect(ids(2, 0)).toEqual(['aaa', 'fff'])
  expect(ids(2, 1)).toEqual(['ddd'])
})
