import { expect, test } from 'vitest'
import { ERRORS, isReveilleError, ReveilleError } from './errors.ts'

const DOCUMENTED_EXITS = [0, 1, 2, 3, 4, 5, 10, 70, 130]

test.each(Object.entries(ERRORS))(
  '%s has a documented exit code, an HTTP error status and a sentence',
  (_code, row) => {
    expect(DOCUMENTED_EXITS).toContain(row.exit)
    expect(row.exit).not.toBe(0)
    expect(row.status).toBeGreaterThanOrEqual(400)
    expect(row.status).toBeLessThan(600)
    expect(row.about).toMatch(/^[A-Z].*\.$/)
  },
)

test('an error is told by its code, and keeps hint, data and cause', () => {
  const cause = new Error('below')
  const error = new ReveilleError('not-found', 'There is no task x', {
    hint: 'look',
    data: { task: 'x' },
    cause,
  })
  expect(isReveilleError(error)).toBe(true)
  expect(isReveilleError(error, 'not-found')).toBe(true)
  expect(isReveilleError(error, 'internal')).toBe(false)
  expect(isReveilleError(cause)).toBe(false)
  expect(error).toMatchObject({ hint: 'look', data: { task: 'x' }, cause })
})

test('an error without a cause has none, rather than one that is undefined', () => {
  expect('cause' in new ReveilleError('internal', 'A bug')).toBe(false)
})
