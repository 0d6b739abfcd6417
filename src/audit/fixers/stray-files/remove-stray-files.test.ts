import { expect, test } from 'vitest'
import { fixerTree } from '../../../../test/fixer-tree.ts'

const run = async (
  files: Readonly<Record<string, string>>,
  order: { readonly parameters?: Record<string, string>; write?: string[]; allow?: string[] } = {},
) => (await fixerTree(files)).fix('remove-stray-files', order)

test.each([
  ['a backup', 'src/a.ts.bak'],
  ['a numbered backup', 'src/a.ts.bak2'],
  ['what a merge left', 'src/a.ts.orig'],
  ['a rejected patch', 'src/a.ts.rej'],
  ['a copy of an editor', 'src/a.ts~'],
  ['a swap file', 'src/.a.ts.swp'],
  ['an automatic save', 'src/#a.ts#'],
  ['an old one beside its original', 'src/a.ts.old'],
  ['a name in another alphabet, with blanks', 'src/Dienst plan ü.md.bak'],
])('%s that nothing names is removed [fixer-stray]', async (_, path) => {
  const { exitCode, removed, changed } = await run({ 'src/a.ts': 'export {}', [path]: 'old' })
  expect({ exitCode, removed, changed }).toEqual({ exitCode: 0, removed: [path], changed: [] })
})

test.each([
  ['source', 'load.py', "open('conf/a.ini.bak')"],
  ['its bare name', 'conf/load.sh', 'cp a.ini.bak a.ini'],
  ['a Dockerfile', 'Dockerfile', 'COPY conf/a.ini.bak /etc/'],
  ['a workflow', '.github/workflows/ci.yml', 'run: diff conf/a.ini conf/a.ini.bak'],
  ['documentation', 'README.md', 'Restore it from `conf/a.ini.bak`.'],
  ['the files of a package', 'package.json', '{"files": ["conf/*.bak"]}'],
  ['a pattern in its folder', 'conf/collect.mk', 'FILES = *.ini.bak'],
  ['a pattern with braces', 'ci.toml', 'include = "conf/*.{bak,orig}"'],
  ['a test', 'test/a.test.js', 'read("../conf/a.ini.bak")'],
  ['an escape before its name', 'a.js', String.raw`const x = "\na.ini.bak"`],
  ['an address', 'links.txt', 'https://example.org/?file=%2Fa.ini.bak'],
  ['bytes that are no text', 'data.bin', '\0\xff\xfea.ini.bak\0'],
  ['an exception of what is ignored', '.gitignore', '*.bak\n!conf/a.ini.bak'],
  ['a link', 'current', '-> conf/a.ini.bak'],
  ['a name that a shell puts together', 'restore.sh', 'cp "$file.bak" "$file"'],
  ['a name with braces', 'restore.sh', 'cp "${file}.bak" "$file"'],
  ['a sum', 'restore.js', "copyFileSync(file + '.bak', file)"],
  ['an expression', 'restore.js', 'all.filter((one) => /\\.bak$/.test(one))'],
  ['a rule of make', 'Makefile', '%.ini: %.ini.bak'],
  ['braces around the ending', 'restore.sh', 'cp conf/a.ini{.bak,}'],
  ['a name in another case', 'restore.bat', 'copy CONF\\A.INI.BAK conf'],
  ["Reveille's configuration", '.reveille/config.yaml', 'gate: [{run: [diff, conf/a.ini.bak, conf/a.ini]}]'],
])('a copy is kept that %s names, and the reason is said [fixer-stray]', async (_, path, content) => {
  const { exitCode, removed, said } = await run({ 'conf/a.ini': '', 'conf/a.ini.bak': 'x', [path]: content })
  expect({ exitCode, removed }).toEqual({ exitCode: 0, removed: [] })
  expect(said).toContain('Kept conf/a.ini.bak: ')
  expect(said.split('\n')[0]).toContain(path)
})

