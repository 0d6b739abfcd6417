import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixerTree } from '../../../../test/fixer-tree.ts'

type Files = Readonly<Record<string, string>>

const OLD = 'export function format(value: number): string { return String(value) }\n'
const NEW = 'export const format = (value: number): string => `${value}`\nexport const parse = Number\n'

/** The old module, the new one and what the test is about. */
async function moved(files: Files, order: object = {}) {
  const tree = await fixerTree({ 'src/legacy/format.ts': OLD, 'src/text/format.ts': NEW, ...files })
  const parameters = { path: 'src/legacy/format.ts' }
  const fixed = await tree.fix('remove-dead-module', { parameters, ...order })
  return { ...fixed, text: (path: string) => readFileSync(join(tree.root, path), 'utf8') }
}

test.each([
  ['a relative import', "import { format } from './legacy/format'", "'./text/format'", {}],
  ['an extension', "import { format } from './legacy/format.ts'", "'./text/format.ts'", {}],
  ['a compiled extension', 'import { format } from "./legacy/format.js"', '"./text/format.js"', {}],
  ['a dynamic import', "const f = await import('./legacy/format')", "import('./text/format')", {}],
  ['next/dynamic', "dynamic(() => import('./legacy/format').then((m) => m.format))", "'./text/format'", {}],
  ['require', "const { format } = require('./legacy/format')", "require('./text/format')", {}],
  ['a type', "type F = import('./legacy/format').format", "import('./text/format').format", {}],
  ['a re-export', "export { format as write } from './legacy/format'", "from './text/format'", {}],
  ['import equals', "import f = require('./legacy/format')", "require('./text/format')", {}],
  ['an import of everything', "import * as f from './legacy/format'", "from './text/format'", {}],
  [
    'an alias of TypeScript',
    "import { format } from '@/legacy/format'",
    "'@/text/format'",
    { 'tsconfig.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}' },
  ],
  [
    'an alias of a configuration that another refers to',
    "import { format } from '@/legacy/format'",
    "'@/text/format'",
    {
      'tsconfig.json': '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
      'tsconfig.app.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}, "include": ["src"]}',
    },
  ],
  [
    'an alias of JavaScript',
    "import { format } from '~/legacy/format'",
    "'~/text/format'",
    { 'jsconfig.json': '{"compilerOptions": {"baseUrl": ".", "paths": {"~/*": ["src/*"]}}}' },
  ],
  [
    'an alias that reaches the old place alone',
    "import { format } from '@legacy/format'",
    "'./text/format'",
    {
      'config/tsconfig.json': '{}',
      'tsconfig.json': '{"compilerOptions": {"paths": {"@legacy/f*": ["./src/legacy/f*"]}}}',
    },
  ],
  [
    'an alias for the old folder',
    "import { format } from '@legacy/format'",
    "'./text/format'",
    { 'tsconfig.json': '{"compilerOptions": {\n// once\n"paths": {"@legacy/*": ["./src/legacy/*"],},},}' },
  ],
  [
    'imports of a package',
    "import { format } from '#src/legacy/format.ts'",
    "'#src/text/format.ts'",
    { 'package.json': '{"imports": {"#src/*": "./src/*"}}' },
  ],
  [
    'the name of its own package',
    "import { format } from 'shop/legacy/format'",
    "'shop/text/format'",
    { 'package.json': '{"name": "shop", "private": true, "exports": {"./*": "./src/*.ts"}}' },
  ],
])('an importer by %s is moved in its own style [fixer-dead]', async (_, line, expected, files) => {
  const before = `// top\n${line}\nexport const own = 'é'\n`
  const result = await moved({ 'src/app.ts': before, ...files })
  expect(result.said).toContain('src/app.ts:2')
  expect(result).toMatchObject({ exitCode: 0, removed: ['src/legacy/format.ts'], changed: ['src/app.ts'] })
  expect(result.text('src/app.ts')).toContain(expected)
  expect(result.text('src/app.ts').split('\n').toSpliced(1, 1)).toEqual(before.split('\n').toSpliced(1, 1))
})

