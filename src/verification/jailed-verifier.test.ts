import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type Task } from '../domain/task.ts'
import { beginNight, commitFiles, shellCheck, type LandingNight } from '../../test/landing-world.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { NO_ENVIRONMENT } from '../workspaces/workspace.ts'
import { handoffMarkdown } from '../reports/handoff-markdown.ts'
import { handoffOf } from '../reports/handoff.ts'
import { readNight } from '../reports/record.ts'
import { readEvidence } from './checks/evidence-store.ts'

/** A task with a run that has just been claimed. */
async function claim({ world, night, base }: LandingNight, fields: Partial<Task> = {}) {
  const { ledger } = world
  const task = await ledger.addTask({
    actor: { role: 'human', name: 'ann' },
    draft: {
      key: `task-${(await ledger.tasks({})).length}`,
      title: 'a task',
      goal: '',
      kind: 'change',
      priority: 'P2',
      domain: null,
      scope: { write: ['src/**'], strict: false },
      needs: [],
      checks: [],
      agent: null,
      limits: DEFAULT_LIMITS,
      ...PLAIN_DRAFT,
      ...fields,
    },
  })
  const run = await ledger.claimTask({
    epoch: null,
    nightId: night.id,
    task: task.id,
    agent: 'program',
    isolation: 'none',
    base,
  })
  return { task, run }
}

/** A command that writes a line to a file outside, and the number of lines there. */
async function counter() {
  const file = join(await temporaryDirectory(), 'count')
  await writeFile(file, '')
  return { shell: `echo x >> ${file}`, count: async () => (await readFile(file, 'utf8')).length / 2 }
}

describe('judgeBase', () => {
  const red = shellCheck('red', 'test -e src/done', { expect: 'red-to-green' })

  test('a red check on a green base is ready, and was seen red twice', async () => {
    const began = await beginNight()
    const { shell, count } = await counter()
    const claimed = await claim(began, {
      checks: [shellCheck('red', `${shell}; exit 1`, { expect: 'red-to-green' })],
    })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toEqual({
      kind: 'ready',
    })
    expect(await count()).toBe(2)
    const evidence = await began.world.ledger.evidence({ runId: claimed.run.id })
    expect(evidence.map(({ check, green }) => [check, green])).toEqual([
      ['sound', true],
      ['red', false],
      ['red', false],
    ])
  })

  test('the next run on the same base needs one look more, and none at the gate', async () => {
    const [gate, check] = [await counter(), await counter()]
    const began = await beginNight({ gate: [shellCheck('sound', gate.shell)] })
    const claimed = await claim(began, {
      checks: [shellCheck('red', `${check.shell}; exit 1`, { expect: 'red-to-green' })],
    })
    await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })
    await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })
    expect([await gate.count(), await check.count()]).toEqual([1, 3])
  })

  test('runs that start at once share one look at the gate of their base', async () => {
    const { shell, count } = await counter()
    const began = await beginNight({ gate: [shellCheck('sound', shell)] })
    const claimed = [await claim(began), await claim(began), await claim(began)]
    const verdicts = await Promise.all(
      claimed.map((one) => began.verifier.judgeBase({ ...one, environment: NO_ENVIRONMENT })),
    )
    expect(verdicts.map(({ kind }) => kind)).toEqual(['ready', 'ready', 'ready'])
    expect(await count()).toBe(1)
  })

  test('a run that lost its token does not spoil the look it shared', async () => {
    const began = await beginNight()
    const [stale, live] = [await claim(began), await claim(began)]
    const verdicts = await Promise.allSettled(
      [{ ...stale, run: { ...stale.run, token: stale.run.token - 1 } }, live].map((one) =>
        began.verifier.judgeBase({ ...one, environment: NO_ENVIRONMENT }),
      ),
    )
    expect(verdicts).toMatchObject([{ reason: { code: 'stale-token' } }, { value: { kind: 'ready' } }])
  })

  test('a red gate is target-red, with the end of its output', async () => {
    const began = await beginNight({ gate: [shellCheck('sound', 'echo three words here; exit 3')] })
    const claimed = await claim(began, { checks: [red] })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toEqual({
      kind: 'target-red',
      detail: 'Red on the base: sound: It ended with exit code 3.\nthree words here',
    })
  })

  test('a red gate is asked again, never believed twice', async () => {
    const file = join(await temporaryDirectory(), 'repaired')
    const began = await beginNight({ gate: [shellCheck('sound', `test -e ${file}`)] })
    const claimed = await claim(began)
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toMatchObject({
      kind: 'target-red',
    })
    await writeFile(file, '')
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toEqual({
      kind: 'ready',
    })
  })

  test('the repair of the gate may work on a red base', async () => {
    const began = await beginNight({ files: { broken: '' } })
    const repair = shellCheck('any name', 'test ! -e broken', { expect: 'red-to-green' })
    const claimed = await claim(began, { checks: [repair] })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toEqual({
      kind: 'ready',
    })
  })

  test.each([
    ['nothing-to-fix', 'true'],
    ['invalid-red', 'no-such-program-anywhere'],
    ['invalid-red', 'kill -9 $$'],
    ['invalid-red', './readme.md'],
  ])('%s: %s', async (kind, shell) => {
    const began = await beginNight()
    const claimed = await claim(began, { checks: [shellCheck('red', shell, { expect: 'red-to-green' })] })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toMatchObject({
      kind,
    })
  })

  test('a program that is not there is an invalid red without a shell too', async () => {
    const began = await beginNight()
    const check = { ...red, command: { argv: ['no-such-program-anywhere'] } }
    const claimed = await claim(began, { checks: [check] })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toMatchObject({
      kind: 'invalid-red',
      detail: expect.stringContaining('127'),
    })
  })

  test('two answers on one tree are flaky', async () => {
    const mark = join(await temporaryDirectory(), 'mark')
    const began = await beginNight()
    const check = shellCheck('red', `test -e ${mark} || { touch ${mark}; exit 1; }`, {
      expect: 'red-to-green',
    })
    const claimed = await claim(began, { checks: [check] })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toMatchObject({
      kind: 'flaky-check',
    })
  })

  test('a task that changes nothing is ready without any look', async () => {
    const began = await beginNight({ gate: [shellCheck('sound', 'exit 1')] })
    const claimed = await claim(began, { kind: 'verify', checks: [shellCheck('mine', 'exit 1')] })
    expect(await began.verifier.judgeBase({ ...claimed, environment: NO_ENVIRONMENT })).toEqual({
      kind: 'ready',
    })
  })
})

