import { describe, expect, test } from 'vitest'
import { shellCheck } from '../../../test/landing-world.ts'
import { byExit, exited, reported } from '../../../test/seen.ts'
import { judgeOldTests, judgeTransplant } from './judge-elsewhere.ts'

const gate = shellCheck('test', 'npm test')
const red = shellCheck('fixed', 'node --test a.test.js', { expect: 'red-to-green', redExits: [] })
const naming = { ...red, tests: ['b'] }

describe("the target's tests on the new code", () => {
  test('must be green [old-tests]', () => {
    expect(judgeOldTests([{ check: gate, seen: reported(0, ['a']) }]).objections).toEqual([])
    expect(judgeOldTests([{ check: gate, seen: reported(1, ['a', 'b!']) }]).objections).toMatchObject([
      { subject: 'test', text: expect.stringContaining('a.test.js > b failed') },
    ])
    expect(judgeOldTests([{ check: gate, seen: byExit(exited(1)) }]).objections).toHaveLength(1)
  })

  test('may fail where the task names them, and only there', () => {
    const asked = (names: readonly string[]) => [
      { check: gate, seen: reported(1, names) },
      { check: naming, seen: reported(1, names) },
    ]
    expect(judgeOldTests(asked(['a', 'b!'])).objections).toEqual([])
    expect(judgeOldTests(asked(['a!', 'b!'])).objections).toHaveLength(2)
  })

  test('may fail where they use what the work took away, and say so [old-tests]', () => {
    const usesGone = (id: string) => id.endsWith('b')
    const judged = (names: readonly string[], parts = {}) =>
      judgeOldTests([{ check: gate, seen: reported(1, names, parts) }], usesGone)
    expect(judged(['a', 'b!'])).toMatchObject({
      objections: [],
      detail: expect.stringContaining('a.test.js > b, which uses what it took away'),
    })
    expect(judged(['a!', 'b!']).objections).toMatchObject([{ text: expect.stringContaining('`tests`') }])
    expect(judged(['b!'], { errors: ['b.test.js'] }).objections).toMatchObject([
      { text: expect.stringContaining('under its old name') },
    ])
  })

  test('need not hold those of a check whose tests are new', () => {
    expect(judgeOldTests([{ check: red, seen: reported(1, []) }]).objections).toEqual([])
    expect(judgeOldTests([{ check: gate, seen: reported(1, []) }]).objections).toHaveLength(1)
  })
})

describe("the new tests on the target's code", () => {
  test('must be red [transplant]', () => {
    expect(judgeTransplant([{ check: red, seen: reported(1, ['a!']) }]).objections).toEqual([])
    expect(judgeTransplant([{ check: red, seen: reported(0, ['a']) }]).objections).toMatchObject([
      { text: expect.stringContaining('by its tests alone') },
    ])
  })

  test('may fail to be collected there', () => {
    expect(
      judgeTransplant([{ check: red, seen: reported(1, [], { errors: ['a.test.js'] }) }]).objections,
    ).toEqual([])
  })
})
