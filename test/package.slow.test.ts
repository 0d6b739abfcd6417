import { execa } from 'execa'
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { publint } from 'publint'
import { beforeAll, expect, test } from 'vitest'
import { filesOfCheckout, installPackage, packCheckout, type PackedPackage } from './installed-package.ts'
import { createRepository } from './repository.ts'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const SYSTEM_NODE = '/usr/bin/node'
const OLD_NODE = 'v20.19.0'

let packed: PackedPackage
let installed: string
let command: string
let path: string
let before: readonly string[]

beforeAll(async () => {
  const folder = await temporaryDirectory()
  packed = await packCheckout(folder)
  installed = await installPackage(packed.tarball, join(folder, 'empty'))
  command = join(folder, 'empty/node_modules/.bin/reveille')
  path = await pathWith(process.execPath)
  before = await listing(installed)
})

/** A PATH on which `node` is this one and everything else is the system's. */
async function pathWith(node: string): Promise<string> {
  const folder = join(await temporaryDirectory(), 'bin')
  await mkdir(folder)
  await symlink(node, join(folder, 'node'))
  return `${folder}:/usr/local/bin:/usr/bin:/bin`
}

async function listing(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return Promise.all(
    entries.toSorted().map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name))
      return `${name} ${size} ${mtimeMs}`
    }),
  )
}

/** As a user with a home of his own and nothing else. */
async function reveille(words: readonly string[], cwd: string, PATH = path) {
  const env = { PATH, HOME: join(cwd, 'home'), TMPDIR: cwd }
  return execa(command, words, { cwd, env, extendEnv: false, reject: false, input: '', timeout: 90_000 })
}

test('the installed package tells its version and its commands [package-runs]', async () => {
  const folder = await temporaryDirectory()
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string }
  expect(await reveille(['--version'], folder)).toMatchObject({ exitCode: 0, stdout: manifest.version })
  const help = await reveille(['--help'], folder)
  expect(help).toMatchObject({ exitCode: 0, stderr: '' })
  expect(help.stdout).toMatch(/^ +night .*\n[^]*^ +accept /m)
})

test('the installed package runs the demo, lands work and prints the report [package-runs]', async () => {
  const folder = await temporaryDirectory()
  const { exitCode, stdout } = await reveille(['demo', '--json'], folder)
  const envelope = JSON.parse(stdout) as { schemaVersion: number; data: { report: string } }
  expect({ exitCode, schemaVersion: envelope.schemaVersion }).toEqual({ exitCode: 0, schemaVersion: 1 })
  expect(envelope.data.report).toMatch(/^# Night 1: [1-9]\d* of \d+ tasks landed/)
})

test('the installed package sets up a repository [package-runs]', async () => {
  const { path: repository } = await createRepository({
    files: { 'package.json': JSON.stringify({ name: 'shop', scripts: { test: 'node --test' } }) },
  })
  expect(await reveille(['init', '--yes'], repository)).toMatchObject({ exitCode: 0 })
  expect(await readdir(join(repository, '.reveille'))).toContain('config.yaml')
  expect(await reveille(['status', '--json'], repository)).toMatchObject({ exitCode: 0, stderr: '' })
})

test('nothing is written into the installed package; what is compiled is kept in the cache of the user [package-clean]', async () => {
  const folder = await temporaryDirectory()
  await reveille(['--help'], folder)
  expect(await readdir(join(folder, 'home/.cache/reveille/compiled'))).toHaveLength(1)
  expect(await listing(installed)).toEqual(before)
})

test('on an older Node the installed package says in one sentence what to do [launch-old-node]', async () => {
  const bin = join(await temporaryDirectory(), 'bin')
  const older = `Object.defineProperties(process, { version: { value: '${OLD_NODE}' }, versions: { value: { node: '${OLD_NODE.slice(1)}' } } })`
  const preload = `data:text/javascript,${encodeURIComponent(older)}`
  await writeTree(bin, { node: `#!/bin/sh\nexec '${process.execPath}' --import "${preload}" "$@"\n` })
  expectRefusal(await reveille(['status'], bin, `${bin}:/usr/bin:/bin`), OLD_NODE)
})

const systemNode = spawnSync(SYSTEM_NODE, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
const isOlder = Number.parseInt(systemNode.slice(1), 10) < 24

test.runIf(isOlder)(
  'the older Node of this machine is refused in the same way [launch-old-node]',
  async () => {
    const refused = await reveille(['status'], await temporaryDirectory(), await pathWith(SYSTEM_NODE))
    expectRefusal(refused, systemNode)
  },
)

test('without any Node the installed package says the same [launch-old-node]', async () => {
  const bin = join(await temporaryDirectory(), 'bin')
  await mkdir(bin)
  for (const name of ['sh', 'readlink']) await symlink(join('/bin', name), join(bin, name))
  const refused = await reveille(['status'], bin, bin)
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toMatch(/^reveille: needs Node 24 or newer, and there is no `node` [^\n]+$/)
})

function expectRefusal(refused: Awaited<ReturnType<typeof reveille>>, version: string): void {
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toBe(
    `reveille: needs Node 24 or newer, and the \`node\` on your PATH is ${version}; ` +
      'install one from https://nodejs.org or put it first on PATH',
  )
}

test('the package holds what runs, the example and nothing else [package-lean]', async () => {
  const own = packed.files.filter((file) => !/^(?:dist|examples)\//.test(file))
  expect(own.toSorted()).toEqual(['LICENSE', 'README.md', 'bin/reveille', 'package.json'])
  const built = packed.files.filter((file) => file.startsWith('dist/'))
  const unneeded = /\.(?:test|contract)\.|\/fixtures\/|\.(?:ts|sql|map|md)$|__pycache__/
  expect(built.length).toBeGreaterThan(0)
  expect(built.filter((file) => unneeded.test(file))).toEqual([])
  const examples = (files: readonly string[]) =>
    files.filter((file) => file.startsWith('examples/')).toSorted()
  expect(examples(packed.files)).toEqual(examples(await filesOfCheckout()))
})

test('what the package imports is there on every machine: its dependencies, and all of them [package-lean]', async () => {
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const programs = packed.files.filter((file) => /^dist\/.*\.js$/.test(file))
  const imported = await Promise.all(
    programs.map(async (file) => packagesOf(file, await readFile(join(installed, file), 'utf8'))),
  )
  const needed = new Set(imported.flat())
  const bundled = await readdir(join(installed, 'dist/licences'))
  const declared = new Set(Object.keys(manifest.dependencies))
  expect(needed.union(new Set(bundled))).toEqual(declared)
})

function packagesOf(file: string, text: string): string[] {
  const { module } = parseSync(file, text)
  const written = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    text.slice(start + 1, end - 1),
  )
  const required = [...text.matchAll(/\brequire(?:\.resolve)?\("([^"]+)"\)/g)].map(([, name = '']) => name)
  return [...written, ...dynamic, ...required]
    .filter((name) => /^[@a-z]/.test(name) && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

test('publint finds nothing to say about the package [package-lean]', async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false })
  expect(messages).toEqual([])
})