describe('verify', () => {
  test('every check is run on files of the commit alone, a red one does not stop the others', async () => {
    const began = await beginNight({
      gate: [shellCheck('first', 'touch left-behind; exit 1'), shellCheck('second', 'test ! -e left-behind')],
    })
    await began.repository.write({ 'not-committed': '' })
    const claimed = await claim(began, {
      checks: [shellCheck('third', 'test ! -e not-committed && cat readme.md')],
    })
    const verdict = await began.verifier.verify({ ...claimed, commit: began.base })
    expect(verdict.green).toBe(false)
    expect(verdict.evidence.map(({ check, green }) => [check, green])).toEqual([
      ['first', false],
      ['second', true],
      ['third', true],
    ])
    expect(verdict.detail).toBe('Red on the tree that was asked about: first: It ended with exit code 1.')
  })

  test('the target is asked before the work is blamed', async () => {
    const began = await beginNight({
      gate: [shellCheck('sound', 'test ! -e broken'), shellCheck('outer', 'exit 4')],
    })
    const claimed = await claim(began)
    const good = await commitFiles(began.world, began.base, { 'src/b': '' })
    const bad = await commitFiles(began.world, began.base, { broken: '' })
    const verify = (commit: string) => began.verifier.verify({ ...claimed, commit, target: began.base })
    expect(await verify(good)).toMatchObject({
      green: false,
      reason: 'target-red',
      detail: 'Red on the target too: outer: It ended with exit code 4.',
    })
    expect(await verify(bad)).toMatchObject({
      green: false,
      reason: 'check-failed',
      detail: expect.stringMatching(/target: sound: It ended with exit code 1\.$/),
    })
  })

  test('a verify task answers for its own checks, not for the gate', async () => {
    const began = await beginNight({ gate: [shellCheck('sound', 'exit 1')] })
    const claimed = await claim(began, { kind: 'verify', checks: [shellCheck('mine', 'true')] })
    expect(await began.verifier.verify({ ...claimed, commit: began.base })).toMatchObject({
      green: true,
      detail: '',
    })
  })

  test("a check sees the variables of the configuration and none of Reveille's own", async () => {
    process.env['REVEILLE_TEST_LEAK'] = 'leaked'
    const began = await beginNight({
      gate: [shellCheck('variables', 'echo $CI $TZ $LANG [$REVEILLE_TEST_LEAK]')],
    })
    const claimed = await claim(began)
    const { evidence } = await began.verifier.verify({ ...claimed, commit: began.base })
    expect(evidence[0]?.excerpt).toBe('1 UTC C.UTF-8 []\n')
  })

  test('the whole masked output is on record, its end in the ledger', async () => {
    const script = 'i=0; while [ $i -lt 2000 ]; do echo "line $i hunter2"; i=$((i+1)); done; echo end >&2'
    const began = await beginNight({ gate: [shellCheck('long', script)], secrets: ['hunter2'] })
    const { evidence } = await began.verifier.verify({ ...(await claim(began)), commit: began.base })
    const [one] = evidence
    if (one === undefined) throw new TypeError('no evidence')
    const record = await readEvidence(began.world.stateDirectory, one)
    expect(record.output).toMatch(/^line 0 \[masked\]\n[^]*line 1999 \[masked\]\nend\n$/)
    expect(record.output).not.toContain('hunter2')
    expect(one.excerpt.length).toBeLessThanOrEqual(4096)
    expect(one.excerpt.endsWith('line 1999 [masked]\nend\n')).toBe(true)
    expect(record).toMatchObject({ check: 'long', tree: one.tree, gate: one.gate, green: true })
    expect(await readdir(join(began.world.stateDirectory, 'evidence'))).toEqual([
      one.file.replace('evidence/', ''),
    ])
  })

  test('what a flood says last is kept, at most a megabyte of it', async () => {
    const began = await beginNight({ gate: [shellCheck('flood', 'yes | head -c 3000000; echo the end')] })
    const { evidence } = await began.verifier.verify({ ...(await claim(began)), commit: began.base })
    const record = await readEvidence(began.world.stateDirectory, { file: evidence[0]?.file ?? '' })
    expect(record.output.length).toBeLessThanOrEqual(1024 * 1024)
    expect(record.output.endsWith('the end\n')).toBe(true)
  })

  test('a check that runs out of time is red and is stopped', async () => {
    const began = await beginNight({ gate: [shellCheck('slow', 'echo begun; sleep 60', { timeoutMs: 300 })] })
    const verdict = await began.verifier.verify({ ...(await claim(began)), commit: began.base })
    expect(verdict.evidence[0]).toMatchObject({
      green: false,
      timedOut: true,
      exitCode: null,
      signal: null,
      excerpt: 'begun\n',
    })
  })

  test('a jail that cannot be set up blames nobody', async () => {
    const jail = {
      isolation: 'none' as const,
      rootInside: () => '',
      homeInside: () => '',
      socketInside: () => '',
      prove: () => Promise.reject(new Error('unused')),
      wrap: () => ({ argv: ['/bin/sh', '-c', 'echo no namespace >&2; exit 1'], variables: {} }),
    }
    const began = await beginNight({ jail })
    const claimed = await claim(began)
    await expect(began.verifier.verify({ ...claimed, commit: began.base })).rejects.toMatchObject({
      code: 'jail-unavailable',
      message: expect.stringContaining('no namespace'),
    })
    expect(await began.world.ledger.evidence({ runId: claimed.run.id })).toEqual([])
  })

  test('a path outside the evidence folder is not read', async () => {
    await expect(readEvidence('/state', { file: 'evidence/../ledger.db' })).rejects.toMatchObject({
      code: 'unsafe-path',
    })
  })
})

