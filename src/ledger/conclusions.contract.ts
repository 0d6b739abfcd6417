import { beforeEach, describe, expect, test } from 'vitest'
import type { Conclusion } from '../domain/conclusion.ts'
import type { Run } from '../domain/run.ts'
import type { Ledger } from './ledger.ts'
import {
  add,
  ANN,
  BEGAN,
  checking,
  claim,
  expectRefusal,
  fenceOf,
  kindsAfter,
  verified,
} from './world.contract.ts'
import type { OpenLedger } from './world.contract.ts'

const EXPLORED: Conclusion = {
  kind: 'explore',
  commit: 'base',
  tree: 'tree',
  file: 'runs/run/artefact.json',
  sha256: 'hash',
  bytes: 12,
  findings: null,
}

export function describeConclusions(open: OpenLedger): void {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
    await add(ledger, 'look', { kind: 'verify' })
  })

  /** A run without an agent, whose checks are asked. */
  const asking = async (task: string): Promise<Run> => {
    const run = await claim(ledger, task)
    return ledger.moveRun({ ...fenceOf(run), to: 'checking' })
  }
  const conclude = async (task: string, conclusion: Conclusion): Promise<Run> =>
    ledger.concludeRun({ ...fenceOf(await asking(task)), conclusion })

  describe('conclusions', () => {
    test('a run without a diff concludes and its task is done, in one transaction [I5]', async () => {
      const run = await asking('look')
      const seq = await ledger.lastEvent()
      const concluded = await ledger.concludeRun({ ...fenceOf(run), conclusion: verified() })
      expect(concluded).toMatchObject({ state: 'concluded' })
      expect(concluded.endedAt).not.toBeNull()
      expect(await ledger.task('look')).toMatchObject({ state: 'done', resolution: 'concluded' })
      expect(await ledger.runs({ live: true })).toEqual([])
      expect(await kindsAfter(ledger, seq)).toEqual(['run.concluded', 'run.moved', 'task.moved'])
    })

    test('a change does not conclude, whatever is said of it; it lands [I2]', async () => {
      await add(ledger, 'task')
      const run = await checking(ledger, 'task')
      const conclusion = verified()
      await expectRefusal(ledger, 'illegal-move', () => ledger.concludeRun({ ...fenceOf(run), conclusion }))
    })

    test('a task concludes only with what its kind was asked for', async () => {
      const run = await asking('look')
      const conclusion = EXPLORED
      await expectRefusal(ledger, 'illegal-move', () => ledger.concludeRun({ ...fenceOf(run), conclusion }))
    })

    test('nothing concludes before it is checked, and nothing twice', async () => {
      const run = await claim(ledger, 'look')
      const conclusion = verified()
      await expectRefusal(ledger, 'illegal-move', () => ledger.concludeRun({ ...fenceOf(run), conclusion }))
      await ledger.moveRun({ ...fenceOf(run), to: 'checking' })
      await ledger.concludeRun({ ...fenceOf(run), conclusion })
      await expectRefusal(ledger, 'stale-token', () => ledger.concludeRun({ ...fenceOf(run), conclusion }))
    })

    test('are read as they were written, by the tasks that are asked about', async () => {
      await add(ledger, 'explore', { kind: 'explore' })
      await add(ledger, 'other', { kind: 'verify' })
      const red = verified({ verdict: 'red', checks: [{ check: 'é', green: false, evidence: 'e' }] })
      const [look, explore] = [await conclude('look', red), await conclude('explore', EXPLORED)]
      await conclude('other', verified())
      expect(await ledger.conclusions([explore.taskId, look.taskId, 'unknown'])).toEqual([
        { taskId: look.taskId, runId: look.id, conclusion: red, at: look.endedAt },
        { taskId: explore.taskId, runId: explore.id, conclusion: EXPLORED, at: explore.endedAt },
      ])
      expect(await ledger.conclusions([])).toEqual([])
    })

    test('the newest counts when a task was opened again', async () => {
      await conclude('look', verified({ tree: 'old' }))
      await ledger.moveTask({ actor: ANN, task: 'look', to: 'todo', reason: 'look again' })
      const run = await conclude('look', verified({ tree: 'new' }))
      expect(await ledger.conclusions([run.taskId])).toMatchObject([
        { runId: run.id, conclusion: { tree: 'new' } },
      ])
    })
  })

  describe('facts of a run', () => {
    test('are events of the run, and move nothing', async () => {
      const run = await asking('look')
      const seq = await ledger.lastEvent()
      await ledger.recordRunFact({ ...fenceOf(run), kind: 'operation.began', data: BEGAN })
      expect(await ledger.events({ after: seq })).toMatchObject([
        {
          kind: 'operation.began',
          subject: 'run',
          subjectId: run.id,
          runId: run.id,
          taskId: run.taskId,
          data: BEGAN,
        },
      ])
      expect(await ledger.run(run.id)).toEqual(run)
    })

    test('are refused once the run is over or somebody else has it [I1]', async () => {
      const run = await asking('look')
      const { epoch } = (await ledger.leader()) ?? { epoch: 0 }
      const mine = await ledger.takeUpRun({ epoch, runId: run.id })
      const began = { kind: 'operation.began', data: BEGAN } as const
      await expectRefusal(ledger, 'stale-token', () => ledger.recordRunFact({ ...fenceOf(run), ...began }))
      await ledger.concludeRun({ ...fenceOf(mine), conclusion: verified() })
      await expectRefusal(ledger, 'stale-token', () => ledger.recordRunFact({ ...fenceOf(mine), ...began }))
    })
  })
}
