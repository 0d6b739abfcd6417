import { execa } from 'execa'
import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../temporary.ts'
import { BIN, change, createProject } from './project.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const PATH = process.env['PATH'] ?? ''

interface Demo {
  readonly schemaVersion: number
  readonly warnings?: readonly string[]
  readonly data: {
    readonly folder: string
    readonly report: string
    readonly night: { readonly tasks: readonly { key: string; state: string }[] }
  }
}

/** In a folder of its own, with no variable but these; what it leaves there is looked at. */
async function runDemo(path: string) {
  const folder = await temporaryDirectory()
  const { exitCode, stdout } = await execa(BIN, ['demo', '--json'], {
    cwd: folder,
    env: { PATH: path, TMPDIR: folder },
    extendEnv: false,
    reject: false,
  })
  const demo = JSON.parse(stdout) as Demo
  const tasks = demo.data.night.tasks.map(({ key, state }) => `${key} ${state}`).toSorted()
  return { exitCode, demo, tasks, left: (await readdir(folder)).map((name) => join(folder, name)) }
}

const TASKS = [
  'greedy-plans done',
  'late-then-early done',
  'night-bonus done',
  'night-length done',
  'rest-law done',
  'tidy-names blocked',
]

test('the demo runs with nothing but a PATH, and touches nothing but its own folder [demo]', async () => {
  const { exitCode, demo, tasks, left } = await runDemo(PATH)
  expect({ exitCode, tasks, left }).toEqual({ exitCode: 0, tasks: TASKS, left: [demo.data.folder] })
  expect(demo).toMatchObject({ schemaVersion: 1, data: { sandbox: 'auto', night: { verdict: 'waiting' } } })
  expect(demo.data.report).toContain('Run 1 ended as out-of-scope')
  expect(demo.data.report).toContain('Run 1 ended as check-failed')
  expect(demo.data.report).toContain('was in a bubblewrap sandbox')
})

test('the demo runs where bubblewrap cannot be had, and its report says so [demo]', async () => {
  const bin = join(await temporaryDirectory(), 'bin')
  await mkdir(bin)
  for (const name of await readdir('/usr/bin')) {
    if (name !== 'bwrap' && name !== 'node') await symlink(join('/usr/bin', name), join(bin, name))
  }
  await symlink(process.execPath, join(bin, 'node'))
  const { exitCode, demo, tasks } = await runDemo(bin)
  expect({ exitCode, tasks }).toEqual({ exitCode: 0, tasks: TASKS })
  expect(demo).toMatchObject({
    data: { sandbox: 'none' },
    warnings: [expect.stringContaining('bubblewrap is not installed')],
  })
  expect(demo.data.report).toMatch(/7 of 7 runs and \d+ executions of checks were not in a sandbox/)
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
