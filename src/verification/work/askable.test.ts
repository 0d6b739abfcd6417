import { expect, test } from 'vitest'
import type { Check } from '../../domain/check.ts'
import { askableWithout } from './askable.ts'

const check = (name: string, argv: readonly string[], expects: Check['expect'] = 'must-pass'): Check => ({
  ...{ name, command: { argv }, expect: expects, redExits: [], timeoutMs: 60_000 },
  ...{ report: 'auto', tests: [], mutants: null },
})

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "scripts": { "test": "node --test test/new.mjs" } }',
  'test/old.mjs': '',
}
const target = {
  paths: Object.keys(FILES),
  read: async (path: string) => FILES[path] ?? null,
}
const old = check('old', ['node', '--test', 'test/old.mjs'])
const added = check('added', ['node', '--test', 'test/new.mjs'])

async function askable(checks: readonly Check[], project: readonly Check[] = [], paths = ['test/new.mjs']) {
  return (await askableWithout(paths, { checks, project, target })).map(({ name }) => name)
}

test('a check that names a test which the work adds cannot be asked without it [old-tests]', async () => {
  expect(await askable([old, added])).toEqual(['old'])
  expect(await askable([old, check('both', ['node', '--test', 'test/old.mjs', 'test/new.mjs'])])).toEqual([
    'old',
  ])
  expect(await askable([old, added], [], [])).toEqual(['old', 'added'])
})

test('checks of the project, and those that must be red first, are always asked [old-tests]', async () => {
  expect(await askable([added], [added])).toEqual(['added'])
  expect(await askable([check('red', ['node', '--test', 'test/new.mjs'], 'red-to-green')])).toEqual(['red'])
  expect(await askable([check('mutants', ['node', '--test', 'test/old.mjs'], 'kills-mutants')])).toEqual([])
})
