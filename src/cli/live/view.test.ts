import * as fc from 'fast-check'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { RecordBuilder } from '../../../test/record.ts'
import type { Scene } from '../../reports/scene.ts'
import { stepOf } from '../../reports/step.ts'
import { asciiText, styleFor } from '../color.ts'
import { textWidth } from '../text-width.ts'
import { liveView, scrolledLines } from './view.ts'

const bare = styleFor({ isColored: false, isUnicode: true })
const ascii = styleFor({ isColored: false, isUnicode: false })
const colored = styleFor({ isColored: true, isUnicode: true })

const OWNER = { pid: 77, startedAt: '1', bootId: 'boot' }

/** A night with work under way, one question and one failure; `says` is what the agents said last. */
function sceneOf(params: {
  keys: readonly string[]
  says: string
  question?: string
}): Scene & { now: number } {
  const night = new RecordBuilder()
  const live = params.keys.map((key) => {
    const run = night.claim(night.task(key))
    night.move(run, 'working')
    return run
  })
  night.wait(200_000)
  const stuck = night.task('stuck', { limits: { runs: 1, wallClockMs: 1, noProgressMs: 1 } })
  night.end(night.claim(stuck), 'agent-error', 'exit 3')
  const failed = night.claim(night.task('flaky'))
  night.end(failed, 'timed-out', 'It took too long.')
  const blockers = night.blockers.map((blocker) => ({
    ...blocker,
    question: params.question ?? blocker.question,
  }))
  night.wait(65_000)
  const record = {
    night: night.night,
    leader: { epoch: 1, owner: OWNER, since: night.now },
    counts: { todo: 3, doing: live.length, review: 0, blocked: 1, done: 2, cancelled: 0 },
    live,
    queue: [],
    lane: null,
    landed: [],
    failing: [failed],
    blockers,
    next: [],
    keys: new Map(night.tasks.map(({ id, key }) => [id, key])),
  }
  const activity = new Map(live.map(({ id }) => [id, { at: night.now - 40_000, line: params.says }]))
  return { record, leaderAlive: true, activity, now: night.now }
}

test('the view says first whether it is fine, then what asks, runs, fails and comes', () => {
  const { now, ...scene } = sceneOf({ keys: ['fix-sum', 'release-notes'], says: 'npm test: 4 of 9' })
  expect(liveView(scene, { now, size: { columns: 90, rows: 24 }, style: bare }).join('\n'))
    .toMatchInlineSnapshot(`
      "── night 3, 4 min 25 s ──────────────────────────────────────────────────────────────────
      ! It waits for you: 1 question; 2 runs under way.
      ! stuck: Should the task be tried again as it is?  reveille blocker show stuck
        fix-sum        run 1   working    4m25s  silent for 40 s: npm test: 4 of 9
        release-notes  run 1   working    4m25s  silent for 40 s: npm test: 4 of 9
      ✗ flaky run 1 ended as timed-out, 1 min 5 s ago
        3 todo, 2 doing, 1 blocked, 2 done"
    `)
  expect(liveView(scene, { now, size: { columns: 40, rows: 24 }, style: ascii }).join('\n'))
    .toMatchInlineSnapshot(`
      "-- night 3, 4 min 25 s ----------------
      ! It waits for you: 1 question; 2 runs
      under way.
      ! reveille blocker show stuck
        fix-sum        working    4m25s
        release-notes  working    4m25s
      x flaky run 1 ended as timed-out, 1 ...
        3 todo, 2 doing, 1 blocked, 2 done"
    `)
})

test('whatever agents and people write, no line is wider than the terminal and none moves the cursor [live-bounded]', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 })
  const size = fc.record({ columns: fc.integer({ min: 0, max: 250 }), rows: fc.integer({ min: 0, max: 60 }) })
  fc.assert(
    fc.property(text, text, size, fc.integer({ min: 0, max: 80 }), (says, question, shown, runs) => {
      const keys = Array.from({ length: runs }, (_, index) => `task-${index}`)
      const { now, ...scene } = sceneOf({ keys, says, question })
      const lines = liveView(scene, { now, size: shown, style: bare })
      expect(lines.length).toBeLessThanOrEqual(Math.max(4, shown.rows - 2))
      for (const line of lines) {
        expect(textWidth(line)).toBeLessThan(Math.max(20, shown.columns))
        expect(line).not.toMatch(/\p{Cc}/u)
      }
    }),
    { numRuns: 200 },
  )
})

test('colour says nothing that the text does not say', () => {
  const { now, ...scene } = sceneOf({ keys: ['fix-sum'], says: 'compiling' })
  const size = { columns: 80, rows: 24 }
  const [painted, plain] = [colored, bare].map((style) => liveView(scene, { now, size, style }))
  expect(painted?.join('')).toContain('\u001b[')
  expect(painted?.map(stripVTControlCharacters)).toEqual(plain)
})

test('where a terminal shows ASCII alone, the view is ASCII alone', () => {
  const { now, ...scene } = sceneOf({ keys: ['fix-sum'], says: 'grüße — 夜勤' })
  const lines = liveView(scene, { now, size: { columns: 80, rows: 24 }, style: ascii }).map(asciiText)
  expect(lines.join('\n')).toMatch(/^[\n\u0020-\u007E]+$/)
  expect(lines.join('\n')).toContain('gr??e - ??')
})

test('what happened scrolls away with its sign, broken between words below where its words began', () => {
  const night = new RecordBuilder()
  const run = night.claim(night.task('fix-sum'))
  night.end(run, 'check-failed', 'Red on the work merged with the target: npm test.')
  const ended = night.events.find(({ kind }) => kind === 'run.ended')
  if (ended === undefined) throw new Error('no run ended')
  const step = stepOf(ended, () => 'fix-sum')
  expect(scrolledLines(step, { style: ascii, columns: 40 })).toBe(
    [
      '22:00:00 x  fix-sum: check-failed: Red',
      '            on the work merged with the',
      '            target: npm test.',
    ].join('\n'),
  )
})