describe('judgeWork', () => {
  test("the work is what differs from the run's base, links judged by where they point", async () => {
    const began = await beginNight()
    const claimed = await claim(began)
    const judge = async (files: Record<string, string>) => {
      const candidate = await commitFiles(began.world, began.base, files)
      return began.verifier.judgeWork({ ...claimed, candidate, refused: [] })
    }
    expect(await judge({ 'src/b.txt': 'b\n' })).toEqual({ kind: 'ok' })
    expect(await judge({ 'docs/b.txt': 'b\n' })).toMatchObject({
      reason: 'out-of-scope',
      detail: expect.stringContaining('docs/b.txt'),
    })
    expect(await judge({})).toMatchObject({ reason: 'no-change' })
  })

  test('a committed link out of the tree is found', async () => {
    const began = await beginNight()
    await began.repository.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${await blobOf(began, '../../etc/passwd')},src/link`,
    )
    await began.repository.git('commit', '--quiet', '-m', 'link')
    const candidate = await began.repository.git('rev-parse', 'HEAD')
    const claimed = await claim(began)
    expect(await began.verifier.judgeWork({ ...claimed, candidate, refused: [] })).toMatchObject({
      detail: expect.stringContaining('src/link'),
    })
  })
})

const VALUE = (value: string) =>
  `import { expect, test } from 'vitest'\ntest('adds', () => {\n  expect(1 + 2).toBe(${value})\n})\n`

describe('an approval', () => {
  test('lets exactly that change pass in the next run, in any layout, and no other [approval-exact]', async () => {
    const began = await beginNight({ files: { 'test/a.test.js': VALUE('3') } })
    const { ledger } = began.world
    const fields = {
      scope: { write: ['test/**'], strict: false },
      allow: ['tests' as const],
      limits: { ...DEFAULT_LIMITS, runs: 1 },
    }
    const { task, run } = await claim(began, fields)
    const judge = async (at: typeof run, text: string) => {
      const candidate = await commitFiles(began.world, began.base, { 'test/a.test.js': text })
      return began.verifier.judgeWork({ run: at, task, candidate, refused: [] })
    }
    const refused = await judge(run, VALUE('4'))
    if (refused.kind !== 'refused' || refused.blocker === undefined) throw new Error('It was not refused')
    expect(refused.blocker.seen).toMatch(/\n- test\/a\.test\.js:3 value-changed: .*toBe\(4\)/)
    const { reason, detail, blocker } = refused
    await ledger.endRun({ runId: run.id, token: run.token, reason, detail, blocker })
    const [raised] = await ledger.blockers({ taskId: task.id })
    const human = { role: 'human', name: 'ann' } as const
    await ledger.answerBlocker({ actor: human, blockerId: raised?.id ?? '', option: 'approve' })
    const next = await ledger.claimTask({
      ...{ epoch: null, nightId: began.night.id, task: task.id, agent: 'program' },
      ...{ isolation: 'none', base: began.base },
    })
    expect(await judge(next, VALUE('99'))).toMatchObject({ kind: 'refused', reason: 'weakened-tests' })
    expect(await judge(next, `// more\n${VALUE('4').replace('expect(1', 'expect(  1')}`)).toEqual({
      kind: 'ok',
    })
    const judged = await ledger.events({ runId: next.id, kinds: ['run.judged'] })
    expect(JSON.stringify(judged.map(({ data }) => data))).toContain('A person has approved all of it.')
  })
})

