import { execa } from 'execa'
import { copyFile, mkdir, readdir, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const REPOSITORY = join(import.meta.dirname, '..')
const SAYS_ALL = `
process.stdin.pipe(process.stderr)
console.log(JSON.stringify({ arguments: process.argv.slice(2), directory: process.cwd() }))
process.exitCode = 5
`
const WAITS = `
process.on('SIGINT', () => { console.log('interrupted'); process.exit(130) })
setTimeout(() => {}, 60_000)
console.log('ready')
`

async function checkout(main: string) {
  const root = await temporaryDirectory()
  await writeTree(root, {
    'src/cli/main.ts': main,
    'package.json': '{"type":"module"}',
    'elsewhere/here': '',
  })
  await mkdir(join(root, 'bin'))
  await copyFile(join(REPOSITORY, 'bin/reveille'), join(root, 'bin/reveille'))
  await mkdir(join(root, 'node_modules/.bin'), { recursive: true })
  await symlink(process.execPath, join(root, 'node_modules/.bin/node'))
  return root
}

test('reveille passes on arguments, directory, stdin and exit code [launch-faithful]', async () => {
  const root = await checkout(SAYS_ALL)
  const elsewhere = join(root, 'elsewhere')
  const ended = await execa(join(root, 'bin/reveille'), ['two words', '', '--flag'], {
    cwd: elsewhere,
    input: 'typed',
    reject: false,
  })
  expect(ended).toMatchObject({ exitCode: 5, stderr: 'typed' })
  expect(JSON.parse(ended.stdout)).toEqual({ arguments: ['two words', '', '--flag'], directory: elsewhere })
})

test('reveille works through relative and absolute symlinks on the PATH [launch-anywhere]', async () => {
  const root = await checkout(SAYS_ALL)
  const elsewhere = join(root, 'elsewhere')
  await symlink('../bin/reveille', join(elsewhere, 'relative'))
  await symlink(join(elsewhere, 'relative'), join(elsewhere, 'reveille'))
  const PATH = [elsewhere, process.env['PATH']].join(delimiter)
  const ended = await execa('reveille', [], { cwd: '/', env: { PATH }, input: '', reject: false })
  expect(JSON.parse(ended.stdout)).toEqual({ arguments: [], directory: '/' })
})

test('reveille keeps the stripped sources for its next start [launch-cached]', async () => {
  const root = await checkout(SAYS_ALL)
  await execa('bin/reveille', { cwd: root, env: { NODE_COMPILE_CACHE: '' }, input: '', reject: false })
  expect(await readdir(join(root, 'node_modules/.cache/compile'))).toHaveLength(1)
})

test('a signal reaches the program itself, once, and its answer reaches the caller [launch-faithful]', async () => {
  const root = await checkout(WAITS)
  const handled = execa(join(root, 'bin/reveille'), { reject: false })
  handled.stdout.once('data', () => handled.kill('SIGINT'))
  expect(await handled).toMatchObject({ exitCode: 130, stdout: 'ready\ninterrupted' })

  const ended = execa(join(root, 'bin/reveille'), { reject: false })
  ended.stdout.once('data', () => ended.kill('SIGTERM'))
  expect(await ended).toMatchObject({ signal: 'SIGTERM' })
})

test('with an old Node alone, reveille says in one sentence what to do [launch-old-node]', async () => {
  const root = await checkout(SAYS_ALL)
  await writeTree(root, { 'old/node': '#!/bin/sh\nexit 1', 'copy/src/cli/main.ts': SAYS_ALL })
  await mkdir(join(root, 'copy/bin'), { recursive: true })
  await copyFile(join(root, 'bin/reveille'), join(root, 'copy/bin/reveille'))
  const PATH = [join(root, 'old'), process.env['PATH']].join(delimiter)
  const ended = await execa(join(root, 'copy/bin/reveille'), { env: { PATH }, reject: false })
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
  expect(ended.stderr).toBe(
    `reveille: needs Node 24 or newer; run \`node scripts/setup.mjs\` in ${root}/copy to put one there`,
  )
})

test('npm start adds nothing to stdout, and runs the demo when nothing is asked for [setup-stdout]', async () => {
  const root = await checkout(SAYS_ALL)
  await writeTree(root, {
    'package.json': '{"type":"module","scripts":{"start":"sh scripts/start"}}',
    'scripts/setup.mjs': "console.error('narration')",
  })
  await copyFile(join(REPOSITORY, 'scripts/start'), join(root, 'scripts/start'))
  const npm = execa({ cwd: join(root, 'elsewhere'), input: '', reject: false })

  const asked = await npm`npm --silent start -- status --json`
  expect(asked.exitCode).toBe(5)
  expect(JSON.parse(asked.stdout)).toEqual({
    arguments: ['status', '--json'],
    directory: join(root, 'elsewhere'),
  })
  expect(JSON.parse((await npm`npm --silent start`).stdout)).toMatchObject({ arguments: ['demo'] })
})
