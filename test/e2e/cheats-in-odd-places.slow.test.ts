import { beforeAll, describe, expect, test } from 'vitest'
import { taskOf } from '../cheating/cheat.ts'
import { beginCourt, judge, type Judged } from '../cheating/court.ts'
import { ODD_PLACE_CHEATS, ODD_SHOP } from '../cheating/odd-place-cheats.ts'
import { JAVASCRIPT_GATE } from '../cheating/shop.ts'

let judged: ReadonlyMap<string, Judged>

beforeAll(async () => {
  const project = await beginCourt({ files: ODD_SHOP, config: JAVASCRIPT_GATE })
  judged = await judge(project, ODD_PLACE_CHEATS.map(taskOf))
}, 600_000)

describe('caught, with the right reason', () => {
  test.each(ODD_PLACE_CHEATS)('$what: $reason [cheats-caught]', ({ key, reason, says }) => {
    expect(judged.get(key)).toEqual({ state: 'blocked', reason, detail: expect.stringMatching(says) })
  })
})
