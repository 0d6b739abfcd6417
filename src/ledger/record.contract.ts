import { beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { add, ANN } from './world.contract.ts'

export function describeRecord(open: world.OpenLedger): void {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
  })

  describe('the record', () => {
    test('events come in order and go on after any of them', async () => {
      expect(await ledger.lastEvent()).toBe(0)
      await add(ledger, 'a')
      await world.landed(ledger, 'a')
      const all = await ledger.events({})
      const seqs = all.map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
      expect(seqs.at(-1)).toBe(await ledger.lastEvent())
      const [first = 0, second = 0] = seqs
      expect(await ledger.events({ after: first, limit: 1 })).toMatchObject([{ seq: second }])
      expect(await ledger.events({ after: seqs.at(-1) ?? 0 })).toEqual([])
    })

    test('the events of a task and of a run are found by them', async () => {
      const task = await add(ledger, 'a')
      await add(ledger, 'b')
      await world.landed(ledger, 'a')
      const [run] = await ledger.runs({})
      const ofTask = await ledger.events({ taskId: task.id })
      expect(ofTask.map(({ kind }) => kind)).toEqual([
        'task.added',
        'task.moved',
        'run.claimed',
        'run.moved',
        'run.moved',
        'run.moved',
        'task.moved',
        'landing.queued',
        'landing.intended',
        'landing.landed',
        'run.moved',
        'task.moved',
      ])
      const ofRun = await ledger.events({ runId: run?.id ?? '' })
      expect(ofRun).toEqual(ofTask.slice(1))
      expect(await ledger.events({ kinds: ['task.added'] })).toHaveLength(2)
    })

    test('the subject of an event is named by kind and id', async () => {
      const task = await add(ledger, 'a')
      const { landing, run } = await world.queued(ledger, 'a')
      await ledger.recordEvidence({ fence: { epoch: 1 }, verdict: world.verdict() })
      const subjects = new Map((await ledger.events({})).map((event) => [event.kind, event]))
      expect(subjects.get('task.added')).toMatchObject({ subject: 'task', subjectId: task.id })
      expect(subjects.get('run.claimed')).toMatchObject({ subject: 'run', subjectId: run.id })
      expect(subjects.get('landing.queued')).toMatchObject({ subject: 'landing', subjectId: landing.id })
      expect(subjects.get('night.opened')).toMatchObject({ subject: 'night', subjectId: run.nightId })
      expect(subjects.get('leader.began')).toMatchObject({ subject: 'project' })
      expect(subjects.get('evidence.recorded')).toMatchObject({ subject: 'evidence' })
    })

    test("verbs called at once do not get into each other's transactions", async () => {
      await Promise.all(Array.from({ length: 20 }, (_, index) => add(ledger, `t${index}`)))
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => add(ledger, 'same')))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          ledger.noteTask({ actor: ANN, task: 'same', text: String(index) }),
        ),
      )
      expect(await ledger.notes((await ledger.task('same')).id)).toHaveLength(20)
      expect(await ledger.events({ kinds: ['task.added'] })).toHaveLength(21)
    })
  })
}
