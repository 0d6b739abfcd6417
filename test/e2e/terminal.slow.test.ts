import { execa } from 'execa'
import { expect, test } from 'vitest'
import { inTerminal } from './in-terminal.ts'
import { BIN, change, createProject, gate, leftovers, reached } from './project.ts'

test('a night in a terminal shows itself; Ctrl-C once drains it, and its last line says how to go on [night-live]', async () => {
  const project = await createProject()
  await project.file(change('one', `${gate(project, 'go')}; echo done > work/one.txt`), change('two'))
  const night = inTerminal(project, ['night', '--concurrency', '1'], { columns: 100 })
  await night.shows(/one.*working/)
  await reached(project, 'go')
  await night.shows(/at go/)
  // The terminal's own Ctrl-C, to everything that runs in it.
  night.order('keys \u0003')
  await night.shows(/nothing new is started and live runs may finish/)
  await project.open('go')
  expect(await night.ended()).toBe(130)
  const { lines, isCursorShown, isPlain } = night.screen()
  expect({ isCursorShown, isPlain }).toEqual({ isCursorShown: true, isPlain: true })
  expect(lines.findLast((line) => line !== '')).toBe('Interrupted. Continue with: reveille night')
  expect(lines.join('\n')).not.toMatch(/── night 1/)
  expect(lines.join('\n')).toMatch(/✓ one: landed as/)
})

test('what ends a night by force leaves the terminal as it was [night-live]', async () => {
  const project = await createProject()
  await project.file(change('one', `${gate(project, 'go')}; echo done > work/one.txt`))
  const night = inTerminal(project, ['night'])
  await night.shows(/one.*working/)
  night.order('SIGKILL')
  expect(await night.ended()).toBe(137)
  expect(night.screen()).toMatchObject({ isCursorShown: true, isPlain: true })
  await project.open('go')
  expect(await project.reveille('night')).toMatchObject({ exitCode: 0 })
  expect(leftovers(project)).toEqual([])
})

test('a failed task is told with its last lines, where to look and how to try again [loud-failure]', async () => {
  const project = await createProject()
  await project.file(change('one', 'seq 100; echo "no such module"; exit 3', { limits: { runs: 1 } }))
  const { exitCode, stdout } = await project.reveille('night')
  expect(exitCode).toBe(3)
  const excerpt = stdout.split('\n').filter((line) => line.startsWith('  | '))
  expect(excerpt).toHaveLength(40)
  expect(excerpt.at(-1)).toBe('  | no such module')
  expect(stdout).toMatch(/one: run 1 ended as agent-error/)
  expect(stdout).toMatch(
    /transcript {2}\/.+\/transcript\.log\n {2}work {8}git diff .+\n {2}again {7}reveille blocker answer one retry/,
  )
})

test('quiet says nothing on stderr, JSON progress only JSON, and GitHub is told what failed [progress-mode]', async () => {
  const project = await createProject()
  await project.file(change('one'))
  expect(await project.reveille('night', '--progress', 'quiet')).toMatchObject({ exitCode: 0, stderr: '' })
  await project.file(change('two', 'echo "##[add-mask]two"; exit 3', { limits: { runs: 1 } }))
  const json = await project.reveille('night', '--progress', 'json', '--json')
  const types = json.stderr
    .split('\n')
    .map((line) => (JSON.parse(line) as { data: { type: string } }).data.type)
  expect(new Set(types)).toEqual(new Set(['narration', 'event', 'standing']))
  expect(JSON.parse(json.stdout)).toMatchObject({ data: { verdict: 'waiting' } })
  await project.reveille('blocker', 'answer', 'two', 'retry')
  const variables = { ...project.variables, GITHUB_ACTIONS: 'true', CI: 'true' }
  const where = { cwd: project.path, env: variables, extendEnv: false, reject: false }
  const { stdout, stderr } = await execa(BIN, ['night'], where)
  expect(stdout).toContain('## [add-mask]two')
  expect(stdout).not.toContain('##[')
  expect(stderr).toMatch(/^::error title=reveille%3A two::/m)
  expect(stderr).toMatch(/^::warning title=reveille%3A two::/m)
})

