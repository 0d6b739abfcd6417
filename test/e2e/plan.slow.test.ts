import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'

const GUIDE = join(import.meta.dirname, '../../docs/guide/creating-tasks.md')

async function write(project: Project, file: string, text: string): Promise<void> {
  const place = join(project.path, file)
  await mkdir(dirname(place), { recursive: true })
  await writeFile(place, text)
}

function spec(key: string, more = ''): string {
  return `key: ${key}
title: Make ${key}
scope: { write: [work/${key}.txt] }
agent: { shell: echo done > work/${key}.txt }
checks:
  - shell: test -e work/${key}.txt
    expect: red-to-green
    exits: [1]
${more}`
}

const file = (key: string): string => `.reveille/tasks/${key}.yaml`

interface Shown {
  readonly tasks: readonly { readonly key: string; readonly action: string }[]
}

async function actions(project: Project): Promise<Readonly<Record<string, string>>> {
  const { data } = await project.json<Shown>('plan')
  return Object.fromEntries((data?.tasks ?? []).map(({ key, action }) => [key, action]))
}

test('specs are planned, kept, carried out and worked on, and then there is nothing to change [plan-applies]', async () => {
  const project = await createProject()
  await write(project, file('both'), `${spec('one')}---\n${spec('two', 'needs: [one]\n')}`)
  await project.file({ key: 'other', title: 'Not in the plan' })
  expect(await project.reveille('plan', '--exit-code')).toMatchObject({
    exitCode: 10,
    stdout: [
      'PLAN  KEY  PRIO  KIND    ABOUT',
      'new   one  P2    change  Make one',
      'new   two  P2    change  Make two',
      '',
      'Order:',
      '  1. one',
      '  2. two',
    ].join('\n'),
  })
  expect(await project.standings()).toEqual({ other: 'todo' })

  expect(await project.reveille('plan', '-o', 'plan.json')).toMatchObject({ exitCode: 0 })
  const ran = await project.json('run', '--plan', 'plan.json')
  expect(ran).toMatchObject({ exitCode: 0, data: { verdict: 'done' } })
  expect(ran.stderr).toContain('carried out: one, two')
  expect(await project.standings()).toEqual({ one: 'done landed', two: 'done landed', other: 'todo' })
  expect(await project.landed()).toEqual(['one', 'two'])
  expect(await project.reveille('plan', '--exit-code')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^done +one/m),
  })
})

test('a plan is stale when its specs or tasks have changed, and changes nothing then [plan-stale]', async () => {
  const project = await createProject()
  await write(project, file('one'), spec('one'))
  await write(project, file('two'), spec('two'))
  await project.reveille('plan', '-o', 'plan.json')

  await write(project, file('two'), spec('two', 'priority: P0\n'))
  expect(await project.json('run', '--plan', 'plan.json')).toMatchObject({
    exitCode: 2,
    error: { code: 'plan-stale', message: expect.stringContaining(`${file('two')} changed since.`) },
  })
  expect(await project.standings()).toEqual({})

  await project.reveille('plan', '-o', 'plan.json')
  await project.reveille('task', 'add', '--file', file('one'))
  expect(await project.json('run', '--plan', 'plan.json')).toMatchObject({
    exitCode: 2,
    error: { code: 'plan-stale', message: expect.stringContaining('There is a task one now.') },
  })
  expect(await project.standings()).toEqual({ one: 'todo' })

  await project.reveille('plan', '-o', 'plan.json')
  await project.git('commit', '--allow-empty', '-m', 'The branch moves on')
  expect(await project.json('run', '--plan', 'plan.json')).toMatchObject({ exitCode: 0 })
})

test('what is done or cannot change is told, and then nothing of the plan is carried out [plan-shows]', async () => {
  const project = await createProject()
  await write(project, file('one'), spec('one'))
  await project.reveille('plan', '-o', 'plan.json')
  await project.reveille('run', '--plan', 'plan.json')
  expect(await actions(project)).toEqual({ one: 'finished' })
  await write(project, file('one'), spec('one', 'goal: Again.\n'))
  await write(project, file('new'), spec('new'))
  expect(await actions(project)).toEqual({ one: 'cannot-change', new: 'new' })
  await project.reveille('plan', '-o', 'plan.json')
  expect(await project.json('run', '--plan', 'plan.json')).toMatchObject({
    exitCode: 2,
    error: { message: expect.stringContaining('one cannot change: it is done') },
  })
  expect(await project.standings()).toEqual({ one: 'done landed' })
})

test('a red that would prove nothing is warned of, and one that a runner reports is not', async () => {
  const project = await createProject({
    files: { 'package.json': JSON.stringify({ scripts: { test: 'node --test' } }) },
  })
  const check = (name: string, run: string): string =>
    `key: ${name}\ntitle: b\nscope: { write: [a] }\nagent: { shell: a }\nchecks: [{ name: ${name}, run: ${run}, expect: red-to-green }]\n`
  await write(project, file('blind'), check('blind', '[sh, check.sh]'))
  await write(project, file('seen'), check('seen', '[npm, test]'))
  const { data } = await project.json<{ warnings: unknown }>('plan')
  expect(data?.warnings).toEqual([
    { task: 'blind', text: expect.stringMatching(/^A red of blind would prove nothing/) },
  ])
})

