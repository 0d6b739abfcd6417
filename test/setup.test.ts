import { execa } from 'execa'
import { copyFile, lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const REPOSITORY = join(import.meta.dirname, '..')

/** As npm does, it takes a while and replaces node_modules. */
const SLOW_NPM = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$*" >> npm-calls
rm -rf node_modules
mkdir -p node_modules/.bin
sleep "\${NPM_SECONDS:-0.2}"
echo 'chatter of npm'
`

async function checkout() {
  const root = await temporaryDirectory()
  await writeTree(root, { 'package-lock.json': '{}', 'tools/npm': SLOW_NPM, 'tools/bwrap': '#!/bin/sh' })
  await mkdir(join(root, 'scripts'))
  await copyFile(join(REPOSITORY, 'scripts/setup.mjs'), join(root, 'scripts/setup.mjs'))
  const PATH = [join(root, 'tools'), process.env['PATH']].join(delimiter)
  return {
    root,
    setUp: (env: Record<string, string> = {}) =>
      execa(process.execPath, ['scripts/setup.mjs'], { cwd: root, env: { PATH, ...env }, reject: false }),
    npmCalls: async () => (await readFile(join(root, 'npm-calls'), 'utf8')).trimEnd().split('\n'),
    lock: join(root, '.setup.lock'),
  }
}

test('the tests run on the Node that set-up provides, and so do their child processes [setup-node]', async () => {
  const { stdout } = await execa`node -p process.versions.node`
  expect(Number.parseInt(stdout, 10)).toBeGreaterThanOrEqual(24)
  expect(stdout).toBe(process.versions.node)
})

test('a second set-up installs nothing, a changed lock file is installed [setup-idle]', async () => {
  const { root, setUp, npmCalls } = await checkout()
  await setUp()
  const second = await setUp()
  expect(second).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
  expect(await npmCalls()).toHaveLength(1)

  await writeTree(root, { 'package-lock.json': '{"changed":true}' })
  await setUp()
  expect(await npmCalls()).toHaveLength(2)
})

test('set-up narrates on stderr only [setup-stdout]', async () => {
  const { setUp } = await checkout()
  expect(await setUp()).toMatchObject({ stdout: '', stderr: expect.stringContaining('chatter of npm') })
})

test('several set-ups at once install once, and all end well [setup-once]', async () => {
  const { setUp, npmCalls, lock } = await checkout()
  const ends = await Promise.all([setUp(), setUp(), setUp(), setUp()])
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
  expect(await npmCalls()).toHaveLength(1)
  await expect(lstat(lock)).rejects.toThrow('ENOENT')
})

test('a set-up that was killed is made good, after the npm that it left behind [setup-resumes]', async () => {
  const { setUp, npmCalls, lock } = await checkout()
  const killed = setUp({ NPM_SECONDS: '0.6' })
  await expect.poll(npmCalls).toHaveLength(1)
  await expect.poll(async () => (await lstat(lock)).isSymbolicLink()).toBe(true)
  killed.kill('SIGKILL')
  await killed

  expect(await setUp()).toMatchObject({ exitCode: 0 })
  expect(await npmCalls()).toHaveLength(2)
  expect(await setUp()).toMatchObject({ stderr: '' })
})

test('many set-ups that find the lock of a dead one still install once [setup-once]', async () => {
  const { setUp, npmCalls, lock } = await checkout()
  await symlink('2147483646', lock)
  const ends = await Promise.all([setUp(), setUp(), setUp(), setUp()])
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
  expect(await npmCalls()).toHaveLength(1)
})

test('a failing npm is one sentence and exit code 1, and the lock is free again', async () => {
  const { root, setUp, lock } = await checkout()
  await writeTree(root, { 'tools/npm': '#!/bin/sh\nexit 3' })
  expect(await setUp()).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^set-up: npm ci ended with 3$/m),
  })
  await expect(lstat(lock)).rejects.toThrow('ENOENT')
})

test('where bubblewrap cannot be installed, set-up names the command and goes on [setup-jail]', async () => {
  const { root, setUp } = await checkout()
  await rm(join(root, 'tools/bwrap'))
  await writeTree(root, { 'tools/apt-get': '#!/bin/sh\nexit 100' })
  const ended = await setUp({ PATH: join(root, 'tools') })
  expect(ended).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('apt-get install -y --no-install-recommends bubblewrap'),
  })
})

test.runIf(process.getuid?.() === 0)('root installs bubblewrap once, with apt-get [setup-jail]', async () => {
  const { root, setUp } = await checkout()
  await rm(join(root, 'tools/bwrap'))
  await writeTree(root, {
    'tools/apt-get': '#!/bin/sh\necho "apt-get $1"\n[ "$1" = update ] || echo > tools/bwrap\n',
  })
  const setUps = await Promise.all([1, 2].map(() => setUp({ PATH: join(root, 'tools') })))
  const calls = setUps.flatMap(({ stderr }) => stderr.match(/^apt-get .*/gm) ?? [])
  expect(calls).toEqual(['apt-get update', 'apt-get install'])
})
