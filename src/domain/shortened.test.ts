import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortened } from './shortened.ts'

test('a text is cut within its limit, between characters, and says so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 10 }), (text, most) => {
      const short = shortened(text, most)
      expect(short.length).toBeLessThanOrEqual(most)
      expect(short.isWellFormed()).toBe(true)
      if (text.length <= most) expect(short).toBe(text)
      else expect([short.endsWith('…'), text.startsWith(short.slice(0, -1))]).toEqual([true, true])
    }),
  )
})