test('problems of all files are told at once, and a link is no spec', async () => {
  const project = await createProject()
  await write(project, file('one'), 'key: one\ncommands: [x]\n')
  await write(project, file('two'), 'key: two\ntitle: [\n')
  const said = await project.reveille('plan')
  expect(said).toMatchObject({ exitCode: 2, stdout: '' })
  expect(said.stderr).toContain('.reveille/tasks/one.yaml:2:1: the key commands does not exist')
  expect(said.stderr).toContain('.reveille/tasks/two.yaml:')
  expect(said.stderr).toContain('code: spec-invalid')
  await write(project, file('one'), spec('one'))
  await write(project, file('two'), spec('two'))
  await symlink('/etc/passwd', join(project.path, file('link')))
  expect(await project.json('plan')).toMatchObject({ exitCode: 2, error: { code: 'unsafe-path' } })
})

test('a draft of each kind is a task that plan accepts, and a filed task comes back as it was [spec-drafts]', async () => {
  const project = await createProject()
  for (const kind of ['change', 'verify', 'explore', 'operate']) {
    const said = await project.reveille('task', 'spec', `new-${kind}`, '--kind', kind, '-o', file(kind))
    expect(said).toMatchObject({ exitCode: 0, stderr: '' })
  }
  const text = await readFile(join(project.path, file('change')), 'utf8')
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? []
  expect(existsSync(join(project.path, dirname(file('change')), schema))).toBe(true)
  expect(Object.values(await actions(project))).toEqual(['new', 'new', 'new', 'new'])
  expect(await project.json('task', 'spec', 'new-change', '-o', file('change'))).toMatchObject({
    exitCode: 2,
    error: { code: 'already-exists' },
  })

  const options = ['--allow', 'tests', '--exit-red', '3', '--report', 'exit', '--write', 'src']
  const by = ['--red-to-green', 'npm test', '--shell', 'fix it']
  await project.reveille('task', 'add', 'by-hand', '--title', 'Filed', ...options, ...by)
  const filed = await project.reveille('task', 'spec', 'by-hand')
  await write(project, file('by-hand'), filed.stdout)
  expect(await actions(project)).toMatchObject({ 'by-hand': 'unchanged' })
  const shown = await project.reveille('task', 'show', 'by-hand')
  expect(shown.stdout).toMatch(/^may also change +tests$/m)
  expect(shown.stdout).toMatch(/^red-to-green +npm test \(red: exit 3; report: exit\)$/m)
})

test('a check whose red would prove nothing is told when it is filed, and the exit codes that mean red can be said later', async () => {
  const project = await createProject()
  const words = ['--title', 'T', '--write', 'work/**', '--red-to-green', 'test -e a', '--must-pass', 'true']
  const added = await project.reveille('task', 'add', 'one', ...words)
  expect(added.stderr).toMatch(
    /^warning: one: A red of red-to-green-1 would prove nothing: .+ --exit-red 1$/m,
  )
  const changed = await project.reveille('task', 'update', 'one', '--exit-red', '1', '2')
  expect(changed.stdout).toMatch(/^red-to-green +test -e a \(red: exit 1, 2\)$/m)
  expect(changed.stdout).toMatch(/^must-pass +true$/m)
  const again = ['--exit-red', '1', '--red-to-green', 'test -e b']
  const sure = await project.reveille('task', 'add', 'two', '--title', 'T', '--write', 'work/**', ...again)
  expect(sure.stderr).not.toContain('would prove nothing')
  await project.reveille('task', 'add', 'three', '--title', 'T', '--kind', 'verify', '--must-pass', 'true')
  expect((await project.reveille('task', 'update', 'three', '--exit-red', '1')).stderr).toContain(
    'It has no red-to-green check that these exit codes could be about.',
  )
})

test('the examples of the guide, as files of a project, are planned as the guide shows [guide-runs]', async () => {
  const guide = await readFile(GUIDE, 'utf8')
  const blocks = [...guide.matchAll(/^```yaml\n# (\S+)\n([^]*?)^```$/gm)]
  const isConfig = ([, name]: readonly string[]): boolean => name === '.reveille/config.yaml'
  const added = blocks.filter(isConfig).map(([, , text = '']) => text)
  const project = await createProject({
    config: `gate: [{ name: check, run: [sh, check.sh] }]\n${added.join('')}`,
  })
  const examples = blocks.filter((block) => !isConfig(block))
  for (const [, name = '', text = ''] of examples) await write(project, name, text)
  const [, shown = ''] = /^```text\n([^]*?)\n```$/m.exec(guide) ?? []
  const files = examples.map(([, name = '']) => name)
  expect(await project.reveille('plan', ...files)).toMatchObject({ exitCode: 0, stdout: shown })
})

test('a night says which specs it leaves out because nobody has filed them [plan-unfiled]', async () => {
  const project = await createProject()
  await write(project, file('look'), spec('look'))
  expect(await project.reveille('night')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('Not filed, so this night leaves them out: look.'),
  })
})
