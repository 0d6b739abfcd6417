import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ANY_TEXTS, excessive, expectReadable } from './any-text.contract.ts'

test.each(ANY_TEXTS)('%s gives tasks, or diagnostics that point into it [spec-fuzz]', (_, texts) => {
  fc.assert(fc.property(texts, expectReadable), { numRuns: 10_000 })
})

test.each(excessive(45_000))('%s are told in bounded time [spec-bounded]', (_, text) => {
  const started = performance.now()
  expectReadable(text)
  expect(performance.now() - started).toBeLessThan(20_000)
})
