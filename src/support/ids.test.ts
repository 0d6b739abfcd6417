import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemIds, uuidv7 } from './ids.ts'

test('an id is the example of RFC 9562 for the same time and random bits', () => {
  // Appendix A.6: rand_a is CC3, rand_b is 18C4DC0C0C07398F; version and variant bits are laid over them.
  const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex')
  expect(uuidv7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('every id has the form of a version 7 UUID and tells its time', () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
  fc.assert(
    fc.property(time, fc.uint8Array({ minLength: 10, maxLength: 10 }), (now, bytes) => {
      const id = uuidv7(now, Buffer.from(bytes))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
    }),
  )
})

test('ids sort in the order in which they were made, and differ, whatever the clock does', () => {
  const steps = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 200 })
  fc.assert(
    fc.property(steps, (moves) => {
      let now = 1_800_000_000_000
      const ids = systemIds(() => now)
      const made = moves.map((move) => {
        now += move
        return ids.next()
      })
      expect(made).toEqual([...new Set(made)].toSorted())
    }),
  )
})

test('more ids than a millisecond has room for still sort', () => {
  const ids = systemIds(() => 1_800_000_000_000)
  const made = Array.from({ length: 10_000 }, () => ids.next())
  expect(made).toEqual([...new Set(made)].toSorted())
})
