import { execa } from 'execa'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { PLAIN_BLOCKER, RETRY_OR_CANCEL } from '../../src/domain/blocker.ts'
import { temporaryDirectory } from '../temporary.ts'
import { writeTree } from '../tree.ts'

const BIN = join(import.meta.dirname, '../../bin/reveille')

let base: string
let repository: string
let variables: Record<string, string>

beforeAll(async () => {
  base = await temporaryDirectory()
  variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(base, 'home'),
    XDG_STATE_HOME: join(base, 'state'),
    XDG_CACHE_HOME: join(base, 'cache'),
    LANG: 'C.UTF-8',
  }
  await mkdir(join(base, 'home'))
  repository = await makeRepository('shop')
})

async function makeRepository(name: string): Promise<string> {
  const root = join(base, name)
  await writeTree(root, {
    'package.json': JSON.stringify({ name, scripts: { test: 'node --test' } }),
    'src/sum.js': 'export const sum = 0\n',
  })
  const git = execa({ cwd: root, env: { HOME: join(base, 'home'), GIT_CONFIG_NOSYSTEM: '1' } })
  await git`git init -q -b main`
  await git`git add .`
  await git`git -c user.name=a -c user.email=a@localhost commit -qm start`
  return root
}

interface Said {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

async function reveille(
  words: readonly string[],
  options: { cwd?: string; input?: string } = {},
): Promise<Said> {
  const { exitCode, stdout, stderr } = await execa(BIN, words, {
    cwd: options.cwd ?? repository,
    env: variables,
    extendEnv: false,
    reject: false,
    timeout: 60_000,
    input: options.input ?? '',
  })
  return { exitCode, stdout, stderr }
}

interface Envelope {
  readonly schemaVersion: 1
  readonly data?: Record<string, unknown>
  readonly warnings?: readonly string[]
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly hint: string | null
    readonly data?: Record<string, unknown>
  }
}

/** In JSON stdout is one envelope and nothing else. */
async function json(words: readonly string[], options: { cwd?: string; input?: string } = {}) {
  const said = await reveille([...words.slice(0, 2), '--json', ...words.slice(2)], options)
  expect(said.stdout.split('\n')).toHaveLength(1)
  const envelope = JSON.parse(said.stdout) as Envelope
  expect(envelope.schemaVersion).toBe(1)
  return { ...envelope, exitCode: said.exitCode, stderr: said.stderr }
}

test('init looks without leaving a trace, writes when told to, and is safe to run again', async () => {
  const look = await reveille(['init', '--dry-run'])
  expect(look).toMatchObject({
    exitCode: 0,
    stdout: 'would create  .reveille/config.schema.json\nwould create  .reveille/config.yaml',
  })
  expect(look.stderr).toContain('test: npm run test')
  await expect(readFile(join(repository, '.git/reveille-project'))).rejects.toThrow('ENOENT')
  await expect(readFile(join(repository, '.reveille/config.yaml'))).rejects.toThrow('ENOENT')

  const refused = await json(['init'])
  expect(refused).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid', hint: 'reveille init --yes, or --dry-run to look only' },
  })

  const done = await json(['init', '--yes'])
  expect(done).toMatchObject({ exitCode: 0, data: { branch: 'main', managers: ['npm'], isWritten: true } })
  const config = join(repository, '.reveille/config.yaml')
  expect(await readFile(config, 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\/config\.schema\.json\n/,
  )

  await writeFile(config, 'target: main\ngate: [{ name: test, run: [npm, test] }]\n')
  expect(await reveille(['init', '--yes'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('kept  .reveille/config.yaml'),
  })
  expect(await readFile(config, 'utf8')).toContain('gate: [{ name: test')
})

test('doctor tells one line a check and fails when one fails', async () => {
  const healthy = await json(['doctor'])
  const checks = healthy.data?.['checks'] as { name: string; ok: boolean }[]
  expect(checks.map(({ name }) => name)).toEqual([
    'git',
    'node',
    'state',
    'disk',
    'repository',
    'config',
    'target',
    'gate',
    'programs',
    'sandbox',
    'overlay',
    'clones',
    'leftovers',
  ])
  expect(checks.filter(({ name, ok }) => !ok && name !== 'sandbox')).toEqual([])

  const broken = await makeRepository('broken')
  await writeTree(broken, { '.reveille/config.yaml': 'target: mian\ngate: []\n' })
  const prose = await reveille(['doctor'], { cwd: broken })
  expect(prose.exitCode).toBe(1)
  expect(prose.stdout).toContain('there is no branch mian')
  expect(prose.stdout).toMatch(/fix: add to \.reveille\/config\.yaml: gate: /)
  expect(prose.stderr).toBe('')
})

