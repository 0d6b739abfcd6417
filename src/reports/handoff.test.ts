import { describe, expect, test } from 'vitest'
import { RecordBuilder } from '../../test/record.ts'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import { handoffMarkdown } from './handoff-markdown.ts'
import { handoffOf } from './handoff.ts'

const MINUTE = 60_000

const place = (now: number) => ({ now, stateDirectory: '/state/project' })

function told(night: RecordBuilder): string {
  return handoffMarkdown(handoffOf(night.record(), place(night.now)))
}

describe('the hand-off', () => {
  test('of an empty night says that nothing was asked and counts nothing', () => {
    expect(told(new RecordBuilder())).toMatchInlineSnapshot(`
      "# Night 3: nothing was asked

      Began 2026-11-20T22:00:00Z from \`main\` at \`0090ab5800\`; open. Nothing landed, so the target is still that commit. As of 2026-11-20T22:00:00Z.

      Records of checks are files below \`/state/project\`.

      ## What needs you

      Nothing.

      ## What was asked

      No task.

      ## What landed

      Nothing.

      ## How far it was isolated

      - No run started, so nothing needed a sandbox.

      ## What cannot be proved

      - A green check proves what that check tests, on that tree and in that environment, and nothing else.
      - Code that changes built-ins, or asks whether it is being tested, can turn its own checks green; running it cannot tell. Reveille looks for such additions and leaves what it finds to a person, but it cannot find all.

      ## Figures

      - Runs: 0. Everything else follows from runs, so there is nothing to count.
      "
    `)
  })

  test('of a night on a target that proves nothing says so, with the reason and how to go on [lane-recorded]', () => {
    const night = new RecordBuilder()
    night.task('one')
    const lane = {
      lane: 'broken',
      commit: 'c'.repeat(40),
      detail: 'npm ci ended with 1\noutput',
      shownBy: 'run',
    } as const
    night.judgeLane(lane)
    const { needsYou, next } = handoffOf(night.record(), place(night.now))
    expect(needsYou).toMatchObject([{ kind: 'lane', lane: 'broken', detail: lane.detail, event: 3 }])
    expect(next.map(({ command }) => command)).toEqual(['reveille accept && reveille night'])
    const text = told(night)
    expect(text).toContain('# Night 3: 0 of 1 task landed, 1 needs you')
    expect(text).toContain(
      'so nothing more could start** (event 3, on `cccccccccc`). npm ci ended with 1. Mend what set-up, gate or branch lack, commit it, and go on: `reveille accept && reveille night`',
    )
    night.judgeLane({ ...lane, lane: 'green', detail: '' })
    expect(handoffOf(night.record(), place(night.now))).toMatchObject({
      needsYou: [],
      next: [{ command: 'reveille night' }],
    })
  })

  test('a set-up that fails is told once: with the lane, not with each task too, and not of a closed night', () => {
    const night = new RecordBuilder()
    night.end(night.claim(night.task('one')), 'environment-failed', 'npm ci ended with 1')
    const kinds = () => handoffOf(night.record(), place(night.now)).needsYou.map(({ kind }) => kind)
    expect(kinds()).toEqual(['environment-failed'])
    night.judgeLane({ lane: 'broken', commit: 'c', detail: 'npm ci ended with 1', shownBy: 'run' })
    expect(kinds()).toEqual(['lane'])
    night.night.state = 'accepted'
    expect(kinds()).toEqual(['environment-failed'])
  })

  test('a red target is told once: by its task, or by the lane where nobody keeps that task', () => {
    const night = new RecordBuilder()
    const filed = night.task('target-red-abc', {
      agent: null,
      filedBy: 'system:reveille',
      goal: 'test is red',
    })
    night.judgeLane({ lane: 'red', commit: 'c', detail: 'test is red', shownBy: 'target' })
    expect(told(night)).toMatch(
      /`reveille task show target-red-abc` Once the branch is mended: `reveille accept && reveille night`/,
    )
    const kinds = () => handoffOf(night.record(), place(night.now)).needsYou.map(({ kind }) => kind)
    expect(kinds()).toEqual(['target-red'])
    filed.state = 'cancelled'
    expect(kinds()).toEqual(['lane'])
  })

  test('of a full night tells what landed, what was refused, what waits, and what was answered red', () => {
    expect(told(fullNight())).toMatchInlineSnapshot(`
      "# Night 3: 2 of 7 tasks landed, 1 concluded, 1 already green, 2 need you

      Began 2026-11-20T22:00:00Z from \`main\` at \`0090ab5800\`; open. The target \`refs/reveille/targets/3\` is now \`a0364b49a0\`. As of 2026-11-20T22:10:00Z.

      Records of checks are files below \`/state/project\`.

      ## What needs you

      - **fix-all**: Should the task be tried again as it is? Seen: It changes b.md. Tried: 3 runs failed; the last: out-of-scope.
        - note: The vendor folder may not be touched.
        - Try again with a fresh set of runs. \`reveille blocker answer fix-all retry\`
        - Cancel the task. \`reveille blocker answer fix-all cancel\`
      - **no-agent** has no agent, so nothing can work on it: \`reveille task update no-agent -- PROGRAM\`

      ## What was asked

      - 6 change tasks: 1 P0, 2 P1, 1 P2, 2 P3
      - 1 verify task: 1 P1

      ## What landed

      - **fix-login** (change, P0) Log in again: commit \`24f4642c24\`, tree \`0099182500\`, 1 run.
        - login green: \`npm test -- login\`, exit 0 in 1.5 s, judged by its exit code alone, record \`evidence/evidence-1.json\`
        - test green: \`npm test\`, exit 0 in 1.5 s, judged by its exit code alone, record \`evidence/evidence-2.json\`
      - **fix-date** (change, P1) Parse dates: commit \`a0364b49a0\`, tree \`0099182500\`, 2 runs.
        - test green: \`npm test\`, exit 0 in 1.5 s, judged by its exit code alone, record \`evidence/evidence-4.json\`
        - Run 1 ended as check-failed. test is red: exit 1. Its work: \`git diff 0090ab5800 refs/reveille/runs/run-fix-date-1\`

      ## What was answered without a change

      - **verify-lint** (verify, P1) Is it clean?: **answered red**.
        - lint **red**: \`npm run lint\`, exit 1 in 1.5 s, judged by its exit code alone, record \`evidence/evidence-5.json\`
      - **fix-old** (change, P2) Fixed already: already green before any work. old is green on the base.
        - old green: \`npm test\`, exit 0 in 1.5 s, judged by its exit code alone, record \`evidence/evidence-6.json\`

      ## What did not land, and why

      - **fix-all** (change, P1) Fix everything: blocked; 3 of 3 attempts used.
        - Run 1 ended as out-of-scope. It changes README.md. Its work: \`git diff a0364b49a0 refs/reveille/runs/run-fix-all-1\`
        - Run 2 ended as out-of-scope. It changes docs/a.md. Its work: \`git diff a0364b49a0 refs/reveille/runs/run-fix-all-2\`
        - Run 3 ended as out-of-scope. It changes b.md. Its work: \`git diff a0364b49a0 refs/reveille/runs/run-fix-all-3\`
      - **no-agent** (change, P3) Nobody can: not started: it has no agent.
      - **waits** (change, P3) Needs another: not started: it waits for \`fix-all\`.

      ## How far it was isolated

      - Every run of this night, and every check that this report rests on, was in a bubblewrap sandbox: no network, and of the machine only the system and toolchains, read-only, its own workspace, and what \`jail\` in the configuration adds.

      ## What cannot be proved

      - A green check proves what that check tests, on that tree and in that environment, and nothing else.
      - Judged by their exit code alone, so that one that ends with 0 without having tested anything counts as green: login, test.
      - Code that changes built-ins, or asks whether it is being tested, can turn its own checks green; running it cannot tell. Reveille looks for such additions and leaves what it finds to a person, but it cannot find all.
      - Of fix-date only that nothing broke is proved: no check was red before the work and green after it.

      ## Figures

      - Runs: 8 = 2 landed + 1 concluded + 5 ended + 0 live
      - Ended, by reason: 3 out-of-scope, 1 check-failed, 1 nothing-to-fix
      - Refused by a gate although the agent said it was finished: 4; attempts used: 4
      - First-pass rate: 33 % = 1 change task whose first judged run landed / 3 change tasks with a judged run
      - Wall time with at least one run live: 9 min; agents worked: 9 min, at most 1 at once
      - Parallel factor: 1.00 = agents' working time / wall time
      - Money and tokens: unknown, the ledger does not record them

      ## How to go on

      - \`git log --oneline 0090ab5800..refs/reveille/targets/3\` lists the commits that landed.
      - \`git diff 0090ab5800 refs/reveille/targets/3\` shows all of what landed.
      - \`reveille accept\` moves main to what landed, by fast-forward only.
      - \`reveille blocker list\` lists what you are asked (1).
      - \`reveille why fix-all\` tells the whole story of a task.
      - \`reveille night\` goes on with 2 open tasks.
      "
    `)
  })

  test('of a night with a crash tells what was recovered and where the lost work is', () => {
    expect(told(crashedNight())).toMatchInlineSnapshot(`
      "# Night 3: 0 of 1 task landed

      Began 2026-11-20T22:00:00Z from \`main\` at \`0090ab5800\`; open. Nothing landed, so the target is still that commit. As of 2026-11-20T22:06:00Z.

      Records of checks are files below \`/state/project\`.

      ## What needs you

      Nothing.

      ## What was asked

      - 1 change task: 1 P1

      ## What landed

      Nothing.

      ## What did not land, and why

      - **lost** (change, P1) Do lost: run 2 is working; 0 of 3 attempts used.
        - Run 1 ended as worker-lost. The process that ran its agent is gone and left no end record. Its work: \`git diff 0090ab5800 refs/reveille/runs/run-lost-1\`

      ## What was recovered

      - 2026-11-20T22:05:00Z (event 9): A new leader took over what the last one had left: 1 run taken up again; 1 landing completed; 2 workspaces removed; a stale lock was removed.

      ## How far it was isolated

      - Every run of this night, and every check that this report rests on, was in a bubblewrap sandbox: no network, and of the machine only the system and toolchains, read-only, its own workspace, and what \`jail\` in the configuration adds.

      ## What cannot be proved

      - A green check proves what that check tests, on that tree and in that environment, and nothing else.
      - Code that changes built-ins, or asks whether it is being tested, can turn its own checks green; running it cannot tell. Reveille looks for such additions and leaves what it finds to a person, but it cannot find all.

      ## Figures

      - Runs: 2 = 0 landed + 0 concluded + 1 ended + 1 live
      - Ended, by reason: 1 worker-lost
      - Refused by a gate although the agent said it was finished: 0; attempts used: 0
      - First-pass rate: unknown, no run of a change task was judged
      - Wall time with at least one run live: 6 min; agents worked: 6 min, at most 1 at once
      - Parallel factor: 1.00 = agents' working time / wall time
      - Money and tokens: unknown, the ledger does not record them

      ## How to go on

      - \`reveille why lost\` tells the whole story of a task.
      - \`reveille night\` goes on with 1 open task.
      "
    `)
  })

  test('says that runs without a sandbox could have read secrets', () => {
    const night = new RecordBuilder()
    const run = night.claim(night.task('open'), { isolation: 'none' })
    night.work(run, MINUTE)
    night.move(run, 'checking')
    night.land(run, [night.check(run)])
    const text = told(night)
    expect(text).toContain('1 of 1 run and 1 execution of checks were not in a sandbox')
    expect(text).toContain('secrets included')
    expect(text).toContain('no sandbox, record')
    expect(text).not.toContain('Every run of this night')
  })

  test('shows text of agents and repositories as text and never as Markdown, markup or terminal codes', () => {
    const night = new RecordBuilder()
    const task = night.task('evil', {
      title: '</li><script>x</script> **bold** \u001b[2J [a](http://b) `tick`',
    })
    const run = night.claim(task)
    night.work(run, MINUTE)
    night.move(run, 'checking')
    night.check(run, {
      green: false,
      excerpt: 'a\n```\n# forged heading\n\u001b]0;title\u0007',
      command: 'echo `id`',
    })
    night.end(run, 'check-failed', 'first line\n## forged heading\nsecond line')
    const text = told(night)
    expect(text).toContain(
      '\\</li\\>\\<script\\>x\\</script\\> \\*\\*bold\\*\\* \\[a\\](http://b) \\`tick\\`',
    )
    expect(text).toContain('    ````text\n    a\n    ```\n    # forged heading\n    ````')
    expect(text).toContain('`` echo `id` ``')
    expect(text).not.toContain('\u001b')
    expect(text).not.toMatch(/^#+ forged/m)
  })

  test('lists what the judges held against work that was refused, at most ten of it [approval-seen]', () => {
    const night = new RecordBuilder()
    const run = night.claim(night.task('weakens', { limits: { ...DEFAULT_LIMITS, runs: 1 } }))
    night.work(run, MINUTE)
    night.move(run, 'checking')
    const objections = Array.from({ length: 12 }, (_, at) => ({
      ...{ fingerprint: `f${at}`, rule: 'value-changed', path: 'a.test.ts', line: at + 1, subject: 'a' },
      text: `"a" expects *${at}*`,
    }))
    night.judge(run, { judge: 'protected-files', objections: [], detail: 'In order.' })
    night.judge(run, { judge: 'test-integrity', objections, detail: 'Weakened.' })
    night.end(run, 'weakened-tests', 'Weakened.')
    const text = told(night)
    expect(text).toContain('\n    - a.test.ts:1 value-changed: "a" expects \\*0\\*\n    - a.test.ts:2 ')
    expect(text.match(/^    - a\.test\.ts:\d+ value-changed/gm)).toHaveLength(10)
    const blocker = night.blockers.at(-1)
    if (blocker !== undefined) Object.assign(blocker, { seen: 'Weakened.\n- a.test.ts:1 value-changed' })
    expect(told(night)).toContain('  - All that was seen: `reveille blocker show weakens`')
    const failed = night.claim(night.task('fails'))
    night.judge(failed, { judge: 'lost-tests', objections, detail: 'Lost.' })
    night.end(failed, 'check-failed', 'Lost.')
    expect(told(night).match(/^    - a\.test\.ts:\d+ value-changed/gm)).toHaveLength(10)
  })

  test('cuts the list of tasks that did not start and says how many it left out', () => {
    const night = new RecordBuilder()
    for (let number = 0; number < 30; number++) night.task(`idle-${number}`)
    const handoff = handoffOf(night.record(), place(night.now))
    expect(handoff.outcomes.notStarted).toMatchObject({ total: 30, first: { length: 20 } })
    expect(handoffMarkdown(handoff)).toContain('- and 10 tasks more that did not start: `reveille task list`')
  })

  test('counts a task that was opened again as unfinished and still names the commit that landed', () => {
    const night = new RecordBuilder()
    const task = night.task('again')
    const run = night.claim(task)
    night.work(run, MINUTE)
    night.move(run, 'checking')
    const { to } = night.land(run, [night.check(run)])
    Object.assign(task, { state: 'todo', resolution: null })
    const { outcomes } = handoffOf(night.record(), place(night.now))
    expect(outcomes.landed).toEqual([])
    expect(outcomes.unfinished).toMatchObject([{ key: 'again', landedBefore: [to] }])
  })

  test('offers accept only while the night is open and something landed', () => {
    const night = new RecordBuilder()
    const commands = () => handoffOf(night.record(), place(night.now)).next.map(({ command }) => command)
    const task = night.task('one')
    expect(commands()).toEqual(['reveille night'])
    const run = night.claim(task)
    night.work(run, MINUTE)
    night.move(run, 'checking')
    night.land(run, [night.check(run)])
    expect(commands()).toContain('reveille accept')
    Object.assign(night.night, { state: 'accepted', closedAt: night.now })
    expect(commands()).not.toContain('reveille accept')
  })

  test('rests what landed on the newest evidence of its tree and gate when the intent names none', () => {
    const night = new RecordBuilder()
    const run = night.claim(night.task('cached'))
    night.work(run, MINUTE)
    night.move(run, 'checking')
    const tree = 'f'.repeat(40)
    night.check(null, { tree, green: false })
    const green = night.check(null, { tree })
    night.check(null, { tree, gate: 'another' })
    night.land(run, [{ ...green, id: 'unknown' }])
    const [landed] = handoffOf(night.record(), place(night.now)).outcomes.landed
    expect(landed?.checks.map(({ id }) => id)).toEqual([green.id])
  })
})

function fullNight(): RecordBuilder {
  const night = new RecordBuilder()
  const good = night.task('fix-login', { title: 'Log in again', priority: 'P0' })
  const retried = night.task('fix-date', { title: 'Parse dates' })
  const stuck = night.task('fix-all', { title: 'Fix everything' })
  const answered = night.task('verify-lint', { title: 'Is it clean?', kind: 'verify', agent: null })
  const green = night.task('fix-old', { title: 'Fixed already', priority: 'P2' })
  night.task('no-agent', { title: 'Nobody can', agent: null, priority: 'P3' })
  night.task('waits', { title: 'Needs another', needs: ['fix-all'], priority: 'P3' })
  night.note(stuck, 'The vendor folder may not be touched.')

  const first = night.claim(good)
  const second = night.claim(retried)
  night.work(first, 2 * MINUTE)
  night.move(first, 'checking')
  night.land(first, [
    night.check(first, { check: 'login', expect: 'red-to-green', command: 'npm test -- login' }),
    night.check(first),
  ])
  night.work(second, 3 * MINUTE)
  night.move(second, 'checking')
  night.check(second, { green: false, excerpt: 'FAIL dates\nexpected 1 to be 2' })
  night.end(second, 'check-failed', 'test is red: exit 1.\nFAIL dates')
  const third = night.claim(retried)
  night.work(third, MINUTE)
  night.move(third, 'checking')
  night.land(third, [night.check(third)])

  for (const path of ['README.md', 'docs/a.md', 'b.md']) {
    const run = night.claim(stuck)
    night.work(run, MINUTE)
    night.move(run, 'checking')
    night.end(run, 'out-of-scope', `It changes ${path}.`)
  }
  const asked = night.claim(answered, { agent: 'none' })
  night.move(asked, 'checking')
  night.check(asked, { check: 'lint', green: false, command: 'npm run lint' })
  night.move(asked, 'concluded')
  const idle = night.claim(green)
  night.check(idle, { check: 'old', expect: 'red-to-green' })
  night.end(idle, 'nothing-to-fix', 'old is green on the base.')
  return night.wait(MINUTE)
}

function crashedNight(): RecordBuilder {
  const night = new RecordBuilder()
  const lost = night.claim(night.task('lost'))
  night.work(lost, 5 * MINUTE)
  night.end(lost, 'worker-lost', 'The process that ran its agent is gone and left no end record.')
  const recovery = { resumed: 1, abandoned: 0, landed: 1, requeued: 0, workspacesRemoved: 2 }
  night.event('leader.recovered', { epoch: 2, ...recovery, notes: ['a stale lock was removed'] })
  const again = night.claim(night.tasks[0] ?? night.task('never'))
  night.work(again, MINUTE)
  return night
}
