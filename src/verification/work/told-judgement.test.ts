import { expect, test } from 'vitest'
import type { Judgement } from '../../domain/judgement.ts'
import { createMask } from '../../support/secrets.ts'
import { bounded, masked } from './told-judgement.ts'

const SECRET = 'correct-horse-battery'
const mask = createMask([SECRET])

const judgement = (many: number): Judgement => ({
  judge: 'suspicion',
  objections: Array.from({ length: many }, (_, at) => ({
    ...{ fingerprint: `f${at}`, rule: 'runs-data', path: `src/${SECRET}.ts`, line: at },
    ...{ subject: `eval("${SECRET}")`, text: `It runs ${SECRET}.` },
  })),
  detail: `It runs ${SECRET}. ${'x'.repeat(100_000)}`,
})

test('no word of a judgement tells a secret, and its fingerprints stay [night-secrets]', () => {
  const told = masked(judgement(2), mask)
  expect(JSON.stringify(judgement(2))).toContain(SECRET)
  expect(JSON.stringify(told)).not.toContain(SECRET)
  expect(told.objections[0]).toMatchObject({ fingerprint: 'f0', path: 'src/[masked].ts', line: 0 })
  expect(told.objections[0]?.text).toBe('It runs [masked].')
})

test('the record of a judgement has an end, however much there is to object to [objection-bounded]', () => {
  const kept = bounded(masked(judgement(5_000), mask))
  expect(kept.objections).toHaveLength(100)
  expect(kept.detail.length).toBeLessThanOrEqual(4_000)
})