test('a second clone of the same origin is told', async () => {
  const [one, two] = [await makeRepository('one'), await makeRepository('two')]
  for (const root of [one, two]) {
    await execa({ cwd: root })`git remote add origin https://example.com/shop.git`
    await reveille(['init', '--yes'], { cwd: root })
  }
  const { exitCode, stdout } = await reveille(['doctor'], { cwd: two })
  expect(stdout).toContain(`same origin, nights of its own: ${one}`)
  expect(exitCode).not.toBe(2)
})

test('tasks are added from options, shown and listed, in prose and as data', async () => {
  const added = await json([
    'task',
    'add',
    'fix-sum',
    '--title',
    'Sum is wrong',
    '--goal',
    'Make it right.\nAll of it.',
    '--priority',
    'P1',
    '--domain',
    'math',
    '--write',
    'src/**',
    'test/**',
    '--strict',
    '--red-to-green',
    'npm test -- sum',
    '--must-pass',
    '["npm","run","lint"]',
    '--check-timeout',
    '90s',
    '--runs',
    '2',
    '--wall-clock',
    '30m',
    '--',
    'my-agent',
    '--json',
    'two words',
  ])
  expect(added).toMatchObject({
    exitCode: 0,
    stderr: '',
    data: { added: [{ key: 'fix-sum', state: 'todo', priority: 'P1' }] },
  })
  expect(await json(['task', 'show', 'fix-sum'])).toMatchObject({
    data: {
      task: {
        goal: 'Make it right.\nAll of it.',
        domain: 'math',
        scope: { write: ['src/**', 'test/**'], strict: true },
        agent: { kind: 'program', command: { argv: ['my-agent', '--json', 'two words'] } },
        limits: { runs: 2, wallClockMs: 1_800_000, noProgressMs: 600_000 },
        checks: [
          {
            name: 'red-to-green-1',
            command: { shell: 'npm test -- sum' },
            expect: 'red-to-green',
            timeoutMs: 90_000,
          },
          {
            name: 'must-pass-2',
            command: { argv: ['npm', 'run', 'lint'] },
            expect: 'must-pass',
            timeoutMs: 90_000,
          },
        ],
      },
      notes: [],
      runs: [],
      blockers: [],
    },
  })
  await reveille([
    'task',
    'add',
    'prove',
    '--title',
    'The suite passes',
    '--kind',
    'verify',
    '--must-pass',
    'npm test',
    '--need',
    'fix-sum',
  ])
  expect(await reveille(['task', 'list'])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: [
      'KEY      PRIO  STATE  KIND    FAILED  NEEDS    TITLE',
      'fix-sum  P1    todo   change  0       —        Sum is wrong',
      'prove    P2    todo   verify  0       fix-sum  The suite passes',
    ].join('\n'),
  })
  expect((await reveille(['task', 'list', 'suite'])).stdout).toContain('prove')
  expect((await reveille(['task', 'list', '--state', 'done'])).stdout).toBe('no tasks')
  expect((await reveille(['task', 'show', 'fix-sum'])).stdout).toMatch(
    /may write +src\/\*\*, test\/\*\* \(strict\)/,
  )
})

test('a list of tasks is added whole, in the order of needs, or not at all', async () => {
  const draft = (key: string, more: object = {}) => ({
    key,
    title: key,
    kind: 'verify',
    checks: [{ command: { shell: 'true' }, expect: 'must-pass' }],
    ...more,
  })
  const list = [draft('second', { needs: ['first'] }), draft('first')]
  const bad = await json(['task', 'add', '--json-file', '-'], {
    input: JSON.stringify([...list, draft('third', { kinds: 1 })]),
  })
  expect(bad).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid', message: expect.stringContaining('task 3') },
  })
  expect(await json(['task', 'show', 'first'])).toMatchObject({ exitCode: 2, error: { code: 'not-found' } })

  const circle = [draft('a', { needs: ['b'] }), draft('b', { needs: ['a'] })]
  expect(await json(['task', 'add', '--json-file', '-'], { input: JSON.stringify(circle) })).toMatchObject({
    error: { code: 'needs-cycle' },
  })

  const file = join(base, 'tasks.json')
  await writeFile(file, JSON.stringify(list))
  expect(await json(['task', 'add', '--json-file', file, '--dry-run'])).toMatchObject({
    data: { added: [], planned: ['first', 'second'] },
  })
  expect(await json(['task', 'add', '--json-file', file])).toMatchObject({
    data: { added: [{ key: 'first' }, { key: 'second' }] },
  })
  expect(await json(['task', 'add', '--json-file', file])).toMatchObject({
    exitCode: 2,
    error: { code: 'already-exists' },
  })
})

