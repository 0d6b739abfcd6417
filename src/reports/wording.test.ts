import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { code, codeBlock, escaped } from '../support/markdown.ts'
import {
  count,
  durationText,
  headline,
  instantText,
  lastLines,
  listText,
  oneLine,
  sentence,
} from './wording.ts'

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [59_999, '59.9 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min 59 s'],
  [3_600_000, '1 h'],
  [86_399_999, '23 h 59 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms reads as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test('an instant is ISO 8601 in UTC, to the second', () => {
  expect(instantText(Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe('2026-01-02T03:04:05Z')
})

test('numbers agree with their nouns, and lists end with and', () => {
  expect([count(0, 'run'), count(1, 'run'), count(2, 'run')]).toEqual(['0 runs', '1 run', '2 runs'])
  expect([listText([]), listText(['a']), listText(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
})

test('a sentence ends once', () => {
  expect([sentence('a'), sentence('a.'), sentence('a?'), sentence(' ')]).toEqual(['a.', 'a.', 'a?', ''])
})

test('a headline is the first line that says something, cut when it is too long', () => {
  expect(headline('\n\n first \nsecond')).toBe('first')
  expect(headline('x'.repeat(400))).toHaveLength(301)
})

test('the last lines of an output are its last lines', () => {
  expect(lastLines('a\nb\nc\n\n', 2)).toBe('b\nc')
})

test('no text keeps a control character, a line break or a mark that reorders text when it is put on one line', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(oneLine(text)).not.toMatch(/\p{Cc}|\p{Cf}|[\u2028\u2029]/u)
    }),
  )
})

test('whatever a text holds, its Markdown has no mark left that is not escaped', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(escaped(text).replaceAll(/\\[\\`*_[\]<>|~&]/g, '')).not.toMatch(/[`*_[\]<>|~&]/)
    }),
  )
})

test('no content closes the code it stands in', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n', ' ') }), (text) => {
      const [fence = ''] = /^`+/.exec(codeBlock(text)) ?? []
      const inside = codeBlock(text).slice(fence.length, -fence.length)
      expect(inside).not.toContain(fence)
      const line = code(text)
      const [tick = ''] = /^`+/.exec(line) ?? []
      expect(line.slice(tick.length, -tick.length).match(/`+/g) ?? []).not.toContain(tick)
    }),
  )
})

const hostile = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\r',
    '\u001b',
    '[',
    '2',
    'J',
    ']',
    '\u0007',
    '\u202e',
    '\u2028',
    '`',
    '*',
    '<',
    '|',
    '\\',
    '#',
    '\u009b',
  ),
})
