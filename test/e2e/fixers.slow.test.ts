import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createProject, leftovers, transcripts } from './project.ts'

const FILES = {
  'package.json': '{"name": "shop", "private": true, "type": "module"}\n',
  'src/app.js': "import { total } from './legacy/total.js'\nexport const bill = (items) => total(items)\n",
  'src/legacy/total.js': 'export function total(items) { return items.length }\n',
  'src/sums/total.js': 'export function total(items) { return items.length }\n',
  'src/sums/total.js.bak': 'broken\n',
  'src/sums/used.txt.orig': 'used\n',
  'read.sh': 'cat src/sums/used.txt.orig\n',
}

test('built-in fixers work in the jail and land, by the command line and by a spec [fixer-runs]', async () => {
  const project = await createProject({
    files: {
      ...FILES,
      '.reveille/tasks/total.yaml': [
        'key: one-total',
        'title: There is one total()',
        "scope: { write: ['src/**'] }",
        'agent:',
        '  fixer: remove-dead-module',
        '  parameters: { path: src/legacy }',
        '',
      ].join('\n'),
    },
  })
  const added = await project.reveille(
    ...[
      'task',
      'add',
      'no-strays',
      '-t',
      'No copies are left',
      '-w',
      'src/**',
      '--fixer',
      'remove-stray-files',
    ],
    ...['--fixer-parameter', 'paths=src/**'],
  )
  expect(added).toMatchObject({ exitCode: 0 })
  const shown = await project.reveille('task', 'show', 'no-strays')
  expect(shown.stdout).toContain('fixer remove-stray-files (paths=src/**)')
  expect((await project.reveille('task', 'add', '--file', '.reveille/tasks/total.yaml')).exitCode).toBe(0)
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.standings()).toEqual({ 'no-strays': 'done landed', 'one-total': 'done landed' })
  const target = await project.git('for-each-ref', '--format=%(refname)', 'refs/reveille/targets')
  const tree = (await project.git('ls-tree', '-r', '--name-only', target, 'src')).split('\n')
  expect(tree).toEqual(['src/app.js', 'src/sums/total.js', 'src/sums/used.txt.orig'])
  expect(await project.git('show', `${target}:src/app.js`)).toBe(
    "import { total } from './sums/total.js'\nexport const bill = (items) => total(items)",
  )
  const said = transcripts(project).join('\n')
  expect(said).toContain('Removed src/sums/total.js.bak: nothing names it.')
  expect(said).toContain('Kept src/sums/used.txt.orig: read.sh:1 names it.')
  expect(said).toContain('Moved src/app.js:1 from ./legacy/total.js to ./sums/total.js.')
  expect((await project.reveille('why', 'one-total')).stdout).toContain('remove-dead-module')
  expect(leftovers(project)).toEqual([])
})

test('an importer that is a test is moved where the task allows it, and the work lands [fixer-runs]', async () => {
  const project = await createProject({
    config: 'gate: [{ name: tests, run: [node, --test] }]\n',
    files: {
      ...FILES,
      'test/total.test.js':
        "import test from 'node:test'\nimport { ok } from 'node:assert'\nimport { total } from '../src/legacy/total.js'\ntest('total', () => ok(total([1]) === 1))\n",
    },
  })
  const words = ['task', 'add', 'gone', '-t', 'legacy is gone', '-w', 'src/**', 'test/**', '--allow', 'tests']
  await project.reveille(...words, '--fixer', 'remove-dead-module', '--fixer-parameter', 'path=src/legacy')
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['gone'])
})

test('what a fixer refuses becomes a question to a person, with the importers and the options [fixer-asks]', async () => {
  const project = await createProject({
    files: { ...FILES, 'src/sums/total.js': 'export {}\n' },
  })
  const words = [
    'task',
    'add',
    'gone',
    '-t',
    'legacy is gone',
    '-w',
    'src/**',
    '--fixer',
    'remove-dead-module',
  ]
  await project.reveille(...words, '--fixer-parameter', 'path=src/legacy')
  expect(await project.json('night')).toMatchObject({ exitCode: 3 })
  expect(await project.json('blocker', 'show', 'gone')).toMatchObject({
    data: {
      blocker: {
        raisedBy: 'specialist:remove-dead-module',
        seen: expect.stringContaining('src/app.js:1 imports total from src/legacy/total.js'),
        tried: 'No other module exports total of src/legacy/total.js.',
        options: [{ key: 'replacement' }, { key: 'importers' }, { key: 'cancel', effect: 'cancel' }],
      },
    },
  })
  expect(await readFile(`${project.path}/src/legacy/total.js`, 'utf8')).toContain('total')
  expect((await project.reveille('blocker', 'answer', 'gone', 'cancel')).exitCode).toBe(0)
  expect(await project.standings()).toEqual({ gone: 'cancelled' })
  expect(leftovers(project)).toEqual([])
})

test('a task names fixers and parameters that there are', async () => {
  const project = await createProject()
  const add = (...words: string[]) => project.json('task', 'add', 'x', '-t', 'X', '-w', 'work/**', ...words)
  expect(await add('--fixer', 'remove-stray-fils')).toMatchObject({
    exitCode: 2,
    error: { message: expect.stringContaining('did you mean remove-stray-files?') },
  })
  expect(await add('--fixer', 'remove-dead-module')).toMatchObject({
    exitCode: 2,
    error: { message: expect.stringContaining('path: is missing: the file or folder to remove') },
  })
  expect(await add('--fixer', 'remove-dead-module', '--fixer-parameter', 'src')).toMatchObject({
    exitCode: 2,
  })
  expect(await add('--fixer-parameter', 'path=a')).toMatchObject({ exitCode: 2 })
  expect(await add('--fixer', 'remove-stray-files', '--shell', 'true')).toMatchObject({ exitCode: 2 })
})