test.each<[string, string[], string]>([
  ['an agent that may write nothing', ['x1', '--title', 'x', '--shell', 'true'], 'needs paths'],
  ['an explore task that nobody looks for', ['x1', '--title', 'x', '--kind', 'explore'], 'needs an agent'],
  ['a kind that is none', ['x1', '--title', 'x', '--kind', 'chnage'], 'must be one of change, verify'],
  ['a key that is no slug', ['X_1', '--title', 'x', '--shell', 'true', '--write', 'a'], 'key: must be a key'],
  ['no title', ['x1', '--shell', 'true', '--write', 'a'], 'title: must be a title'],
  ['a path outside', ['x1', '--title', 'x', '--shell', 'true', '--write', '../a'], 'below the root'],
  ['two agents', ['x1', '--title', 'x', '--write', 'a', '--shell', 'true', '--', 'true'], 'more than once'],
  [
    'a duration that is none',
    ['x1', '--title', 'x', '--write', 'a', '--shell', 'true', '--wall-clock', '5'],
    'no duration',
  ],
  [
    'a number that is none',
    ['x1', '--title', 'x', '--write', 'a', '--shell', 'true', '--runs', 'x'],
    'limits.runs',
  ],
  [
    'an unknown need',
    ['x1', '--title', 'x', '--write', 'a', '--shell', 'true', '--need', 'fix-smu'],
    'fix-smu',
  ],
  ['a file that is not there', ['--json-file', 'none.json'], 'cannot be read'],
])('task add refuses %s in words', async (_, words, reason) => {
  const { exitCode, stdout, stderr } = await reveille(['task', 'add', ...words])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(reason)
  expect(stderr).toMatch(/^error: .+\n(?: {2}hint: .+\n)? {2}code: [a-z-]+$/)
})

test('a scripted agent is read from its file', async () => {
  const file = join(base, 'steps.json')
  await writeFile(file, JSON.stringify([{ write: 'src/a', text: 'a' }]))
  await reveille(['task', 'add', 'scripted', '--title', 's', '--write', 'src/**', '--scripted', file])
  expect(await json(['task', 'show', 'scripted'])).toMatchObject({
    data: { task: { agent: { kind: 'scripted', steps: [{ write: 'src/a' }] } } },
  })
})

test('an update changes the fields it names and no others', async () => {
  const before = (await json(['task', 'show', 'fix-sum'])).data?.['task'] as Record<string, unknown>
  const said = await json(['task', 'update', 'fix-sum', '--priority', 'P0', '--no-strict', '--runs', '5'])
  expect(said).toMatchObject({
    exitCode: 0,
    data: { changed: ['priority', 'scope', 'limits'], dryRun: false },
  })
  const after = said.data?.['task'] as Record<string, unknown>
  expect(after).toEqual({
    ...before,
    priority: 'P0',
    scope: { write: ['src/**', 'test/**'], strict: false },
    limits: { runs: 5, wallClockMs: 1_800_000, noProgressMs: 600_000 },
    version: Number(before['version']) + 1,
    updatedAt: after['updatedAt'],
  })
  expect(await json(['task', 'update', 'fix-sum', '--title', 'x', '--if-version', '1'])).toMatchObject({
    exitCode: 1,
    error: { code: 'version-conflict' },
  })
  expect(await json(['task', 'update', 'fix-sum', '--title', 'x', '--dry-run'])).toMatchObject({
    data: { task: { title: 'x' }, dryRun: true },
  })
  expect(await json(['task', 'show', 'fix-sum'])).toMatchObject({ data: { task: { title: 'Sum is wrong' } } })
  expect(await json(['task', 'update', 'fix-sum'])).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid' },
  })
  expect((await reveille(['task', 'update', 'fix-sum', '--domain', ''])).stdout).toMatch(/^changed domain\n/)
})