test('a byte order mark and line ends stay as they are', async () => {
  const result = await moved({
    'src/app.ts': "\uFEFFimport { format } from './legacy/format'\r\nformat(1)\r\n",
  })
  expect(result.text('src/app.ts')).toBe("\uFEFFimport { format } from './text/format'\r\nformat(1)\r\n")
})

test('tests and what they replace are moved where the task allows it, and named where it does not', async () => {
  const files = {
    'src/app.test.ts':
      "import { format } from './legacy/format'\nvi.mock('./legacy/format')\nvi.mock(import('./legacy/format'))\n",
    'src/other.test.ts': "jest.mock('./legacy/format', () => ({}))\nmock.module('./legacy/format', {})\n",
  }
  const refused = await moved(files)
  expect(refused).toMatchObject({ exitCode: 20, removed: [], changed: [] })
  expect(refused.said).toContain('src/app.test.ts:1 imports format from src/legacy/format.ts, and is a test')
  const result = await moved(files, { allow: ['tests'] })
  expect(result).toMatchObject({ exitCode: 0, changed: ['src/app.test.ts', 'src/other.test.ts'] })
  expect(result.text('src/app.test.ts') + result.text('src/other.test.ts')).not.toContain('legacy')
})

test('a module that hands on another is replaced by that one', async () => {
  const result = await moved({
    'src/legacy/format.ts':
      "export * from '../text/format'\nexport { format as default } from '../text/format'\n",
    'src/copy.ts': NEW,
    'src/app.ts': "import { parse } from './legacy/format'\nexport * from './legacy/format'\n",
  })
  expect(result.text('src/app.ts')).toBe(
    "import { parse } from './text/format'\nexport * from './text/format'\n",
  )
})

test('a folder goes with all that is in it, each module to where the same stands', async () => {
  const tree = await fixerTree({
    'app/(old)/parts/card.tsx': 'export default function Card() { return null }\n',
    'app/(old)/parts/card.module.css': '.a {}',
    'app/(old)/layout.tsx': 'export default function Layout() { return null }\n',
    'app/(new)/parts/card.tsx': 'export default function Card() { return 1 }\n',
    'app/(new)/page.tsx':
      "import Card from '../(old)/parts/card'\nexport default function Page() { return Card() }\n",
    'app/(new)/parts/other.tsx': 'export default function Other() { return 1 }\n',
    'package.json': '{"private": true, "dependencies": {"next": "15"}}',
  })
  const result = await tree.fix('remove-dead-module', { parameters: { path: 'app/(old)' } })
  expect(result.said).toContain('Moved app/(new)/page.tsx:1 from ../(old)/parts/card to ./parts/card.')
  expect(result.removed).toHaveLength(3)
})

test.each([
  ['a page', 'app/(old)/report/page.tsx', 'serves /report'],
  ['a route', 'app/(old)/api/x/route.ts', 'serves /api/x'],
  ['a page of the other router', 'pages/old/index.tsx', 'serves /old'],
  ['an icon', 'app/(old)/icon.png', 'is served by Next.js'],
  ['what runs for every request', 'src/middleware.ts', 'is loaded by Next.js'],
])('%s of Next.js is live by its place [fixer-dead]', async (_, path, reason) => {
  const files = { [path]: 'export default 1\n', 'package.json': '{"dependencies": {"next": "15"}}' }
  const result = await (await fixerTree(files)).fix('remove-dead-module', { parameters: { path } })
  expect(result).toMatchObject({ exitCode: 20, removed: [] })
  expect(result.said).toContain(reason)
})

