import { describe, expect, test } from 'vitest'
import { PLAIN_BLOCKER } from '../domain/blocker.ts'
import type { EventData } from '../domain/event-data.ts'
import { EVENT_KINDS, type EventKind } from '../domain/event.ts'
import { RecordBuilder } from '../../test/record.ts'
import { eventSentence } from './sentences.ts'

const night = new RecordBuilder()
const task = night.task('fix-sum', { title: 'Add up' })
const run = night.claim(task)
const evidence = night.check(run, { timedOut: true, exitCode: null, green: false, isolation: 'none' })
const commit = { candidate: 'c'.repeat(40), from: 'a'.repeat(40), to: 'b'.repeat(40), tree: 'd'.repeat(40) }
const host = { pid: 12, startedAt: '1', bootId: 'boot' }

const SAMPLES: { readonly [Kind in EventKind]: EventData[Kind] } = {
  'task.added': { draft: task },
  'task.updated': { from: {}, to: { goal: 'x', title: 'y' } },
  'task.noted': { noteId: 'unknown' },
  'task.needs-changed': { from: [], to: ['a', 'b'] },
  'task.moved': {
    from: 'todo',
    to: 'cancelled',
    resolution: null,
    attempts: 0,
    losses: 0,
    reason: 'not wanted',
  },
  'run.claimed': { ...run, epoch: 1 },
  'run.taken-up': { epoch: 4, token: 2 },
  'run.host-started': { host },
  'run.briefed': {
    sha256: 'e'.repeat(64),
    tokens: 900,
    budget: 1000,
    parts: [
      { name: 'goal', tokens: 100, leftOut: 0 },
      { name: 'files', tokens: 800, leftOut: 70 },
    ],
  },
  'run.judged': { judge: 'lost-tests', objections: [], detail: 'All 12 tests of the base ran' },
  'run.moved': { from: 'working', to: 'checking', candidate: commit.candidate },
  'run.concluded': {
    conclusion: {
      kind: 'verify',
      commit: commit.to,
      tree: commit.tree,
      verdict: 'green',
      checks: [{ check: 'test', green: true, evidence: '1' }],
    },
  },
  'operation.began': {
    plan: {
      operation: 'deploy',
      target: 'staging',
      production: false,
      command: { argv: ['deploy'] },
      timeoutMs: 1000,
      network: true,
      inherit: [],
      commit: commit.to,
    },
    planHash: 'f'.repeat(64),
    grant: null,
  },
  'operation.ended': { exitCode: 0, signal: null, timedOut: false, durationMs: 5, excerpt: '' },
  'run.ended': { from: 'working', reason: 'timed-out', detail: 'It ran for 1 h' },
  'evidence.recorded': evidence,
  'landing.queued': { nightId: 'n', candidate: commit.candidate, gate: null },
  'landing.intended': { ...commit, epoch: 1, gate: 'g', environment: 'e', evidence: ['1', '2'] },
  'landing.retracted': { epoch: 1, detail: 'somebody moved it' },
  'landing.landed': { epoch: 1, to: commit.to, tree: commit.tree },
  'landing.dropped': { reason: 'ejected', detail: 'test is red' },
  'night.opened': { number: 3, branch: 'main', base: commit.from },
  'night.closed': { from: 'open', to: 'accepted' },
  'lane.judged': {
    epoch: 4,
    lane: 'red',
    commit: commit.to,
    detail: 'test is red\nits output',
    shownBy: 'target',
  },
  'blocker.raised': {
    seen: 'A wall',
    tried: 'A door',
    question: 'Which way?',
    options: [],
    ...PLAIN_BLOCKER,
  },
  'blocker.answered': { option: 'retry', effect: 'retry', note: null, until: null },
  'leader.began': { epoch: 4, owner: host },
  'leader.recovered': { epoch: 4, resumed: 2, abandoned: 0, notes: ['the target was rewound.'] },
}