test('notes are appended, from words and from stdin', async () => {
  await reveille(['task', 'note', 'fix-sum', 'two', 'words'])
  const said = await reveille(['task', 'note', 'fix-sum', '-'], { input: 'from stdin\nin lines' })
  expect(said).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringMatching(/^noted on fix-sum at \d{4}-.+Z by human:/),
  })
  expect(await json(['task', 'show', 'fix-sum'])).toMatchObject({
    data: { notes: [{ text: 'two words' }, { text: 'from stdin\nin lines' }] },
  })
  expect(await json(['task', 'note', 'fix-sum', ' '])).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid' },
  })
})

test('needs are changed and a circle is refused', async () => {
  expect((await reveille(['task', 'dep', 'second', '--add', 'prove', '--remove', 'first'])).stdout).toBe(
    'second needs prove',
  )
  expect(await json(['task', 'dep', 'prove', '--add', 'second'])).toMatchObject({
    exitCode: 2,
    error: { code: 'needs-cycle' },
  })
  expect(await json(['task', 'dep', 'prove'])).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid' },
  })
})

test('cancelling is for good and needs a reason', async () => {
  expect(await json(['task', 'cancel', 'first'])).toMatchObject({
    exitCode: 2,
    error: { message: 'reason: must say why' },
  })
  expect((await reveille(['task', 'cancel', 'first', '--reason', 'gone', '--dry-run'])).stdout).toBe(
    'would cancel first',
  )
  expect((await reveille(['task', 'cancel', 'first', '--reason', 'gone'])).stdout).toBe('cancelled first')
  expect(await json(['task', 'cancel', 'first', '--reason', 'again'])).toMatchObject({
    exitCode: 1,
    error: { code: 'illegal-move' },
  })
})

