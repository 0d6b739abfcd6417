import { expect, test } from 'vitest'
import { protectionOf } from './protection.ts'

async function kindsOf(files: Readonly<Record<string, string>>, shell = 'npm test') {
  const paths = Object.keys(files).toSorted()
  const tree = { paths, read: async (path: string) => files[path] ?? null }
  const protection = await protectionOf({ tree, commands: [{ shell }] })
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
  const protection = await protectionOf({ tree: { paths: [], read: async () => null }, commands: [] })
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