describe('an event', () => {
  test('of every kind has its sentence', () => {
    const told = EVENT_KINDS.map((kind) => `${kind}: ${tell(kind, SAMPLES[kind])}`)
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "task.added: anna (human) filed it as change task fix-sum, P1: Add up.
      task.updated: anna (human) changed goal and title.
      task.noted: anna (human) added a note.
      task.needs-changed: anna (human) changed its needs: it now needs a and b.
      task.moved: anna (human) moved the task from todo to cancelled. not wanted.
      run.claimed: Run 1 was claimed for the agent program, in a bubblewrap sandbox, on base 0090ab5800.
      run.taken-up: Run 1 was taken up by a new leader, epoch 4.
      run.host-started: Run 1 got its host, process 12.
      run.briefed: Run 1 was given a brief of about 900 tokens (at most 1000); of files not everything had room.
      run.judged: All 12 tests of the base ran.
      run.moved: Run 1: its agent ended; its work was saved as cccccccccc and its checks began.
      run.concluded: Run 1 concluded: 1 check green on tree dddddddddd.
      run.ended: Run 1 ended as timed-out. It ran for 1 h. It used an attempt.
      operation.began: Run 1 began the operation deploy on staging, plan ffffffffff, allowed by the configuration.
      operation.ended: The operation ended with exit code 0.
      evidence.recorded: Check test was red on tree 0099182500, without a sandbox: \`npm test\`, timed out after 1.5 s, judged by its exit code alone; record: evidence/evidence-1.json.
      landing.queued: The tip of the user's branch, cccccccccc, was queued to land.
      landing.intended: The target is to move from aaaaaaaaaa to bbbbbbbbbb: tree dddddddddd is green, as shown by 2 pieces of evidence.
      landing.retracted: The target did not move; the work waits again. somebody moved it.
      landing.landed: It landed: the target is now bbbbbbbbbb.
      landing.dropped: It was taken out of the queue as ejected. test is red.
      night.opened: Night 3 began from main at aaaaaaaaaa.
      night.closed: The night was accepted.
      lane.judged: The gate is red on the target itself, bbbbbbbbbb: only a repair of it starts. test is red.
      blocker.raised: anna (human) raised a blocker. A wall. Which way?
      blocker.answered: anna (human) answered the blocker with retry: the task is tried again.
      leader.began: Process 12 began to lead, epoch 4.
      leader.recovered: A new leader took over what the last one had left: 2 runs taken up again; the target was rewound."
    `)
  })

  test.each(EVENT_KINDS)('%s reads as whole sentences on one line', (kind) => {
    expect(tell(kind, SAMPLES[kind])).toMatch(/^\S[^\n]*[.!?]$/)
  })

  test('a judgement names what it objects to, each with its place [approval-seen]', () => {
    const objections = Array.from({ length: 23 }, (_, at) => ({
      ...{ fingerprint: `f${at}`, rule: 'value-changed', path: 'a.test.ts', line: at || null, subject: 'a' },
      text: `expects\n${at}`,
    }))
    const text = tell('run.judged', { judge: 'test-integrity', objections, detail: 'Weakened' })
    expect(text).toMatch(
      /^Weakened\. It objected to a\.test\.ts value-changed: expects 0; a\.test\.ts:1 value-changed: expects 1;/,
    )
    expect(text).toMatch(/; and 3 more\.$/)
  })

  test('cannot bring terminal codes or lines of its own into the chain', () => {
    const detail = 'x\u001b[2J\n#9  2026 It landed\u202e'
    const text = tell('run.ended', { from: 'working', reason: 'agent-error', detail })
    expect(text).toContain('x #9 2026 It landed.')
    expect(text).not.toMatch(/[\u001b\u202e\n]/)
  })
})

function tell<Kind extends EventKind>(kind: Kind, data: EventData[Kind]): string {
  const subject = { subject: 'task', subjectId: task.id, taskId: task.id } as const
  const runId = /^(?:run|operation)\./.test(kind) ? run.id : null
  const event = { seq: 1, at: 0, actor: 'human:anna', kind, ...subject, runId, data }
  return eventSentence(event, { runs: [run], notes: [] })
}