test('a layout is live while there is a page below it, and a private folder has no pages', async () => {
  const files = {
    'app/(old)/layout.tsx': 'export default 1\n',
    'app/(old)/deep/page.tsx': 'export default 1\n',
    'app/_parts/page.tsx': 'export default 1\n',
    'next.config.mjs': 'export default {}\n',
  }
  const layout = await (
    await fixerTree(files)
  ).fix('remove-dead-module', { parameters: { path: 'app/(old)/layout.tsx' } })
  expect(layout.said).toContain('stands around app/(old)/deep/page.tsx')
  const parts = await (
    await fixerTree(files)
  ).fix('remove-dead-module', { parameters: { path: 'app/_parts' } })
  expect(parts.removed).toEqual(['app/_parts/page.tsx'])
})

test.each<[string, string, string, string]>([
  [
    'an import that only runs it',
    'src/a.ts',
    "import './legacy/only'",
    'imports src/legacy/only.ts for what it does',
  ],
  ['an import without a replacement', 'src/a.ts', "import { one } from './legacy/only'", 'imports one from'],
  [
    'a worker',
    'src/a.ts',
    "new Worker(new URL('./legacy/only.ts', import.meta.url))",
    'names src/legacy/only.ts',
  ],
  ['a path in a configuration', 'build.mjs', "export default { entry: 'src/legacy/only.ts' }", 'names'],
  ['a style', 'src/a.css', '@import "./legacy/only.css";', 'names src/legacy/only.css'],
  ['an address in a style', 'src/b.scss', '.a { background: url(legacy/only.svg) }', 'src/b.scss:1 names'],
  ['a composed class', 'src/a.module.css', ".a { composes: b from './legacy/only.css' }", 'names'],
  ['a partial of Sass', 'src/a.scss', "@use 'legacy/part';", 'names src/legacy/_part.scss'],
  [
    'a script of a package',
    'package.json',
    '{"scripts": {"x": "node src/legacy/only.ts"}}',
    'package.json:1',
  ],
  ['an entry of a package', 'package.json', '{"main": "./src/legacy/only.ts"}', 'package.json:1'],
  [
    'a pattern of a package',
    'package.json',
    '{"exports": {"./*": "./src/*.ts"}}',
    'is offered by package.json',
  ],
  [
    'what a compiler is to read',
    'tsconfig.json',
    '{"include": ["src/legacy/only.ts"], "compilerOptions": {"paths": {}}}',
    'tsconfig.json:1',
  ],
  ['a workflow', '.github/workflows/a.yml', 'run: node src/legacy/only.ts', 'names src/legacy/only.ts'],
  ['a Dockerfile', 'Dockerfile', 'COPY src/legacy /app', 'Dockerfile:1 names src/legacy'],
  ['a page', 'index.html', '<script type="module" src="/src/legacy/only.ts"></script>', 'index.html:1'],
  [
    'a component of another kind',
    'src/A.vue',
    "<script>import { one } from './legacy/only'</script>",
    'src/A.vue:1',
  ],
  ['a pattern of a bundler', 'src/a.ts', "import.meta.glob('./legacy/*.ts')", 'by a pattern'],
  ['a context', 'src/a.js', "require.context('./legacy', true, /x/)", 'by a pattern'],
  ['a name that is put together', 'src/a.ts', 'import(`./legacy/${name}.ts`)', 'put together'],
  ['a sum', 'src/a.js', "require('./legacy/' + name)", 'put together'],
  ['a name above it', 'src/a.ts', 'import(`./${name}`)', 'put together'],
  [
    'a name that is said elsewhere',
    'src/a.ts',
    "const all = ['only']; load(all); import(path)",
    'src/a.ts:1 says "only"',
  ],
  ['a path behind a variable', 'bin/run', 'exec node "$here/../src/legacy/only.ts"', 'bin/run:1 names'],
  ['a name behind a variable', 'src/a.ts', 'open(`${folder}/only.svg`)', 'names src/legacy/only.svg'],
  ['a place in an image', 'compose.yaml', 'command: node /srv/shop/src/legacy/only.ts', 'compose.yaml:1'],
  ['a link', 'current', '-> src/legacy/only.ts', 'current is a link'],
  ['an unknown alias', 'src/a.ts', "import { one } from '~/legacy/only'", 'may mean src/legacy/only.ts'],
  ['a reference', 'src/a.ts', '/// <reference path="./legacy/only.ts" />', 'names src/legacy/only.ts'],
  [
    'a type in a comment',
    'src/a.js',
    '/** @type {import("./legacy/only").One} */',
    'names src/legacy/only.ts',
  ],
  [
    'a script that cannot be parsed',
    'src/a.ts',
    "import { only } from './legacy/only'; const =",
    'cannot be parsed',
  ],
  ['a program', 'src/legacy/run.sh', '#!/bin/sh\n', 'is a program'],
  ['a test in it', 'src/legacy/only.test.ts', 'test()', 'belongs to tests'],
  ['another language', 'src/legacy/only.py', '', 'whose imports are not followed'],
  [
    'a declaration for everybody',
    'src/legacy/env.d.ts',
    'declare const A: string\n',
    'declares for everybody',
  ],
])(
  '%s keeps a folder that nothing can stand in for, and is named [fixer-dead]',
  async (_, path, content, reason) => {
    const tree = await fixerTree({
      'src/legacy/only.ts': 'export const one = 1\n',
      'src/legacy/only.css': '.b {}',
      'src/legacy/only.svg': '<svg/>',
      'src/legacy/_part.scss': '',
      [path]: content,
    })
    const result = await tree.fix('remove-dead-module', { parameters: { path: 'src/legacy' } })
    expect(result.said).toContain(reason)
    expect(result.said).toContain(path)
    expect(result).toMatchObject({ exitCode: 20, removed: [], changed: [] })
  },
)

