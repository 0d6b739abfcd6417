import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clipped, padded, textWidth, wrapped } from './text-width.ts'

test.each([
  ['night', 5],
  ['夜勤', 4],
  ['e\u0301te\u0301', 3],
  ['\u{1F319} moon', 7],
  ['\u{1F468}\u200D\u{1F469}\u200D\u{1F467}', 2],
  ['ﾊﾝｶｸ', 4],
  ['', 0],
])('%j takes %i columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns)
})

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 })

test('text that is cut is never wider than there is room, and whole where it fits', () => {
  fc.assert(
    fc.property(anyText, fc.nat(80), fc.constantFrom('…', '...'), (text, columns, more) => {
      const kept = clipped(text, columns, more)
      expect(textWidth(kept)).toBeLessThanOrEqual(columns)
      if (textWidth(text) <= columns) expect(kept).toBe(text)
      expect(textWidth(padded(kept, columns))).toBe(columns)
    }),
  )
})

test('broken lines are the same words in the same order, and no wider than their widest word must be', () => {
  fc.assert(
    fc.property(fc.array(anyText), fc.integer({ min: 1, max: 80 }), (words, columns) => {
      const text = words.join(' ')
      const lines = wrapped(text, columns)
      expect(lines.join(' ')).toBe(text)
      for (const line of lines) if (line.includes(' ')) expect(textWidth(line)).toBeLessThanOrEqual(columns)
    }),
  )
})
