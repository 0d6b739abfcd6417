import { beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { add, expectRefusal, fenceOf, intent, kindsAfter, queued, verdict } from './world.contract.ts'

export function describeLandings(open: world.OpenLedger): void {
  let ledger: Ledger
  let epoch: number
  let nightId: string
  beforeEach(async () => {
    ledger = await open()
    ;({ epoch, nightId } = await world.begin(ledger))
    await add(ledger, 'task')
  })
  const prove = (fields: Parameters<typeof verdict>[0] = {}) =>
    ledger.recordEvidence({ fence: { epoch }, verdict: verdict(fields) })

  describe('evidence', () => {
    test('evidence is found on exactly its tree, gate and environment', async () => {
      const evidence = await prove({ check: 'lint' })
      const key = { tree: 'tree', gate: 'gate', environment: 'environment' }
      expect(await ledger.findEvidence(key)).toEqual([evidence])
      for (const other of [{ tree: 'x' }, { gate: 'x' }, { environment: 'x' }]) {
        expect(await ledger.findEvidence({ ...key, ...other })).toEqual([])
      }
    })

    test('the newest of each check counts', async () => {
      await prove({ check: 'lint', green: false, exitCode: 1 })
      const tests = await prove({ check: 'tests' })
      const lint = await prove({ check: 'lint' })
      expect(await ledger.findEvidence({ tree: 'tree', gate: 'gate', environment: 'environment' })).toEqual([
        tests,
        lint,
      ])
    })

    test('a run records its own evidence and no other', async () => {
      const run = await world.claim(ledger, 'task')
      const fence = fenceOf(run)
      const own = await ledger.recordEvidence({
        fence,
        verdict: verdict({ runId: run.id, green: false, exitCode: null, signal: 'SIGKILL', timedOut: true }),
      })
      expect(await ledger.evidence({ runId: run.id })).toEqual([own])
      await add(ledger, 'other')
      const { id: runId } = await world.claim(ledger, 'other')
      await expectRefusal(ledger, 'refused', () =>
        ledger.recordEvidence({ fence, verdict: verdict({ runId }) }),
      )
      const [event] = await ledger.events({ kinds: ['evidence.recorded'] })
      expect(event).toMatchObject({
        taskId: run.taskId,
        runId: run.id,
        data: { green: false, signal: 'SIGKILL' },
      })
    })

    test('an older leader records nothing [I1]', async () => {
      await ledger.beginLeadership({ owner: world.OWNER })
      await expectRefusal(ledger, 'stale-token', () => prove())
    })
  })

  describe('the queue', () => {
    test('a checked run waits in the queue and its task is in review', async () => {
      const { run, landing } = await queued(ledger, 'task')
      expect(landing).toMatchObject({
        state: 'waiting',
        runId: run.id,
        nightId,
        candidate: 'work-of-task',
        from: null,
        to: null,
      })
      expect(await ledger.run(run.id)).toMatchObject({ state: 'queued' })
      expect(await ledger.task('task')).toMatchObject({ state: 'review' })
    })

    test("a merge of the user's branch is nobody's run", async () => {
      const landing = await ledger.queueMerge({ epoch, nightId, candidate: 'theirs' })
      expect(landing).toMatchObject({ state: 'waiting', runId: null, candidate: 'theirs', gate: null })
      await prove()
      await ledger.intendLanding(intent(epoch, landing.id))
      expect(await ledger.completeLanding({ epoch, landingId: landing.id })).toMatchObject({
        state: 'landed',
        to: 'tip',
      })
    })

    test('entries are listed oldest first, by state', async () => {
      await add(ledger, 'other')
      const first = await queued(ledger, 'task')
      const second = await queued(ledger, 'other')
      const ids = async (states?: Parameters<Ledger['landings']>[0]['states']) =>
        (await ledger.landings({ nightId, ...(states ? { states } : {}) })).map(({ id }) => id)
      expect(await ids()).toEqual([first.landing.id, second.landing.id])
      await ledger.dropLanding({ epoch, landingId: first.landing.id, reason: 'ejected', detail: 'red' })
      expect(await ids(['waiting'])).toEqual([second.landing.id])
      expect(await ids(['dropped', 'landed'])).toEqual([first.landing.id])
    })
  })

  describe('landing', () => {
    test('nothing lands without green evidence of every named check on its tree [I2]', async () => {
      const { landing } = await queued(ledger, 'task')
      const attempt = { ...intent(epoch, landing.id), checks: ['tests', 'lint'] }
      const refused = async () => {
        const error = await expectRefusal(ledger, 'illegal-move', () => ledger.intendLanding(attempt))
        return error.data?.['unproved']
      }
      expect(await refused()).toEqual(['tests', 'lint'])
      await prove({ check: 'tests' })
      await prove({ check: 'lint', tree: 'another' })
      await prove({ check: 'lint', gate: 'another' })
      await prove({ check: 'lint', environment: 'another' })
      expect(await refused()).toEqual(['lint'])
      await prove({ check: 'lint', green: false, exitCode: 1 })
      expect(await refused()).toEqual(['lint'])
      await prove({ check: 'lint' })
      expect(await ledger.intendLanding(attempt)).toMatchObject({
        state: 'intended',
        from: 'base',
        to: 'tip',
        tree: 'tree',
      })
    })

    test('a check that turned red again on the same tree is red [I2]', async () => {
      const { landing } = await queued(ledger, 'task')
      await prove()
      await prove({ green: false, exitCode: 1 })
      await expectRefusal(ledger, 'illegal-move', () => ledger.intendLanding(intent(epoch, landing.id)))
    })

    test('green evidence from another isolation proves nothing [I2]', async () => {
      const { landing } = await queued(ledger, 'task')
      await prove({ isolation: 'bubblewrap' })
      await expectRefusal(ledger, 'illegal-move', () => ledger.intendLanding(intent(epoch, landing.id)))
    })

    test('an empty list of checks proves nothing', async () => {
      const { landing } = await queued(ledger, 'task')
      await expectRefusal(ledger, 'gate-empty', () =>
        ledger.intendLanding({ ...intent(epoch, landing.id), checks: [] }),
      )
    })

    test('a completed landing has landed the run and done the task, in one transaction [I2, I5]', async () => {
      const { run, landing } = await queued(ledger, 'task')
      await prove()
      await ledger.intendLanding(intent(epoch, landing.id))
      const seq = await ledger.lastEvent()
      const done = await ledger.completeLanding({ epoch, landingId: landing.id })
      expect(done).toMatchObject({ state: 'landed', to: 'tip', tree: 'tree' })
      expect(done.landedAt).not.toBeNull()
      expect(await ledger.run(run.id)).toMatchObject({ state: 'landed' })
      expect(await ledger.task('task')).toMatchObject({ state: 'done', resolution: 'landed' })
      expect(await kindsAfter(ledger, seq)).toEqual(['landing.landed', 'run.moved', 'task.moved'])
    })

    test('nothing lands twice', async () => {
      await world.landed(ledger, 'task')
      const [landing] = await ledger.landings({ nightId })
      const landingId = landing?.id ?? ''
      await expectRefusal(ledger, 'illegal-move', () => ledger.completeLanding({ epoch, landingId }))
      await expectRefusal(ledger, 'illegal-move', () => ledger.intendLanding(intent(epoch, landingId)))
      await expectRefusal(ledger, 'illegal-move', () =>
        ledger.retractLanding({ epoch, landingId, detail: '' }),
      )
      await expectRefusal(ledger, 'illegal-move', () =>
        ledger.dropLanding({ epoch, landingId, reason: 'ejected', detail: '' }),
      )
    })

    test('a target takes one intent at a time', async () => {
      await add(ledger, 'other')
      const first = await queued(ledger, 'task')
      const second = await queued(ledger, 'other')
      await prove()
      await ledger.intendLanding(intent(epoch, first.landing.id))
      await expectRefusal(ledger, 'illegal-move', () =>
        ledger.intendLanding(intent(epoch, second.landing.id)),
      )
    })

    test('a retracted intent waits again as if it had not been', async () => {
      const { run, landing } = await queued(ledger, 'task')
      await prove()
      await ledger.intendLanding(intent(epoch, landing.id))
      const waiting = await ledger.retractLanding({
        epoch,
        landingId: landing.id,
        detail: 'the target had moved',
      })
      expect(waiting).toMatchObject({
        state: 'waiting',
        from: null,
        to: null,
        tree: null,
        detail: 'the target had moved',
      })
      expect(await ledger.run(run.id)).toMatchObject({ state: 'queued' })
      expect(await ledger.intendLanding(intent(epoch, landing.id))).toMatchObject({ state: 'intended' })
    })

    test('a run whose landing is under way cannot end, and its entry cannot be dropped', async () => {
      const { run, landing } = await queued(ledger, 'task')
      await prove()
      await ledger.intendLanding(intent(epoch, landing.id))
      const end = { reason: 'cancelled', detail: 'stopped' } as const
      await expectRefusal(ledger, 'illegal-move', () => ledger.endRun({ ...fenceOf(run), ...end }))
      await expectRefusal(ledger, 'illegal-move', () =>
        ledger.dropLanding({ epoch, landingId: landing.id, ...end }),
      )
    })

    test('a dropped entry ends its run with the reason', async () => {
      const { run, landing } = await queued(ledger, 'task')
      const dropped = await ledger.dropLanding({
        epoch,
        landingId: landing.id,
        reason: 'ejected',
        detail: 'tests are red',
      })
      expect(dropped).toMatchObject({ state: 'dropped', detail: 'tests are red' })
      expect(await ledger.run(run.id)).toMatchObject({ state: 'ended', endReason: 'ejected' })
      expect(await ledger.task('task')).toMatchObject({ state: 'todo', attempts: 1 })
    })

    test('an older leader lands nothing [I1]', async () => {
      const { landing } = await queued(ledger, 'task')
      await prove()
      await ledger.beginLeadership({ owner: world.OWNER })
      const landingId = landing.id
      const writes = [
        () => ledger.intendLanding(intent(epoch, landingId)),
        () => ledger.retractLanding({ epoch, landingId, detail: '' }),
        () => ledger.completeLanding({ epoch, landingId }),
        () => ledger.dropLanding({ epoch, landingId, reason: 'ejected', detail: '' }),
        () => ledger.queueMerge({ epoch, nightId, candidate: 'theirs' }),
      ]
      for (const write of writes) await expectRefusal(ledger, 'stale-token', write)
    })
  })
}
