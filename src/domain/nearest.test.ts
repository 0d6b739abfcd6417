import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

describe('the edit distance', () => {
  test.each([
    ['', '', 0],
    ['abc', '', 3],
    ['login', 'lgoin', 1],
    ['kitten', 'sitting', 3],
    ['status', 'stats', 1],
    ['ab', 'ba', 1],
  ])('between %j and %j is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance)
  })

  test('is symmetric, zero only for equal words, and at most the longer length', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other)
        expect(distance).toBe(editDistance(other, one))
        expect(distance === 0).toBe(one === other)
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length))
        expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length))
      }),
    )
  })
})

describe('the nearest words', () => {
  const keys = ['fix-login', 'fix-logout', 'write-docs', 'add-search']

  test('are those with few edits, the nearest first', () => {
    expect(nearest('fix-lgoin', keys)).toEqual(['fix-login', 'fix-logout'])
    expect(nearest('ad-serch', keys)).toEqual(['add-search'])
    expect(nearest('fix-logot', keys)).toEqual(['fix-logout', 'fix-login'])
  })

  test('are those that begin with what was typed', () => {
    expect(nearest('write', keys)).toEqual(['write-docs'])
    expect(nearest('FIX', keys)).toEqual(['fix-login', 'fix-logout'])
  })

  test('are none when nothing is near', () => {
    expect(nearest('deploy-production', keys)).toEqual([])
    expect(nearest('', keys)).toEqual([])
  })

  test('are at most as many as asked for', () => {
    expect(nearest('a', ['b', 'c', 'd', 'e'])).toEqual(['b', 'c', 'd'])
    expect(nearest('a', ['b', 'c', 'd', 'e'], 1)).toEqual(['b'])
  })
})
