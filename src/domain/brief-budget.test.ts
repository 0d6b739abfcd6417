import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateTokens, fitParts, joinParts, type PartDraft } from './brief-budget.ts'

const line = fc.string({ maxLength: 60 }).map((text) => text.replaceAll('\n', ' '))
const draft: fc.Arbitrary<PartDraft> = fc.record({
  name: fc.string(),
  head: fc.constantFrom('', '## Heading', '## Heading\n\n```output'),
  body: fc.array(line, { minLength: 1, maxLength: 40 }).map((lines) => lines.join('\n')),
  tail: fc.constantFrom('', '```'),
  keeps: fc.constantFrom('start', 'end'),
  priority: fc.nat({ max: 5 }),
  floor: fc.nat({ max: 80 }),
})
const drafts = fc.array(draft, { maxLength: 8 })
const budget = fc.nat({ max: 1500 })

const whole = (part: PartDraft): string =>
  [part.head, part.body, part.tail].filter((text) => text !== '').join('\n')
const part = (fields: Partial<PartDraft>): PartDraft => ({
  ...{ name: 'part', head: '', body: '', tail: '', keeps: 'start', priority: 1, floor: 0, ...fields },
})

describe('a brief', () => {
  test('never costs more than its budget, unless the floors alone do', () => {
    fc.assert(
      fc.property(drafts, budget, (parts, most) => {
        const floors = parts.reduce((sum, one) => sum + Math.min(one.floor, estimateTokens(whole(one))), 0)
        const fitted = fitParts(parts, most)
        expect(fitted.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(
          Math.max(most, floors),
        )
        expect(joinParts(fitted).length).toBeLessThanOrEqual(Math.max(most, floors) * 4 + 1)
      }),
    )
  })

  test('keeps the order of its parts and accounts for every token', () => {
    fc.assert(
      fc.property(drafts, budget, (parts, most) => {
        const fitted = fitParts(parts, most)
        expect(fitted.map(({ name }) => name)).toEqual(parts.map(({ name }) => name))
        for (const [index, { text, tokens, leftOut }] of fitted.entries()) {
          const all = whole(part({ ...parts[index] }))
          expect(tokens).toBe(estimateTokens(text))
          expect(tokens + leftOut).toBe(estimateTokens(all))
          if (leftOut === 0) expect(text).toBe(all)
        }
      }),
    )
  })

  test('never cuts what frames a part, and says where something is missing', () => {
    fc.assert(
      fc.property(drafts, budget, (parts, most) => {
        for (const [index, { text, leftOut }] of fitParts(parts, most).entries()) {
          if (leftOut === 0 || text === '') continue
          expect(text.startsWith(parts[index]?.head ?? '')).toBe(true)
          expect(text.endsWith(parts[index]?.tail ?? '')).toBe(true)
          expect(text).toContain('left out')
        }
      }),
    )
  })

  test('is given room by priority, once every part has its floor', () => {
    const body = Array.from({ length: 100 }, (_, at) => `line ${at}`).join('\n')
    const parts = [
      part({ name: 'last', body, priority: 3 }),
      part({ name: 'floor', body, priority: 2, floor: 50 }),
      part({ name: 'first', body, priority: 1 }),
    ]
    const [last, floor, first] = fitParts(parts, 300)
    expect(first).toMatchObject({ leftOut: 0 })
    expect(floor?.tokens).toBeGreaterThan(45)
    expect(last).toMatchObject({ text: '', tokens: 0 })
  })

  test('cuts between lines, at the end that matters less', () => {
    const body = Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n')
    const [start] = fitParts([part({ body, head: 'HEAD', tail: 'TAIL' })], 40)
    expect(start?.text).toMatch(/^HEAD\nline 0\n(line \d+\n)+\[some .*\]\nTAIL$/)
    const [end] = fitParts([part({ body, keeps: 'end' })], 40)
    expect(end?.text).toMatch(/^\[some .*\](\nline \d+)+\nline 49$/)
  })

  test('cuts inside a line rather than say nothing of a part that has a floor', () => {
    const goal = part({ head: '# Goal', body: `short\n${'long '.repeat(2000)}`, floor: 100 })
    const [fitted] = fitParts([goal], 0)
    expect(fitted?.text).toContain('long long')
    expect(fitted?.tokens).toBeGreaterThan(80)
    expect(fitted?.tokens).toBeLessThanOrEqual(100)
  })

  test('never cuts a character in two', () => {
    for (const keeps of ['start', 'end'] as const)
      for (const tokens of [20, 21, 22])
        for (const pad of ['', 'a']) {
          const [fitted] = fitParts([part({ body: pad + '😀'.repeat(100), keeps, floor: tokens })], 0)
          expect(fitted?.text.isWellFormed()).toBe(true)
        }
  })
})