test.each([
  ['documentation', 'docs/a.md', 'See src/legacy/only.ts.', 'docs/a.md:1 names src/legacy/only.ts'],
  ['a loader of nothing that is said', 'src/a.ts', 'import(path)', 'src/a.ts:1 loads what it is told'],
])('%s does not stand against it, and is said', async (_, path, content, note) => {
  const files = { 'src/legacy/only.ts': 'export const one = 1\n', [path]: content }
  const result = await (
    await fixerTree(files)
  ).fix('remove-dead-module', { parameters: { path: 'src/legacy' } })
  expect(result).toMatchObject({ exitCode: 0, removed: ['src/legacy/only.ts'], changed: [] })
  expect(result.said).toContain(`Still to be looked at by a person: ${note}`)
})

test.each([
  ['a word', 'src/a.ts', "emit('legacy'); emit('only'); emit('/legacy/only')"],
  [
    'a package that is not installed',
    'src/a.ts',
    "import { one } from '@scope/only'; import 'x/only'; import 'node:only'",
  ],
  ['a neighbour', 'src/legacy2/only.ts', "import { two } from './only2'\nexport const one = 1"],
  [
    'a pattern of something else',
    'src/a.ts',
    'import(`./modern/${name}.ts`); import.meta.glob("./modern/**")',
  ],
  ['what is ignored', '.eslintignore', 'src/legacy'],
  ['a lock file', 'package-lock.json', '{"src/legacy/only.ts": 1}'],
  ["Reveille's own files", '.reveille/tasks/a.yaml', 'parameters: { path: src/legacy/only.ts }'],
])('%s is no use of it', async (_, path, content) => {
  const files = {
    'src/legacy/only.ts': 'export const one = 1\n',
    'package.json': '{"dependencies": {"@scope/only": "1"}, "devDependencies": {"x": "1"}}',
    [path]: content,
  }
  const result = await (
    await fixerTree(files)
  ).fix('remove-dead-module', { parameters: { path: 'src/legacy' } })
  expect(result).toMatchObject({ exitCode: 0, removed: ['src/legacy/only.ts'], changed: [] })
})