test.each([
  ['a name that only ends like it', 'a.py', 'open("data.ini.bak"); open("my-a.ini.bak")'],
  ['a name that only begins like it', 'a.py', 'open("a.ini.bakery"); open("a.ini.bak.gz")'],
  [
    'a pattern that means everything',
    'tsconfig.json',
    '{"include": ["**/*", "conf/**", "conf/*", "*.ini*"]}',
  ],
  ['what is ignored', '.dockerignore', '*.bak\nconf/a.ini.bak'],
  ['an ending in documentation', 'README.md', 'We make `.bak` copies.'],
  ['an ending in a test', 'test/a.test.js', "expect(file + '.bak')"],
  ['its own words', 'conf/a.ini.bak', 'this is conf/a.ini.bak'],
  ["Reveille's own files", '.reveille/tasks/a.yaml', 'goal: remove conf/a.ini.bak'],
])('a copy is not kept for %s [fixer-stray]', async (_, path, content) => {
  const { removed } = await run({ 'conf/a.ini': '', 'conf/a.ini.bak': 'x', [path]: content })
  expect(removed).toEqual(['conf/a.ini.bak'])
})

test('the line of what names it is said', async () => {
  const { said } = await run({ 'a.bak': '', 'b.txt': 'one\ntwo a.bak\n' })
  expect(said).toBe('Kept a.bak: b.txt:2 names it.\n0 removed, 1 kept, of 2 files.')
})

test('what only copies name goes with them, unless one of them is kept', async () => {
  const chain = { 'a.bak': 'see b.bak', 'b.bak': 'see c.bak', 'c.bak': 'see a.bak' }
  expect((await run(chain)).removed).toEqual(['a.bak', 'b.bak', 'c.bak'])
  expect((await run({ ...chain, 'd.bak': '', 'use.sh': 'cat b.bak' })).removed).toEqual(['d.bak'])
})

test('an ending that a part of the project says alone keeps no copy of another part', async () => {
  const files = { 'api/week.json.bak': '', 'deploy/site.conf.bak': '', 'api/restore.py': "suffix + '.bak'" }
  expect((await run(files)).removed).toEqual(['deploy/site.conf.bak'])
})

test('a copy of what is programmed is not kept for an ending that stands alone', async () => {
  const { removed } = await run({ 'a.ts.bak': '', 'restore.js': "copy(file + '.bak', file)" })
  expect(removed).toEqual(['a.ts.bak'])
})

test('a name is the same however its accents are written', async () => {
  const { removed } = await run({ 'gr\u00fcn.txt.bak': '', 'use.sh': 'cat gru\u0308n.txt.bak' })
  expect(removed).toEqual([])
})

test('a word that need not mean a copy is one only beside its original', async () => {
  expect((await run({ 'house.old': '', 'a.ts.save': '', 'a.ts': '' })).removed).toEqual(['a.ts.save'])
})

test('the task says where: by paths, by its scope and by what it allows', async () => {
  const files = {
    'a/x.bak': '',
    'b/x1.bak': '',
    'c/x2.bak': '',
    'test/x3.bak': '',
    '.github/workflows/x4.bak': '',
  }
  const some = await run(files, {
    parameters: { paths: 'a b/* test .github' },
    write: ['b/**', 'c/**', 'test/**', '.github/**'],
  })
  expect(some.removed).toEqual(['b/x1.bak'])
  expect(some.said).toContain('Kept a/x.bak: it is outside of what the task may change.')
  expect(some.said).toContain('Kept c/x2.bak: it is not among the paths that the task names.')
  expect(some.said).toContain('Kept test/x3.bak: it lies among tests')
  expect((await run(files, { allow: ['tests', 'configuration'] })).removed).toHaveLength(5)
})

test('what is not tracked is not looked at, and a link is removed itself, not what it leads to', async () => {
  const tree = await fixerTree(
    { 'a.ts': 'a', 'a.ts.old': '-> a.ts', 'out.bak': '-> /etc/hostname', 'use.ts': '' },
    { 'node_modules/x/y.bak': 'x', 'note.txt': 'out.bak' },
  )
  const { removed, changed } = await tree.fix('remove-stray-files')
  expect({ removed, changed }).toEqual({ removed: ['a.ts.old', 'out.bak'], changed: [] })
})

test('where there is no copy it says so', async () => {
  const { exitCode, said } = await run({ 'a.ts': '' })
  expect({ exitCode, said }).toEqual({
    exitCode: 0,
    said: 'There is nothing to do: none of 1 files is named like a copy.',
  })
})
