import { execa } from 'execa'
import { copyFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { staleFiles, writeFiles } from '../scripts/generate.ts'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const REPOSITORY = join(import.meta.dirname, '..')
const CONFIGURATION = [
  '.gitignore',
  '.oxfmtrc.json',
  '.oxlintrc.json',
  '.jscpd.json',
  'knip.json',
  'tsconfig.json',
]
const CLEAN = {
  'package-lock.json': '{ "lockfileVersion": 3, "packages": { "": {} } }',
  'package.json': '{\n  "name": "planted",\n  "type": "module"\n}\n',
  'src/cli/main.ts': "import { add } from '../domain/add.ts'\n\nprocess.exitCode = add(1, 2)\n",
  'src/domain/add.ts': `${'// why\n'.repeat(9)}export const add = (a: number, b: number): number => a + b\n`,
}
const LONG = Array.from({ length: 40 }, (_, i) => `export const value${i} = [${i}, 1]\n`).join('')

async function gate(names: string, files: Readonly<Record<string, string>>) {
  const root = await temporaryDirectory()
  await writeTree(root, { ...CLEAN, ...files })
  await Promise.all(CONFIGURATION.map((file) => copyFile(join(REPOSITORY, file), join(root, file))))
  await symlink(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'))
  return execa('node', [join(REPOSITORY, 'scripts/check.ts'), ...names.split(' ')], {
    cwd: root,
    reject: false,
  })
}

test('the gates let clean code through', async () => {
  const ended = await gate('lock format lint walls types unused copies', {})
  expect(ended.stdout).not.toContain('FAIL')
  expect(ended.exitCode).toBe(0)
})

test('the gate lint fails on each planted bug [gates-bite]', async () => {
  const { exitCode, stdout } = await gate('lint', {
    'src/domain/any.ts': 'export const any = (a: any) => Boolean(a)\n',
    'src/domain/clock.ts': 'export const now = () => Date.now()\n',
    'src/domain/console.ts': "console.log('printed')\n",
    'src/domain/cycle.ts': "import type { B } from './elcyc.ts'\nexport type A = B[]\n",
    'src/domain/elcyc.ts': "import type { A } from './cycle.ts'\nexport type B = A[]\n",
    'src/domain/floating.ts': 'async function go() {}\ngo()\n',
    'src/domain/long-file.ts': '// why\n'.repeat(301),
    'src/domain/long-function.ts': `export function zero() {\n${'  // why\n'.repeat(60)}  return 0\n}\n`,
    'src/domain/null.ts': 'export const some = (a?: number) => a!\n',
    'src/domain/switch.ts':
      "export const of = (a: 'b' | 'c') => {\n  switch (a) {\n    case 'b':\n      return 1\n  }\n  return 2\n}\n",
    'src/domain/type.ts': "import { A } from './cycle.ts'\nexport const a: A = []\n",
  })
  expect(exitCode).toBe(1)
  const rules = [...stdout.matchAll(/^ +\S [\w-]+\(([\w-]+)\)/gm)].map((line) => line[1])
  expect([...new Set(rules)].toSorted(byText)).toEqual([
    'consistent-type-imports',
    'max-lines',
    'max-lines-per-function',
    'no-console',
    'no-cycle',
    'no-explicit-any',
    'no-floating-promises',
    'no-non-null-assertion',
    'no-restricted-properties',
    'switch-exhaustiveness-check',
  ])
})

test.each([
  [
    'lock',
    'in sync',
    { 'package.json': '{ "dependencies": { "a": "file:a" } }', 'a/package.json': '{ "version": "1.0.0" }' },
  ],
  ['format', 'Format issues', { 'src/domain/add.ts': 'export const add = (a:number) => a;' }],
  ['walls', 'domain imports only itself', { 'src/domain/add.ts': "import 'node:fs'\n" }],
  ['types', 'TS2322', { 'src/domain/add.ts': "export const add: number = 'one'\n" }],
  ['unused', 'unasked', { 'src/domain/unasked.ts': 'export const unasked = 1\n' }],
  ['copies', 'Clone found', { 'src/domain/one.ts': LONG, 'src/domain/other.ts': LONG }],
])('the gate %s fails on a planted violation [gates-bite]', async (name, sign, files) => {
  const ended = await gate(name, files)
  expect(ended.exitCode).toBe(1)
  expect(ended.stdout).toContain(sign)
})

test('a gate that looked at nothing fails, and so does one that does not exist [gates-look]', async () => {
  const empty = { 'src/cli/main.ts': '', 'src/domain/add.ts': '' }
  expect(await gate('walls', empty)).toMatchObject({ exitCode: 1 })
  expect(await gate('wals', {})).toMatchObject({ exitCode: 1, stderr: 'no such gate: wals' })
})

test('a generated file that differs or is missing is stale until it is written [gates-bite]', async () => {
  const root = await temporaryDirectory()
  const files = [{ path: join(root, 'schema/a.json'), render: () => '{}\n' }]
  expect(await staleFiles(files)).toHaveLength(1)
  await writeFiles(files)
  expect(await staleFiles(files)).toEqual([])
  await writeTree(root, { 'schema/a.json': '{"edited":true}' })
  expect(await staleFiles(files)).toHaveLength(1)
})

function byText(a = '', b = ''): number {
  return a.localeCompare(b)
}