test.each<[string, Files, string]>([
  ['several modules', { 'src/b.ts': NEW }, 'Several modules export format'],
  ['a default of another kind', {}, 'No other module exports its default export'],
  ['a type instead of a value', {}, 'No other module exports'],
])(
  '%s cannot stand in, and the refusal says what was tried and what can be done',
  async (_, files, tried) => {
    const old = _.startsWith('several')
      ? OLD
      : _.startsWith('a type')
        ? 'export const Kind = 1\n'
        : 'export default class {}\n'
    const taken = _.startsWith('several') ? '{ format }' : _.startsWith('a type') ? '{ Kind }' : 'x'
    const other = _.startsWith('a type')
      ? 'export interface Kind {}\n'
      : `${NEW}export default function format() {}\n`
    const result = await moved({
      'src/legacy/format.ts': old,
      'src/text/format.ts': other,
      'src/app.ts': `import ${taken} from './legacy/format'\n`,
      ...files,
    })
    expect(result).toMatchObject({ exitCode: 20, removed: [], changed: [] })
    expect(result.said).toContain(tried)
    expect(result.said).toContain('- replacement: ')
    expect(result.said).toContain('- cancel: Keep src/legacy/format.ts')
  },
)

test('the task may name the replacement, which must have what is taken', async () => {
  const files = { 'src/b.ts': NEW, 'src/app.ts': "import { format } from './legacy/format'\n" }
  const named = { path: 'src/legacy/format.ts', replacement: 'src/b' }
  const result = await moved(files, { parameters: named })
  expect(result.text('src/app.ts')).toBe("import { format } from './b'\n")
  const wrong = await moved(files, { parameters: { ...named, replacement: 'src/app.ts' } })
  expect(wrong.said).toContain('src/app.ts does not export format.')
  const absent = await moved(files, { parameters: { ...named, replacement: 'src/none' } })
  expect(absent.said).toContain('holds no module')
})

test.each<[string, Files, string]>([
  ['of another file name', { 'src/table.ts': OLD }, 'nothing else says that it is the same'],
  ['of a program', { 'bin/format.ts': `#!/usr/bin/env node\nmain()\n${OLD}` }, 'No other module exports'],
  [
    'of another kind',
    { 'src/legacy/format.ts': 'export class format {}\n', 'src/text/format.ts': OLD },
    'No other module exports format',
  ],
])('a lone export %s is no replacement that goes without saying [fixer-dead]', async (_, files, tried) => {
  const tree = await fixerTree({
    'src/legacy/format.ts': OLD,
    'src/app.ts': "import { format } from './legacy/format'\n",
    ...files,
  })
  const result = await tree.fix('remove-dead-module', { parameters: { path: 'src/legacy/format.ts' } })
  expect(result).toMatchObject({ exitCode: 20, removed: [], changed: [] })
  expect(result.said).toContain(tried)
})

test('a replacement that builds on the old module is no replacement', async () => {
  const result = await moved({
    'src/text/format.ts': "import { format as old } from '../legacy/format'\nexport const format = old\n",
  })
  expect(result).toMatchObject({ exitCode: 20, removed: [] })
  expect(result.said).toContain('is what has the same exports now')
})

test('what is handed on as a whole must be the same as a whole', async () => {
  const result = await moved({ 'src/app.ts': "export * from './legacy/format'\n" })
  expect(result.said).toContain('hands on everything')
  expect(result.removed).toEqual([])
})

test('what the task may not change is named', async () => {
  const files = { 'src/app.ts': "import { format } from './legacy/format'\n" }
  const result = await moved(files, { write: ['src/legacy/**'] })
  expect(result.said).toContain('src/app.ts:1 imports format from src/legacy/format.ts, and is outside of')
  expect((await moved({}, { write: ['other/**'] })).said).toContain('src/legacy/format.ts is outside of')
})

test('where there is nothing of that name there is nothing to do, and no path leaves the tree', async () => {
  const gone = await moved({}, { parameters: { path: 'src/gone.ts' } })
  expect(gone).toMatchObject({ exitCode: 0, removed: [] })
  expect(gone.said).toContain('nothing to do')
  for (const path of ['.', '../x', '/']) expect((await moved({}, { parameters: { path } })).exitCode).toBe(3)
})
