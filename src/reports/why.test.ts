import { describe, expect, test } from 'vitest'
import { RecordBuilder } from '../../test/record.ts'
import type { Task } from '../domain/task.ts'
import { whyText } from './why-text.ts'
import { whyOf, type WhyRecord } from './why.ts'

const MINUTE = 60_000
const LANE = { lane: 'red', commit: 'c'.repeat(40), detail: 'test is red', shownBy: 'target' } as const

describe('why', () => {
  test('tells the whole chain of a task that was refused once and then landed', () => {
    const night = new RecordBuilder()
    const task = night.task('fix-login', { title: 'Log in again' })
    night.note(task, 'Mind the\nold cookies')
    const first = night.claim(task)
    night.work(first, MINUTE)
    night.move(first, 'checking')
    night.check(first, { green: false, excerpt: 'FAIL login\nexpected 1' })
    night.end(first, 'check-failed', 'test is red.')
    const second = night.claim(task)
    night.work(second, MINUTE)
    night.move(second, 'checking')
    night.land(second, [night.check(second)])
    expect(whyText(whyOf(recordOf(night, task)))).toMatchInlineSnapshot(`
      "fix-login (change, P1): Log in again
      It is done: it landed as 24f4642d24 (event 22).

       #2  2026-11-20T22:00:00Z  anna (human) filed it as change task fix-login, P1: Log in again.
       #3  2026-11-20T22:00:00Z  anna (human) noted: Mind the old cookies.
       #4  2026-11-20T22:00:00Z  The task went from todo to doing.
       #5  2026-11-20T22:00:00Z  Run 1 was claimed for the agent program, in a bubblewrap sandbox, on base 0090ab5800.
       #6  2026-11-20T22:00:00Z  Run 1 got its host, process 4000.
       #7  2026-11-20T22:00:00Z  Run 1: its agent started.
       #8  2026-11-20T22:01:00Z  Run 1: its agent ended; its work was saved as 84fed18084 and its checks began.
       #9  2026-11-20T22:01:00Z  Check test was red on tree 0099182500: \`npm test\`, exit 1 in 1.5 s, judged by its exit code alone; record: evidence/evidence-1.json.
      #10  2026-11-20T22:01:00Z  Run 1 ended as check-failed. test is red. It used an attempt.
             | FAIL login
             | expected 1
      #11  2026-11-20T22:01:00Z  The task went from doing to todo.
      #12  2026-11-20T22:01:00Z  The task went from todo to doing.
      #13  2026-11-20T22:01:00Z  Run 2 was claimed for the agent program, in a bubblewrap sandbox, on base 0090ab5800.
      #14  2026-11-20T22:01:00Z  Run 2 got its host, process 4001.
      #15  2026-11-20T22:01:00Z  Run 2: its agent started.
      #16  2026-11-20T22:02:00Z  Run 2: its agent ended; its work was saved as 84fed18184 and its checks began.
      #17  2026-11-20T22:02:00Z  Check test was green on tree 0099182500: \`npm test\`, exit 0 in 1.5 s, judged by its exit code alone; record: evidence/evidence-2.json.
      #18  2026-11-20T22:02:00Z  The checked work, 84fed18184, was queued to land.
      #19  2026-11-20T22:02:00Z  Run 2 passed its checks.
      #20  2026-11-20T22:02:00Z  The task went from doing to review.
      #21  2026-11-20T22:02:00Z  The target is to move from 0090ab5800 to 24f4642d24: tree 0099182500 is green, as shown by 1 piece of evidence.
      #22  2026-11-20T22:02:00Z  It landed: the target is now 24f4642d24.
      #23  2026-11-20T22:02:00Z  Run 2 landed.
      #24  2026-11-20T22:02:00Z  The task went from review to done (landed).

      Work of the runs that did not land:
        run 1: git diff 0090ab5800 refs/reveille/runs/run-fix-login-1"
    `)
  })

  test('says what a task waits for, and offers no start until that is done', () => {
    const night = new RecordBuilder()
    const task = night.task('later', { needs: ['first'] })
    const told = whyOf({ ...recordOf(night, task), needs: [{ key: 'first', state: 'blocked' }] })
    expect(told.now).toBe('It did not start yet; it waits for first (blocked).')
    expect(told.next).toEqual([])
    expect(whyOf({ ...recordOf(night, task), needs: [{ key: 'first', state: 'done' }] }).next).toEqual([
      'reveille night',
    ])
  })

  test('says that a task waits for the target, with the reason, and how to go on [lane-recorded]', () => {
    const night = new RecordBuilder()
    const record = recordOf(night, night.task('ready'))
    const broken = { ...LANE, lane: 'broken', detail: 'npm ci ended with 1\nits output' } as const
    const [told, red, green] = [broken, LANE, { ...LANE, lane: 'green' } as const].map((lane) =>
      whyOf({ ...record, lane }),
    )
    expect([told?.now, told?.next]).toEqual([
      'It did not start yet; it waits for the target: nothing can be proved on the target. npm ci ended with 1.',
      ['reveille accept && reveille night'],
    ])
    expect(red?.now).toContain('the gate is red on the target itself. test is red.')
    expect([green?.now, green?.next]).toEqual([
      'It did not start yet; nothing in the ledger holds it.',
      ['reveille night'],
    ])
  })

  test('says that a task without an agent cannot start', () => {
    const night = new RecordBuilder()
    const told = whyOf(recordOf(night, night.task('idle', { agent: null })))
    expect([told.now, told.next]).toEqual(['It did not start yet; it has no agent.', []])
  })

  test('of a blocked task gives the question and the commands that answer it', () => {
    const night = new RecordBuilder()
    const task = night.task('stuck')
    night.end(night.claim(task), 'invalid-red', 'exit 127.')
    const told = whyOf(recordOf(night, task))
    expect(told.now).toBe('It is blocked until you answer: Should the task be tried again as it is?')
    expect(told.next).toEqual(['reveille blocker answer stuck retry', 'reveille blocker answer stuck cancel'])
  })

  test('says that a closed task is unverified', () => {
    const night = new RecordBuilder()
    const told = whyOf(recordOf(night, night.task('chat', { state: 'done', resolution: 'closed' })))
    expect(told.now).toContain('unverified')
  })
})

function recordOf(night: RecordBuilder, task: Task): WhyRecord {
  const events = night.events.filter(({ taskId }) => taskId === task.id)
  return { ...night.record(), task, needs: [], events, lane: null }
}