test('a blocker is listed, shown by its task and answered once', async () => {
  expect((await reveille(['blocker', 'list'])).stdout).toBe('nothing waits for you')
  {
    const silent = (): void => undefined
    await using context = compose({
      folder: repository,
      variables,
      narrate: silent,
      warn: silent,
      confirm: null,
    })
    const ledger = await context.ledger()
    const blocker = {
      seen: 'It\u001b[31m fails.',
      tried: 'Nothing.',
      question: 'Again?',
      options: RETRY_OR_CANCEL,
      ...PLAIN_BLOCKER,
    }
    await ledger.raiseBlocker({ actor: context.actor, task: 'scripted', blocker })
  }
  expect((await reveille(['blocker', 'list'])).stdout).toMatch(
    /^TASK .+\nscripted +\d.* ago +— +retry\|cancel +Again\?$/,
  )
  const shown = await reveille(['blocker', 'show', 'scripted'])
  expect(shown.stdout).toMatch(/seen +It \[31m fails\./)
  const { data } = await json(['blocker', 'list'])
  const [{ id = '' } = {}] = data?.['blockers'] as { id?: string }[]
  expect(await json(['blocker', 'answer', id, 'maybe'])).toMatchObject({
    exitCode: 2,
    error: { code: 'answer-invalid' },
  })
  expect((await reveille(['blocker', 'answer', 'scripted', 'retry'])).stdout).toBe(
    'answered retry; scripted is todo\nA night that runs goes on with it; otherwise: reveille night',
  )
  expect(await json(['blocker', 'answer', id, 'cancel'])).toMatchObject({
    exitCode: 2,
    error: { code: 'answer-invalid' },
  })
  expect(await json(['blocker', 'list', '--all'])).toMatchObject({
    data: { blockers: [{ id, answer: 'retry', task: 'scripted' }] },
  })
  expect(await json(['blocker', 'show', 'prove'])).toMatchObject({
    exitCode: 2,
    error: { code: 'not-found' },
  })
})

test('the repository is named from anywhere, in a linked worktree and in a bare clone', async () => {
  expect((await reveille(['--repo', repository, 'task', 'list'], { cwd: base })).stdout).toContain('fix-sum')
  expect((await reveille(['task', 'list', '--repo', 'shop/src'], { cwd: base })).stdout).toContain('fix-sum')
  expect(await json(['task', 'list', '--repo', 'home'], { cwd: base })).toMatchObject({
    exitCode: 2,
    error: { code: 'not-a-repository' },
  })
  const git = execa({ cwd: repository })
  await git`git worktree add -q ${join(base, 'linked')}`
  expect((await reveille(['task', 'list'], { cwd: join(base, 'linked') })).stdout).toContain('fix-sum')

  const setUp = await makeRepository('committed')
  await reveille(['init', '--yes'], { cwd: setUp })
  await execa({ cwd: setUp })`git add .`
  await execa({ cwd: setUp })`git -c user.name=a -c user.email=a@localhost commit -qm config`
  await git`git clone -q --bare ${setUp} ${join(base, 'bare.git')}`
  expect(await reveille(['task', 'list', '--repo', join(base, 'bare.git')])).toMatchObject({
    exitCode: 0,
    stdout: 'no tasks',
  })
  expect(await reveille(['doctor', '--repo', join(base, 'bare.git')])).toMatchObject({
    stdout: expect.stringContaining('config.yaml is valid'),
  })
})

test('a configuration with problems tells all of them, in prose and as data', async () => {
  const config = join(repository, '.reveille/config.yaml')
  await rename(config, `${config}.good`)
  expect(await json(['task', 'list'])).toMatchObject({ exitCode: 0 })
  await writeFile(config, 'target: main\ngaet: []\nconcurrency: no\n')
  const said = await reveille(['doctor'])
  expect(said.exitCode).toBe(1)
  expect(said.stdout).toContain('2:1: unknown key gaet (known: target, setup, gate, ')
  expect(said.stdout).toContain('3:14: concurrency must be a whole number')
  await rm(config)
  await rename(`${config}.good`, config)
})

test('wrong usage is one sentence, a guess at what was meant, and exit code 2', async () => {
  expect(await reveille(['tsk'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: "error: Unknown command 'tsk'.\n  hint: Did you mean task?\n  code: input-invalid",
  })
  expect(await json(['task', 'list', '--stat', 'todo'])).toMatchObject({
    exitCode: 2,
    error: { code: 'input-invalid', hint: 'Did you mean --state?' },
  })
  expect(await json(['task', 'show', 'fix-smu'])).toMatchObject({
    exitCode: 2,
    error: { code: 'not-found', hint: expect.stringContaining('fix-sum') },
  })
  expect(await reveille(['task'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('Usage: reveille task'),
  })
  expect(await reveille([])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('Usage: reveille'),
  })
  expect(await json(['task', 'show'])).toMatchObject({
    exitCode: 2,
    error: { message: "Missing required argument 'key'.", hint: 'reveille help task show' },
  })
})

test('wrong usage without a guess leads to the help of the command that was called', async () => {
  const said = async (...words: string[]) => (await reveille(words)).stderr.split('\n').slice(0, 2)
  expect(await said('night', 'extra')).toEqual([
    "error: Too many arguments for 'night'. Expected 0 arguments but got 1: extra.",
    '  hint: reveille help night',
  ])
  expect(await said('night', '--concurrency', 'x')).toEqual([
    'error: concurrency: must be a whole number',
    '  hint: reveille help night',
  ])
  expect(await said('task', 'cancel', 'fix-sum')).toEqual([
    'error: reason: must say why',
    '  hint: reveille help task cancel',
  ])
  expect(await said('--repo', '.')).toContain('Usage: reveille <command> [options]')
})

test('help begins with examples, and is data for programs', async () => {
  const said = await reveille(['help', 'task', 'add'])
  expect(said).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringMatching(/^Examples:\n {2}reveille task add/),
  })
  expect((await reveille(['task', 'add', '--help'])).stdout).toBe(said.stdout)
  expect(said.stdout).toContain('--repo <path>')
  expect(said.stdout).toContain('JSON data:\n  { added: [{ key, title,')
  expect((await reveille(['help', 'exit-codes'])).stdout).toMatch(/^EXIT {2}MEANING\n0 {5}ok\n/)
  expect((await reveille(['help', 'tsk'])).exitCode).toBe(2)
  const commands = (await json(['help'])).data as unknown as { name: string }[]
  expect(commands.map(({ name }) => name)).toContain('task add')
  expect(await json(['task', 'add', '--help'])).toMatchObject({
    data: [{ name: 'task add', data: { type: 'object' } }],
  })
  expect(await reveille(['--version'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
})

test('colour is printed when forced, never when refused', async () => {
  variables['FORCE_COLOR'] = '1'
  expect((await reveille(['task', 'list'])).stdout).toContain('\u001b[1m')
  expect((await reveille(['task', 'list', '--no-color'])).stdout).not.toContain('\u001b')
  delete variables['FORCE_COLOR']
  expect((await reveille(['task', 'list'])).stdout).not.toContain('\u001b')
})

test('a reader that closes the pipe early is no failure', async () => {
  const shell = `"${BIN}" help --json | head -c 1; echo; "${BIN}" --help | true`
  const { stdout, stderr } = await execa('sh', ['-c', shell], {
    cwd: repository,
    env: variables,
    extendEnv: false,
  })
  expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: '' })
})
