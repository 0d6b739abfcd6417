import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { REQUIREMENTS } from './requirements.ts'
import { citations } from './verifies.ts'

const promised = new Set(REQUIREMENTS.map(({ id }) => id))
const cited = new Set(
  globSync('{src,test}/**/*.{test,contract}.ts').flatMap((file) =>
    citations(file, readFileSync(file, 'utf8')),
  ),
)

test('each requirement is cited by a test, and each citation names a requirement [requirements-tested]', () => {
  expect({
    uncited: [...promised.difference(cited)],
    unknown: [...cited.difference(promised)],
  }).toEqual({ uncited: [], unknown: [] })
})

test('requirement ids are unique', () => {
  expect(promised.size).toBe(REQUIREMENTS.length)
})

test('citations are read from the titles of tests that run, and from nothing else', () => {
  const file = `
    test('plain [a]', () => { expect('not a title [x]') })
    describe('several', () => { it.concurrent(\`of \${many} [b, c]\`, run) })
    test.each([1])('each %i [d]', run)
    test.skip('later [y]', run)
    test('without', run)
  `
  expect(citations('a.test.ts', file)).toEqual(['a', 'b', 'c', 'd'])
})
