import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { END_REASONS, ENDINGS } from './ending.ts'
import { normaliseFailure, repeatsFailure } from './failure.ts'

const reason = fc.constantFrom(...END_REASONS)
const same = (one: string, other: string): void => {
  expect(normaliseFailure('check-failed', one)).toBe(normaliseFailure('check-failed', other))
}

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length })
    .filter((text) => /\d/.test(text))
const duration = fc
  .tuple(
    fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e6, noNaN: true })),
    fc.constantFrom('ms', ' ms', 's', ' min'),
  )
  .map(([n, unit]) => `${n}${unit}`)
const instant = fc
  .date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const temporary = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/).map((name) => `/tmp/${name}/out.txt`)
const number = fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }))

describe('the normalised failure', () => {
  test('is the same for failures that differ by chance only', () => {
    const chance = fc.record({
      commit: hex(40),
      short: hex(10),
      address: hex(12).map((digits) => `0x${digits}`),
      id: fc.uuid(),
      count: number,
      took: duration,
      at: instant,
      clock: instant.map((text) => text.slice(11, 19)),
      file: temporary,
      colour: fc.constantFrom('', '\u001b[31m', '\u001b[0m'),
      space: fc.constantFrom(' ', '\n', '  \t', '\r\n'),
    })
    const text = (parts: typeof chance extends fc.Arbitrary<infer Parts> ? Parts : never): string =>
      [
        `${parts.colour}own is red on ${parts.commit} (${parts.short}).${parts.space}expected ${parts.count} items`,
        `at ${parts.address}, id ${parts.id}, took ${parts.took}, begun ${parts.at}, ${parts.clock},`,
        `see ${parts.file}:`,
      ].join(parts.space)
    fc.assert(fc.property(chance, chance, (one, other) => same(text(one), text(other))))
  })

  test('is stable: what is normalised stays as it is', () => {
    fc.assert(
      fc.property(reason, fc.string({ unit: 'binary', maxLength: 60 }), (why, detail) => {
        const once = normaliseFailure(why, detail)
        expect(normaliseFailure(why, once.slice(why.length + 2))).toBe(once)
      }),
    )
  })

  test('keeps apart what says something else', () => {
    expect(normaliseFailure('check-failed', 'lint is red.')).not.toBe(
      normaliseFailure('check-failed', 'own is red.'),
    )
    expect(normaliseFailure('check-failed', 'red')).not.toBe(normaliseFailure('ejected', 'red'))
    expect(normaliseFailure('check-failed', 'TypeError: x is not a function')).not.toBe(
      normaliseFailure('check-failed', 'TypeError: y is not a function'),
    )
  })

  test('takes out the folder of a temporary file and keeps its name', () => {
    expect(normaliseFailure('agent-error', 'cannot open /tmp/run-Xy1/a.txt after 2 min 3 s')).toBe(
      'agent-error: cannot open <temporary>/a.txt after <value>',
    )
  })
})

describe('a repeated failure', () => {
  const failed = (endReason: (typeof END_REASONS)[number] | null, endDetail = 'red in 3 s') => ({
    endReason,
    endDetail,
  })
  const end = { reason: 'check-failed', detail: 'red in 4 s' } as const

  test('is the same as that of the last attempt, whatever ended without one in between', () => {
    const earlier = [failed('check-failed'), failed('conflict'), failed('worker-lost'), failed(null)]
    expect(repeatsFailure(end, { attempts: 1, earlier })).toBe(true)
  })

  test('is not one that came before another failure', () => {
    const earlier = [failed('check-failed'), failed('timed-out')]
    expect(repeatsFailure(end, { attempts: 2, earlier })).toBe(false)
  })

  test('is never one from before the task was given a fresh set of runs', () => {
    expect(repeatsFailure(end, { attempts: 0, earlier: [failed('check-failed')] })).toBe(false)
  })

  test('is never an end that uses no attempt', () => {
    for (const why of END_REASONS.filter((name) => !ENDINGS[name].usesAttempt))
      expect(repeatsFailure({ reason: why, detail: '' }, { attempts: 1, earlier: [failed(why, '')] })).toBe(
        false,
      )
  })
})
