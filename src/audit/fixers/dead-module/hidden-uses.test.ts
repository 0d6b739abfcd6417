/** Ways to use a module that no import shows: each keeps it. */
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fixerTree } from '../../../../test/fixer-tree.ts'

type Files = Readonly<Record<string, string>>

const ONE = 'export const one = 1\n'
/** Another file of the same name, so that the name alone says nothing. */
const TWIN = { 'other/only.ts': 'export const two = 2\n' }

async function removal(path: string, files: Files) {
  return (await fixerTree({ [path]: ONE, ...files })).fix('remove-dead-module', { parameters: { path } })
}

const REFUSED = { exitCode: 20, removed: [], changed: [] }

test.each<[string, Files]>([
  [
    'an alias of Vite',
    {
      'vite.config.ts': "export default { resolve: { alias: { '@old': resolve(here, 'src/legacy') } } }",
      'src/a.ts': "import { one } from '@old/only'",
    },
  ],
  ['a folder of webpack', { 'src/a.ts': "import { one } from 'Legacy/only'" }],
  ['a name in another case', { 'src/a.ts': "import { one } from './Legacy/Only'" }],
  ['a path of segments', { ...TWIN, 'src/a.ts': "run(path.join(__dirname, 'legacy', 'only.ts'))" }],
  [
    'a path of segments without an extension',
    { 'src/a.ts': "run(join(import.meta.dirname, 'legacy', 'only'))" },
  ],
  ['a path from the root', { 'build.mjs': "run(path.resolve('src', 'legacy', 'only'))" }],
  ['a line of shell', { ...TWIN, 'src/a.ts': "execSync('node src/legacy/only.ts --all')" }],
  ['a line of shell with a gap', { ...TWIN, 'src/a.ts': 'exec(`node src/legacy/only.ts ${all}`)' }],
  ['code in a text', { 'src/a.js': 'eval("require(\'./legacy/only\')")' }],
  ['a setup file of Jest', { 'package.json': '{"jest": {"setupFiles": ["<rootDir>/src/legacy/only"]}}' }],
  ['an environment of Vitest', { ...TWIN, 'src/a.ts': '// @vitest-environment ./src/legacy/only.ts\n' }],
  ['a reference to types', { 'src/a.ts': '/// <reference types="./legacy/only" />\n' }],
  ['an importer in another encoding', { 'src/a.js': "import { one } from './legacy/only' // \0" }],
  ['what it is compiled to', { Dockerfile: 'CMD ["node", "dist/legacy/only.js"]' }],
  ['what it is compiled to beside it', { 'package.json': '{"scripts": {"x": "node src/legacy/only.js"}}' }],
  ['a compiled entry', { 'package.json': '{"private": true, "exports": {"./x": "./dist/legacy/only.js"}}' }],
  ['a path of Windows', { ...TWIN, 'run.bat': 'node src\\legacy\\only.ts' }],
  ['a change of folder', { ...TWIN, 'run.sh': 'cd src/legacy && node only.ts' }],
  ['segments of Python', { ...TWIN, 'a.py': "run(['node', os.path.join('src', 'legacy', 'only.ts')])" }],
  ['a pattern of make', { Makefile: 'ALL = $(wildcard src/legacy/*.ts)' }],
  ['a pattern in a script', { 'src/a.ts': "globSync('./legacy/*.ts').map(load)" }],
  ['a loader that lists its folder', { 'src/a.ts': "for (const f of readdirSync('./legacy')) import(f)" }],
  ['a link behind a link', { here: '-> src', use: '-> here/legacy/only.ts' }],
  ["Reveille's configuration", { '.reveille/config.yaml': 'gate: [{run: [node, src/legacy/only.ts]}]' }],
])('%s is a use [fixer-dead]', async (_, files) => {
  expect(await removal('src/legacy/only.ts', files)).toMatchObject(REFUSED)
})

test('an importer in Latin-1 is one', async () => {
  const tree = await fixerTree({ 'src/legacy/only.ts': ONE, 'src/a.js': '' })
  await writeFile(`${tree.root}/src/a.js`, "// \u00e9\nimport { one } from './legacy/only'\n", 'latin1')
  const result = await tree.fix('remove-dead-module', { parameters: { path: 'src/legacy/only.ts' } })
  expect(result).toMatchObject(REFUSED)
})

const NEXT = { 'package.json': '{"dependencies": {"next": "15"}}' }

test.each<[string, string, Files]>([
  ['a page of MDX', 'app/x/page.mdx', NEXT],
  ['a layout around one', 'app/x/layout.tsx', { ...NEXT, 'app/x/page.mdx': '# x' }],
  ['a page with an extension of its own', 'app/x/page.page.tsx', NEXT],
  ['the text beside an image', 'app/opengraph-image.alt.txt', NEXT],
  ['what is served', 'public/worker.js', {}],
  ['a composable of Nuxt', 'composables/use-x.ts', { 'package.json': '{"dependencies": {"nuxt": "3"}}' }],
  ['a screen of Expo', 'app/settings.tsx', { 'package.json': '{"dependencies": {"expo-router": "3"}}' }],
  ['a function of a host', 'api/hello.ts', { 'vercel.json': '{}' }],
  ['a configuration of any tool', 'drizzle.config.ts', {}],
  ['a preview of Storybook', '.storybook/preview.tsx', {}],
  [
    'a story that a pattern finds',
    'src/card.stories.tsx',
    { '.storybook/main.ts': "['../src/**/*.stories.tsx']" },
  ],
  [
    'an entity that a pattern finds',
    'src/x/user.entity.ts',
    { 'src/db.ts': "new Source(['src/**/*.entity.ts'])" },
  ],
  ['a migration', 'migrations/001.sql', {}],
  ['what has no extension', 'Procfile', {}],
  [
    'a variant for a platform',
    'src/b.ios.tsx',
    { 'src/b.tsx': ONE, 'src/a.ts': "import { one } from './b'" },
  ],
  ['one of variants alone', 'src/b.ios.tsx', { 'src/a.ts': "import { one } from './b'" }],
  [
    'a configuration that another extends',
    'config/base.json',
    { 'tsconfig.json': '{"extends": "./config/base"}' },
  ],
  ['the main module of a package', 'src/index.ts', { 'package.json': '{"main": "dist/index.js"}' }],
  [
    'a module that a sister package offers',
    'packages/u/src/only.ts',
    {
      'packages/u/package.json': '{"name": "@a/u", "exports": "./*"}',
      'a.ts': "import { one } from '@a/u/only'",
    },
  ],
])('%s stays [fixer-dead]', async (_, path, files) => {
  expect(await removal(path, files)).toMatchObject(REFUSED)
})

test('what works through all files uses none of them in particular', async () => {
  const tree = await fixerTree({
    'src/legacy/only.ts': ONE,
    'tsconfig.json': '{"include": ["src/legacy/*.ts", "src/**"]}',
    'eslint.config.js': "export default [{ files: ['src/**/*.ts'] }]",
    'tool.toml': 'watch = "src/**/*.ts"',
  })
  const result = await tree.fix('remove-dead-module', { parameters: { path: 'src/legacy/only.ts' } })
  expect(result).toMatchObject({ exitCode: 0, removed: ['src/legacy/only.ts'], changed: [] })
})
