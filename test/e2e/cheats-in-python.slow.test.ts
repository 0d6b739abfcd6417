import { beforeAll, describe, expect, test } from 'vitest'
import { taskOf } from '../cheating/cheat.ts'
import { beginCourt, judge, type Judged } from '../cheating/court.ts'
import { PYTHON_CHEATS, PYTHON_CHECK, PYTHON_FIX } from '../cheating/python-cheats.ts'
import { PYTHON_GATE, PYTHON_SHOP } from '../cheating/shop.ts'

const HONEST = { key: 'py-honest', what: 'An honest fix', steps: [PYTHON_FIX] }
let judged: ReadonlyMap<string, Judged>

beforeAll(async () => {
  const project = await beginCourt({ files: PYTHON_SHOP, config: PYTHON_GATE })
  const checked = { checks: [PYTHON_CHECK] }
  const cheating = PYTHON_CHEATS.map((cheat) => taskOf({ ...cheat, task: { ...checked, ...cheat.task } }))
  // Last in order: it lands, and would leave the others nothing to fix.
  const honest = taskOf({ ...HONEST, task: { ...checked, priority: 'P3' } })
  judged = await judge(project, [...cheating, honest])
}, 600_000)

describe('caught, with the right reason', () => {
  test.each(PYTHON_CHEATS)('$what: $reason [cheats-caught]', ({ key, reason, says }) => {
    expect(judged.get(key)).toEqual({ state: 'blocked', reason, detail: expect.stringMatching(says) })
  })
})

test('an honest run is not refused [honest-land]', () => {
  expect(judged.get('py-honest')).toEqual({ state: 'done landed', reason: null, detail: '' })
})
