import { expect, test } from 'vitest'
import { protectionOf } from './protection.ts'

async function kindsOf(files: Readonly<Record<string, string>>, shell = 'npm test') {
  const paths = Object.keys(files).toSorted()
  const tree = { paths, read: async (path: string) => files[path] ?? null }
  const protection = await protectionOf({ tree, commands: [{ shell }], reports: [] })
  return Object.fromEntries(paths.map((path) => [path, protection.kindOf(path)]))
}

test('files of the gate are protected as what they are, and as its own where they are nothing else [protected-found]', async () => {
  const files = {
    'package.json': JSON.stringify({ scripts: { test: 'sh ci/check.sh && node --test test/a.mjs' } }),
    'ci/check.sh': 'grep -q done work/a.txt\nnode ci/judge.mjs\n',
    'ci/judge.mjs': "import './lib.mjs'\nimport '../src/a.mjs'\n",
    'ci/lib.mjs': '',
    'ci/unused.mjs': '',
    'test/a.mjs': '',
    'src/a.mjs': '',
    'work/a.txt': '',
  }
  expect(await kindsOf(files)).toEqual({
    'package.json': 'configuration',
    'ci/check.sh': 'gate',
    'ci/judge.mjs': 'gate',
    'ci/lib.mjs': 'gate',
    'ci/unused.mjs': null,
    'test/a.mjs': 'tests',
    'src/a.mjs': null,
    'work/a.txt': null,
  })
})

test('a path that does not exist yet is known by its name', async () => {
  const protection = await protectionOf({
    tree: { paths: [], read: async () => null },
    commands: [],
    reports: [],
  })
  expect(protection.kindOf('conftest.py')).toBe('configuration')
  expect(protection.kindOf('a.test.ts')).toBe('tests')
  expect(protection.kindOf('a.ts')).toBeNull()
})

test('setup files and plugins that configuration names are configuration; the code it names is not', async () => {
  const files = {
    'vitest.config.ts': `import { helper } from './build/helper'
      import own from './src/plugin.ts'
      export default { test: { setupFiles: ['./hooks/prepare.ts', \`hooks/more.ts\`], environment: "./hooks/world.ts" },
        resolve: { alias: { '~': './main.ts' } } }`,
    'package.json': JSON.stringify({
      main: './main.ts',
      exports: { '.': { import: './main.ts', require: './other.cjs' } },
      scripts: { transform: 'node build/transform.mjs', test: 'vitest' },
      jest: { setupFilesAfterEnv: ['<rootDir>/hooks/after.ts'], testEnvironment: './hooks/jest-world' },
    }),
    'packages/a/.mocharc.yml': 'require:\n  - ./hook.js\n  - other\nreporter: ./tell.js\n',
    'packages/a/hook.js': '',
    'packages/a/tell.js': '',
    'build/helper.ts': '',
    'hooks/prepare.ts': '',
    'hooks/more.ts': '',
    'hooks/world.ts': '',
    'hooks/after.ts': '',
    'hooks/jest-world.js': '',
    'build/transform.mjs': '',
    'other.cjs': '',
    'hooks/unused.ts': '',
    'main.ts': '',
    'src/plugin.ts': '',
  }
  const kinds = await kindsOf(files)
  const configuration = Object.keys(kinds).filter((path) => kinds[path] === 'configuration')
  expect(configuration).toEqual([
    'build/helper.ts',
    'hooks/after.ts',
    'hooks/jest-world.js',
    'hooks/more.ts',
    'hooks/prepare.ts',
    'hooks/world.ts',
    'package.json',
    'packages/a/.mocharc.yml',
    'packages/a/hook.js',
    'packages/a/tell.js',
    'vitest.config.ts',
  ])
})

test('what runners reported as tests is tests, wherever it is, and so is what helps them [protected-found]', async () => {
  const files = {
    'checks/price.mjs': "import '../testing/shop.mjs'\nimport '../src/price.mjs'\n",
    'checks/data.json': '',
    'odd.mjs': '',
    'main.mjs': '',
    'ops/verify.py': 'def test_a(): pass\n',
    'ops/deploy.py': '',
    'ops/install.py': '',
    'packages/a/package.json': '{}',
    'packages/a/try.js': '',
    'packages/a/index.js': '',
    'fixtures/cart.json': '',
    'expected/cart.txt': '',
    'src/fixtures/cart.json': '',
    'testing/shop.mjs': "import './more.mjs'\n",
    'testing/more.mjs': '',
    'testing/unused.mjs': '',
    'packages/testing/package.json': '{}',
    'packages/testing/index.js': '',
    'src/price.mjs': '',
    'src/cart.ts': 'if (import.meta.vitest) {\n}\n',
  }
  const paths = Object.keys(files).toSorted()
  const texts = new Map(Object.entries(files))
  const tree = { paths, read: async (path: string) => texts.get(path) ?? null }
  const ids = [
    'checks/price.mjs',
    'fixtures/cart.json',
    'odd.mjs',
    'ops.verify',
    'packages/a/try.js',
    'src/cart.ts |unit|',
    '../x',
    '',
  ]
  const tests = ids.map((place) => ({ id: `${place} > it works`, outcome: 'passed' as const }))
  const protection = await protectionOf({ tree, commands: [], reports: [{ tests }] })
  expect(paths.filter((path) => protection.kindOf(path) === 'tests')).toEqual([
    'checks/data.json',
    'checks/price.mjs',
    'expected/cart.txt',
    'fixtures/cart.json',
    'odd.mjs',
    'ops/verify.py',
    'packages/a/try.js',
    'testing/more.mjs',
    'testing/shop.mjs',
  ])
  expect(protection.kindOf('checks/new.mjs')).toBe('tests')
  expect(protection.inSource).toEqual(['src/cart.ts'])
})