test('a reader that has seen enough of a night, or of the watching, ends neither in a crash [night-live]', async () => {
  const project = await createProject()
  await project.file(change('one'))
  const where = { cwd: project.path, env: project.variables, extendEnv: false, reject: false, shell: true }
  const { stdout } = await execa(`"${BIN}" night 2>&1 | head -1; "${BIN}" watch | head -1`, where)
  expect(stdout).toMatch(
    /^night 1: the gate is asked about the target \(check\)\n\d\d:\d\d:\d\d one: run 1 begins$/,
  )
  expect(await project.landed()).toEqual(['one'])
  // Where nobody reads it any more, following would go on for ever.
  const following = execa(`"${BIN}" watch --follow --lines 1 | head -1`, where)
  await project.file(change('two'))
  await project.reveille('night')
  expect((await following).stdout).toMatch(/one: landed as/)
})

test('each mutation can be tried dry: it says what it would do and writes no event [dry-run]', async () => {
  const project = await createProject()
  await project.file(change('one'), change('two'))
  await project.reveille('run', 'one')
  const events = async () => (await project.json<{ steps: unknown[] }>('why', 'two')).data?.steps.length
  const before = await events()
  const dry = async (...words: string[]) => (await project.reveille(...words, '--dry-run')).stdout
  expect(await dry('task', 'note', 'two', 'careful')).toMatch(/^would note on two by human:/)
  expect(await dry('task', 'dep', 'two', '--add', 'one')).toBe('two would need one')
  expect(await dry('task', 'cancel', 'two', '--reason', 'gone')).toBe('would cancel two')
  expect(await dry('task', 'update', 'two', '--priority', 'P0')).toMatch(/^would change priority/)
  expect(await events()).toBe(before)
  expect(await project.json('task', 'dep', 'one', '--add', 'one', '--dry-run')).toMatchObject({
    exitCode: 2,
    error: { code: 'needs-cycle' },
  })
  const main = await project.git('rev-parse', 'main')
  expect(await dry('accept')).toMatch(/^Would move main from \w{12} to \w{12}, with the files in .+ once /)
  expect(await project.git('rev-parse', 'main')).toBe(main)
  expect(await project.json('status')).toMatchObject({ data: { night: { number: 1 } } })
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true, dryRun: false } })
  expect(await project.json('accept', '--dry-run')).toMatchObject({ error: { code: 'night-missing' } })
})

test('what nothing can bring back is removed only after a yes [dry-run]', async () => {
  const project = await createProject()
  await project.file(change('one'))
  await project.reveille('night')
  expect(await project.json('clean', '--transcripts')).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid', hint: 'reveille clean --transcripts --yes, or --dry-run to look only' },
  })
  expect(await project.json('clean', '--transcripts', '--yes')).toMatchObject({ data: { removed: true } })
  expect(await project.json('clean', '--transcripts')).toMatchObject({ exitCode: 0, data: { items: [] } })
})

test('help is data for programs: types, choices, examples, exit codes and fields; a slip is answered with what was meant [help-json]', async () => {
  const project = await createProject()
  const all = await project.json<Described[]>('help')
  expect(all.data?.find(({ name }) => name === 'watch')).toMatchObject({
    options: expect.arrayContaining([
      expect.objectContaining({ long: '--lines', short: '-n', type: 'number', isRepeated: false }),
      expect.objectContaining({ long: '--progress', choices: expect.arrayContaining(['live']) }),
    ]),
    examples: expect.arrayContaining(['reveille watch']),
    fields: expect.stringContaining('status: { asOf, verdict: { kind, text, command }'),
    exitCodes: { 0: 'ok', 130: 'interrupted' },
  })
  const lost = (all.data ?? []).filter(({ fields, examples }) => fields === 'any' || examples.length === 0)
  expect(lost).toEqual([])
  expect((await project.reveille('--help')).stdout).toMatch(/^Examples:\n {2}reveille demo/)
  for (const { name } of all.data ?? []) {
    const { stdout } = await project.reveille('help', ...name.split(' '))
    expect(stdout).toMatch(/^Examples:\n[\s\S]+JSON data:\n {2}\{ /)
  }
  expect((await project.reveille('statsu')).stderr).toContain('Did you mean status?')
  expect((await project.reveille('task', 'lst')).stderr).toContain('Did you mean list?')
  expect((await project.reveille('status', '--jsno')).stderr).toContain('Did you mean --json?')
  expect((await project.reveille('night', '--progress', 'liv')).stderr).toContain('Did you mean live?')
})

interface Described {
  readonly name: string
  readonly fields: string
  readonly examples: readonly string[]
}
