import { execa } from 'execa'
import { access, cp, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../temporary.ts'
import { BIN, change, createProject } from './project.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const PATH = process.env['PATH'] ?? ''
/** Version managers live there, and PATH may lead to them. */
const HOME = process.env['HOME'] === undefined ? {} : { HOME: process.env['HOME'] }

interface Demo {
  readonly schemaVersion: number
  readonly warnings?: readonly string[]
  readonly data: {
    readonly folder: string
    readonly repository: string
    readonly bin: string | null
    readonly report: string
    readonly night: { readonly tasks: readonly { key: string; state: string }[] }
  }
}

/** In a folder of its own, with no variable but these; what it leaves there is looked at. */
async function runDemo({ path = PATH, words = [] }: { path?: string; words?: readonly string[] } = {}) {
  const folder = await temporaryDirectory()
  const { exitCode, stdout } = await execa(BIN, ['demo', '--json', ...words], {
    cwd: folder,
    env: { PATH: path, TMPDIR: folder, ...HOME },
    extendEnv: false,
    reject: false,
  })
  const demo = JSON.parse(stdout) as Demo
  const tasks = demo.data.night.tasks.map(({ key, state }) => `${key} ${state}`).toSorted()
  return { exitCode, demo, tasks, left: (await readdir(folder)).map((name) => join(folder, name)) }
}

const DONE = [
  'greedy-plans', 'late-then-early', 'legacy-cards', 'night-bonus', 'night-length', 'rehearsal', 'rest-law',
  'silent-queues', 'stray-copies',
] // prettier-ignore
const BLOCKED = ['one-engine', 'printed-names', 'week-numbers']
const TASKS = [...DONE.map((key) => `${key} done`), ...BLOCKED.map((key) => `${key} blocked`)].toSorted()

test('the demo runs with nothing but a PATH, and touches nothing but its own folder [demo]', async () => {
  const { exitCode, demo, tasks, left } = await runDemo()
  expect({ exitCode, tasks, left }).toEqual({ exitCode: 0, tasks: TASKS, left: [demo.data.folder] })
  expect(demo).toMatchObject({ schemaVersion: 1, data: { sandbox: 'auto', night: { verdict: 'waiting' } } })
  const { report } = demo.data
  expect(report).toContain('# Night 1: 5 of 12 tasks landed, 3 concluded, 1 already green, 3 need you')
  for (const reason of ['out-of-scope', 'check-failed', 'weakened-tests', 'blocked'])
    expect(report).toContain(`Run 1 ended as ${reason}`)
  expect(report).toContain('was in a bubblewrap sandbox')
  expect(await access(join(demo.data.bin ?? '', 'reveille'))).toBeUndefined()

  // As the footer says: with the commands of the report, in the folder and with the variables that it names.
  const { folder, repository } = demo.data
  const there = {
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    PATH,
    ...HOME,
  }
  const say = async (...words: string[]) =>
    execa(join(demo.data.bin ?? '', 'reveille'), words, { cwd: repository, env: there, extendEnv: false })
  await say('blocker', 'answer', 'one-engine', 'engine')
  await say('run', 'one-engine')
  expect((await say('task', 'show', 'one-engine')).stdout).toMatch(/^state +done \(landed\)$/m)
})

test('the demo runs where bubblewrap cannot be had, and its report says so [demo]', async () => {
  const bin = join(await temporaryDirectory(), 'bin')
  await mkdir(bin)
  for (const name of await readdir('/usr/bin')) {
    if (name !== 'bwrap' && name !== 'node') await symlink(join('/usr/bin', name), join(bin, name))
  }
  await symlink(process.execPath, join(bin, 'node'))
  const { exitCode, demo, tasks } = await runDemo({ path: bin })
  expect({ exitCode, tasks }).toEqual({ exitCode: 0, tasks: TASKS })
  expect(demo).toMatchObject({
    data: { sandbox: 'none' },
    warnings: [expect.stringContaining('bubblewrap is not installed')],
  })
  expect(demo.data.report).toMatch(/(\d+) of \1 runs and \d+ executions of checks were not in a sandbox/)
})

/** A copy of the example that can be changed. */
async function anotherExample() {
  const example = join(await temporaryDirectory(), 'ward-roster')
  await cp(join(CHECKOUT, 'examples/ward-roster'), example, { recursive: true })
  const replace = async (file: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(example, file), 'utf8')
    expect(text).toContain(from)
    await writeFile(join(example, file), text.replace(from, to))
  }
  return { example, replace }
}

test('with one defect mended and two more planted, the demo reports another night [demo-honest]', async () => {
  const { example, replace } = await anotherExample()
  await replace('api/ward_roster/rules/shift.py', 'return end - start', 'return (end - start) % 24')
  await replace('compose.yaml', 'rosters,notifications', 'rosters')
  await writeFile(join(example, 'api/ward_roster/solvers/fourth.py'), 'def build_roster():\n    return []\n')
  const { demo } = await runDemo({ words: ['--from', example] })
  expect(demo.data.report).toContain(
    '# Night 1: 4 of 12 tasks landed, 3 concluded, 2 already green, 3 need you',
  )
  expect(demo.data.report).toContain('Which queues does no worker listen on?: it brought 2 findings.')
  expect(demo.data.report).toContain('Keep api/ward\\_roster/solvers/fourth.py')
})

test('a link of the project that is copied leads into the copy [demo]', async () => {
  const project = await createProject()
  await symlink('.reveille/config.yaml', join(project.path, 'link'))
  await mkdir(join(project.path, '.reveille/tasks'))
  const spec = "key: one\ntitle: One\nscope: { write: ['one'] }\nagent: { program: [touch, one] }\n"
  await writeFile(join(project.path, '.reveille/tasks/one.yaml'), spec)
  const { demo } = await runDemo({ words: ['--from', project.path] })
  const copy = join(demo.data.folder, basename(project.path))
  expect(await readlink(join(copy, 'link'))).toBe('.reveille/config.yaml')
})

test('npm start runs any command, and prints nothing of its own on stdout [setup-stdout]', async () => {
  const project = await createProject()
  await project.file(change('one'))
  const words = ['--silent', 'start', '--', 'task', 'list', '--json', '--repo', project.path]
  const { exitCode, stdout } = await execa('npm', words, { cwd: CHECKOUT, env: project.variables })
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, data: { tasks: [{ key: 'one' }] } })
  expect(stdout.split('\n')).toHaveLength(1)
})
