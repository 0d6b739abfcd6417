import { beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { add, ANN, expectRefusal, OWNER } from './world.contract.ts'

export function describeNights(open: world.OpenLedger): void {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
  })
  const openNight = () => ledger.openNight({ actor: ANN, branch: 'main', base: 'base' })

  describe('nights', () => {
    test('nights are numbered from 1 and one is open at a time', async () => {
      const { epoch } = await ledger.beginLeadership({ owner: OWNER })
      expect(await ledger.openNightNow()).toBeNull()
      const first = await openNight()
      expect(first).toMatchObject({ number: 1, state: 'open', branch: 'main', base: 'base', closedAt: null })
      await expectRefusal(ledger, 'already-exists', openNight)
      const closed = await ledger.closeNight({ epoch, nightId: first.id, to: 'accepted' })
      expect(closed.closedAt).not.toBeNull()
      const second = await openNight()
      expect(second.number).toBe(2)
      expect(await ledger.openNightNow()).toEqual(second)
      expect(await ledger.nights()).toEqual([closed, second])
    })

    test('a closed night stays closed', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await ledger.closeNight({ epoch, nightId, to: 'abandoned' })
      await expectRefusal(ledger, 'illegal-move', () => ledger.closeNight({ epoch, nightId, to: 'accepted' }))
    })

    test('a night with a live run does not close', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await add(ledger, 'task')
      const run = await world.claim(ledger, 'task')
      await expectRefusal(ledger, 'illegal-move', () => ledger.closeNight({ epoch, nightId, to: 'accepted' }))
      await ledger.endRun({ ...world.fenceOf(run), reason: 'cancelled', detail: '' })
      expect(await ledger.closeNight({ epoch, nightId, to: 'accepted' })).toMatchObject({ state: 'accepted' })
    })

    test('a night with a waiting merge does not close', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await ledger.queueMerge({ epoch, nightId, candidate: 'theirs' })
      await expectRefusal(ledger, 'illegal-move', () => ledger.closeNight({ epoch, nightId, to: 'accepted' }))
    })
  })

  describe('the lane of a night', () => {
    const green = { ...world.LANE_RED, lane: 'green', detail: '' } as const

    test('is what its leader found last, with an event of the night for each [lane-recorded]', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      expect(await ledger.lane(nightId)).toBeNull()
      await ledger.recordLane({ epoch, nightId, judged: world.LANE_RED })
      expect(await ledger.lane(nightId)).toEqual(world.LANE_RED)
      await ledger.recordLane({ epoch, nightId, judged: green })
      expect(await ledger.lane(nightId)).toEqual(green)
      const events = await ledger.events({ kinds: ['lane.judged'] })
      expect(events).toMatchObject([
        {
          subject: 'night',
          subjectId: nightId,
          actor: 'system:reveille',
          data: { ...world.LANE_RED, epoch },
        },
        { subject: 'night', subjectId: nightId, taskId: null, runId: null, data: { ...green, epoch } },
      ])
    })

    test('is told by no older leader [I1]', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await ledger.beginLeadership({ owner: OWNER })
      await expectRefusal(ledger, 'stale-token', () =>
        ledger.recordLane({ epoch, nightId, judged: world.LANE_RED }),
      )
    })

    test('is told of no night that is closed or was never, and another night has its own', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await ledger.recordLane({ epoch, nightId, judged: world.LANE_RED })
      await ledger.closeNight({ epoch, nightId, to: 'accepted' })
      for (const closed of [nightId, 'never']) {
        await expectRefusal(ledger, 'night-missing', () =>
          ledger.recordLane({ epoch, nightId: closed, judged: green }),
        )
      }
      expect(await ledger.lane((await openNight()).id)).toBeNull()
      expect(await ledger.lane(nightId)).toEqual(world.LANE_RED)
    })
  })

  describe('leaders', () => {
    test('each leader has a higher epoch, and the newest leads', async () => {
      expect(await ledger.leader()).toBeNull()
      await ledger.beginLeadership({ owner: OWNER })
      const second = await ledger.beginLeadership({ owner: { ...OWNER, pid: 9 } })
      expect(second).toMatchObject({ epoch: 2, owner: { pid: 9 } })
      expect(await ledger.leader()).toEqual(second)
    })

    test('an older leader closes no night and records no recovery [I1]', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await ledger.beginLeadership({ owner: OWNER })
      await expectRefusal(ledger, 'stale-token', () => ledger.closeNight({ epoch, nightId, to: 'accepted' }))
      await expectRefusal(ledger, 'stale-token', () => ledger.recordRecovery({ epoch, data: {} }))
    })

    test('an epoch that nobody was given is refused', async () => {
      for (const epoch of [0, 1, -1]) {
        await expectRefusal(ledger, 'stale-token', () => ledger.recordRecovery({ epoch, data: {} }))
      }
    })

    test('what a leader repaired stands in the record', async () => {
      const { epoch } = await ledger.beginLeadership({ owner: OWNER })
      await ledger.recordRecovery({ epoch, data: { lost: ['a'], landed: 1 } })
      const [event] = await ledger.events({ kinds: ['leader.recovered'] })
      expect(event).toMatchObject({ subject: 'project', data: { lost: ['a'], landed: 1, epoch } })
    })
  })
}
