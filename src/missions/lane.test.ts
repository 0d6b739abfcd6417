import { expect, test } from 'vitest'
import { verdict } from '../ledger/world.contract.ts'
import { laneOf } from './lane.ts'

test('a green gate is a green lane', () => {
  expect(laneOf({ kind: 'green' })).toEqual({ kind: 'green' })
})

test('a red gate is a red lane that names what fails and why', () => {
  const failing = [{ ...verdict({ green: false }), id: 'evidence', at: 0 }]
  expect(laneOf({ kind: 'red', failing, detail: 'tests' })).toEqual({ kind: 'red', failing, detail: 'tests' })
})

test('each verdict on the lane is one of its own: two runs can tell whether they started under the same', () => {
  expect(laneOf({ kind: 'green' })).not.toBe(laneOf({ kind: 'green' }))
})
