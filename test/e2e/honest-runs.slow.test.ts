import { beforeAll, describe, expect, test } from 'vitest'
import { taskOf } from '../cheating/cheat.ts'
import { beginCourt, judge, type Judged } from '../cheating/court.ts'
import { HONEST_RUNS } from '../cheating/honest-runs.ts'
import { JAVASCRIPT_GATE, JAVASCRIPT_SHOP } from '../cheating/shop.ts'

let judged: ReadonlyMap<string, Judged>

beforeAll(async () => {
  const project = await beginCourt({ files: JAVASCRIPT_SHOP, config: JAVASCRIPT_GATE })
  judged = await judge(project, HONEST_RUNS.map(taskOf))
}, 600_000)

describe('not refused', () => {
  test.each(HONEST_RUNS)('$what [honest-land]', ({ key }) => {
    expect(judged.get(key)).toEqual({ state: 'done landed', reason: null, detail: '' })
  })
})