test('a secret in the name of a test reaches neither record, ledger, events nor report [night-secrets]', async () => {
  const secret = 'correct-horse-battery'
  const tap = `printf '%s\\n' 'TAP version 13' 'not ok 1 - opens with ${secret.slice(0, 7)}''${secret.slice(7)}' '1..1'; exit 1`
  const check = shellCheck('red', tap, { report: { format: 'tap', file: null } })
  const began = await beginNight({ secrets: [secret] })
  const { ledger, stateDirectory } = began.world
  const { run, task } = await claim(began, { checks: [check] })
  const { detail } = await began.verifier.verify({ run, task, commit: began.base })
  expect(detail).toContain('opens with [masked] failed')
  const rows = await ledger.evidence({ runId: run.id })
  const red = rows.find(({ green }) => !green)
  expect(red?.finding).toContain('[masked]')
  const file = await readEvidence(stateDirectory, red ?? { file: '' })
  expect(file.report?.tests).toEqual([{ id: 'opens with [masked]', outcome: 'failed' }])
  await ledger.endRun({ runId: run.id, token: run.token, reason: 'check-failed', detail })
  const record = await readNight(ledger, null)
  const handoff = handoffOf(record, { now: record.night.openedAt, stateDirectory })
  const told = [file, rows, await ledger.events({}), handoff, handoffMarkdown(handoff)]
  for (const one of told) expect(JSON.stringify(one)).not.toContain(secret)
})

async function blobOf({ repository }: LandingNight, content: string): Promise<string> {
  const file = join(await temporaryDirectory(), 'content')
  await writeFile(file, content)
  return repository.git('hash-object', '-w', file)
}
