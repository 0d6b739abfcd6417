import { beforeAll, describe, expect, test } from 'vitest'
import { taskOf } from '../cheating/cheat.ts'
import { beginCourt, judge, type Judged } from '../cheating/court.ts'
import { JAVASCRIPT_GATE, JAVASCRIPT_SHOP } from '../cheating/shop.ts'
import { SCOPE_CHEATS, TEST_CHEATS } from '../cheating/test-cheats.ts'

const cheats = [...SCOPE_CHEATS, ...TEST_CHEATS]
let judged: ReadonlyMap<string, Judged>

beforeAll(async () => {
  const project = await beginCourt({ files: JAVASCRIPT_SHOP, config: JAVASCRIPT_GATE })
  judged = await judge(project, cheats.map(taskOf))
}, 600_000)

describe('caught, with the right reason', () => {
  test.each(cheats)('$what: $reason [cheats-caught]', ({ key, reason, says }) => {
    expect(judged.get(key)).toEqual({ state: 'blocked', reason, detail: expect.stringMatching(says) })
  })
})
