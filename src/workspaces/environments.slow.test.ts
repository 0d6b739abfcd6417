import { access, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import type { Command } from '../domain/check.ts'
import { openGit } from '../support/git.ts'
import { systemIds } from '../support/ids.ts'
import type { SetUp } from './environment.ts'
import type { EnvironmentOptions } from './environment-build.ts'
import { createEnvironments } from './environments.ts'
import { NO_NETWORK_SETTINGS, type NetworkSettings } from './network-settings.ts'
import { createPlainWorkspaces } from './plain.ts'
import { createToolVersions, toolsOf } from './tool-versions.ts'
import { createUnjailed } from './unjailed.ts'

const searchPath = process.env['PATH'] ?? ''
const FILES = { 'lock.json': '1', 'pkg/lock.json': '1', 'source.ts': 'code', '.gitignore': 'node_modules\n' }

/** Counts its runs in a file outside, so that a set-up that runs again is seen. */
const INSTALL = `
echo run >> "$COUNT"
mkdir -p node_modules/lib pkg/node_modules empty
cp lock.json node_modules/lib/installed
echo b > pkg/node_modules/file
echo changed > source.ts
ln -s lib/installed node_modules/link
echo "token=hunter2hunter2"
`

async function stage(files: Readonly<Record<string, string>> = FILES) {
  const repository = await createRepository({ files })
  const cacheDirectory = await temporaryDirectory()
  const places = { cacheDirectory, commonDirectory: repository.gitDirectory, searchPath }
  const git = await openGit({ ...places, controlDirectory: join(cacheDirectory, 'control.git') })
  const count = join(await temporaryDirectory(), 'count')
  const open = (
    setUp: Partial<SetUp> | null,
    network: NetworkSettings = NO_NETWORK_SETTINGS,
    options: Partial<EnvironmentOptions> = {},
  ) =>
    createEnvironments({
      ...places,
      checks: [],
      untrusted: [repository.path],
      git,
      ids: systemIds(() => Date.now()),
      jail: createUnjailed(searchPath),
      setUp: setUp && {
        commands: [{ shell: INSTALL }],
        locks: ['**/lock.json'],
        timeoutMs: 60_000,
        ...setUp,
      },
      variables: { COUNT: count },
      network,
      mask: (text) => text.replaceAll('hunter2hunter2', '[masked]'),
      ...options,
    })
  const runs = async () => (await readFile(count, 'utf8').catch(() => '')).split('\n').length - 1
  const tree = () => git.treeOf('HEAD')
  return { repository, git, places, cacheDirectory, open, runs, tree }
}

describe('an environment', () => {
  test('holds everything that set-up made and git does not know', async () => {
    const { open, tree, cacheDirectory } = await stage()
    const environment = await open({}).ensure(await tree())
    expect(environment.folders).toEqual(['empty', 'node_modules', 'pkg/node_modules'])
    const layer = environment.layer ?? ''
    expect((await readdir(layer, { recursive: true })).toSorted()).toEqual([
      'empty',
      'node_modules',
      'node_modules/lib',
      'node_modules/lib/installed',
      'node_modules/link',
      'pkg',
      'pkg/node_modules',
      'pkg/node_modules/file',
    ])
    expect(await readdir(join(cacheDirectory, 'workspaces'))).toEqual([])
  })

  test('is built once for a state of lock files and commands, by all that ask at once and later', async () => {
    const { repository, open, tree, runs } = await stage()
    const environments = open({})
    const first = await tree()
    const made = await Promise.all([1, 2, 3].map(() => environments.ensure(first)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    await repository.write({ 'source.ts': 'other code' })
    await repository.commit()
    expect(await open({}).ensure(await tree())).toEqual(made[0])
    expect(await runs()).toBe(1)
    await repository.write({ 'pkg/lock.json': '2' })
    await repository.commit()
    const other = await environments.ensure(await tree())
    expect(other.id).not.toBe(made[0]?.id)
    const third = await open({ commands: [{ shell: `${INSTALL}true` }] }).ensure(await tree())
    expect(new Set([made[0]?.id, other.id, third.id]).size).toBe(3)
    expect(await runs()).toBe(3)
  })

  test('stands in a workspace as if it was installed there', async () => {
    const { open, tree, git, places } = await stage()
    const environment = await open({}).ensure(await tree())
    const workspaces = createPlainWorkspaces({ ...places, git })
    const commit = (await git.commitOf('HEAD')) ?? ''
    const workspace = await workspaces.create({ id: 'w1', commit, environment })
    expect(await readFile(join(workspace.root, 'node_modules/link'), 'utf8')).toBe('1')
    expect(await readFile(join(workspace.root, 'source.ts'), 'utf8')).toBe('code')
    expect((await workspaces.takeTree(workspace)).tree).toBe(await tree())
  })

  test('is none where nothing is installed', async () => {
    const { open, tree } = await stage()
    const none = { id: expect.stringMatching(/^[0-9a-f]{32}$/), layer: null, folders: [] }
    expect(await open(null).ensure(await tree())).toEqual(none)
    expect(await open({ commands: [] }).ensure(await tree())).toEqual(none)
    expect(await open({ commands: [{ argv: ['true'] }] }).ensure(await tree())).toMatchObject({
      layer: null,
      folders: [],
    })
  })

  test('that cannot be built says why, keeps the log without secrets, and is tried again', async () => {
    const { open, tree, cacheDirectory, runs } = await stage()
    const commands = [{ shell: `${INSTALL} echo no such package >&2; exit 3` }]
    const environments = open({ commands })
    const failure: unknown = await environments.ensure(await tree()).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'environment-failed',
      message: expect.stringContaining('ended with 3: no such package; all it said is in '),
      data: { excerpt: 'token=[masked]\nno such package\n', log: expect.stringContaining(cacheDirectory) },
    })
    const [log = ''] = (await readdir(join(cacheDirectory, 'environments'))).filter((name) =>
      name.endsWith('.log'),
    )
    expect(await readFile(join(cacheDirectory, 'environments', log), 'utf8')).not.toContain('hunter2')
    expect(await readdir(join(cacheDirectory, 'workspaces'))).toEqual([])
    expect(await environments.list()).toEqual([])
    await expect(environments.ensure(await tree())).rejects.toMatchObject({ code: 'environment-failed' })
    expect(await runs()).toBe(2)
  })

  test('is built with the settings of the network, whatever they are the same one', async () => {
    const { open, tree } = await stage()
    const shell = 'mkdir made && cp "$HOME/.npmrc" made/npmrc && printenv https_proxy > made/proxy'
    const network: NetworkSettings = {
      ...NO_NETWORK_SETTINGS,
      variables: { https_proxy: 'http://proxy:3128' },
      readable: ['/no/such/certificate'],
      files: [{ path: '.npmrc', content: 'registry=https://mirror/\n' }],
    }
    const made = await open({ commands: [{ shell }] }, network).ensure(await tree())
    expect(await readFile(join(made.layer ?? '', 'made/npmrc'), 'utf8')).toBe('registry=https://mirror/\n')
    expect(await readFile(join(made.layer ?? '', 'made/proxy'), 'utf8')).toBe('http://proxy:3128\n')
    expect(await open({ commands: [{ shell }] }).ensure(await tree())).toEqual(made)
    const failing = open({ commands: [{ argv: ['false'] }] }, { ...network, withheld: ['HTTPS_PROXY'] })
    await expect(failing.ensure(await tree())).rejects.toMatchObject({
      hint: expect.stringContaining('passwords in HTTPS_PROXY'),
    })
  })

  test('whose set-up is stopped is interrupted, and nobody is blamed', async () => {
    const { open, tree } = await stage()
    const stop = new AbortController()
    const commands = [{ argv: ['sleep', '60'] }]
    const ensured = open({ commands }, NO_NETWORK_SETTINGS, { stop: stop.signal }).ensure(await tree())
    stop.abort()
    await expect(ensured).rejects.toMatchObject({ code: 'interrupted' })
  })

  test('of a project without set-up is another one when a tool of its checks is', async () => {
    const { open, tree } = await stage()
    const bin = await temporaryDirectory()
    const idWith = async (version: string, checks: readonly Command[]) => {
      await writeTool(bin, 'cargo', `echo cargo ${version}`)
      const environments = open(null, NO_NETWORK_SETTINGS, { checks, searchPath: `${bin}:${searchPath}` })
      return (await environments.ensure(await tree())).id
    }
    const checks = [{ argv: ['cargo', 'test'] }]
    const first = await idWith('1', checks)
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(await idWith('1', checks)).toBe(first)
    expect(await idWith('2', checks)).not.toBe(first)
    expect(await idWith('1', [])).not.toBe(first)
  })

  test('ends a set-up at its deadline', async () => {
    const { open, tree } = await stage()
    const commands = [{ argv: ['true'] }, { argv: ['sleep', '60'] }]
    await expect(open({ commands, timeoutMs: 200 }).ensure(await tree())).rejects.toMatchObject({
      code: 'environment-failed',
      message: expect.stringContaining('took too long'),
    })
  })

  test('left half made by a kill is made anew; listed and removed like any other', async () => {
    const { open, tree, cacheDirectory, runs } = await stage()
    const { id, layer } = await open({}).ensure(await tree())
    const environments = open({})
    await environments.remove(id)
    await expect(access(layer ?? '')).rejects.toThrow()
    await mkdir(join(cacheDirectory, 'environments', id, 'layer/node_modules'), { recursive: true })
    await mkdir(join(cacheDirectory, 'environments', `.new-${id}`, 'layer'), { recursive: true })
    expect((await environments.ensure(await tree())).folders).toHaveLength(3)
    expect(await environments.list()).toEqual([{ id, bytes: expect.any(Number) }])
    expect(await runs()).toBe(2)
    await environments.remove(id)
    expect(await readdir(join(cacheDirectory, 'environments'))).toEqual([])
    await expect(environments.remove('../x')).rejects.toMatchObject({ code: 'unsafe-path' })
  })
})

test.each<[Command, readonly string[]]>([
  [{ argv: ['npm', 'ci'] }, ['npm']],
  [{ argv: ['./install.sh'] }, []],
  [{ shell: 'reboot && install-everything; constructor' }, []],
  [{ shell: 'CI=1 pnpm install && cd x; (uv sync | tee log) || /opt/x' }, ['pnpm', 'uv']],
])('the tools of %j are %j', (command, tools) => {
  expect(toolsOf(command)).toEqual(tools)
})

test('a tool is asked once, and no program of the repository, wherever it is linked from', async () => {
  const [repository, bin, outside] = [
    await temporaryDirectory(),
    await temporaryDirectory(),
    await temporaryDirectory(),
  ]
  const mark = join(outside, 'mark')
  await writeTool(repository, 'uv', `echo evil >> '${mark}'`)
  await writeTool(repository, 'cargo', `echo evil >> '${mark}'`)
  await symlink(join(repository, 'cargo'), join(bin, 'cargo'))
  await writeTool(outside, 'uv', `echo asked >> '${mark}'; echo uv 7`)
  await writeTool(outside, 'deploy', `echo evil >> '${mark}'`)
  const versions = createToolVersions({
    searchPath: `.:${repository}:${bin}:${outside}:/usr/bin:/bin`,
    untrusted: [repository],
  })
  const commands: readonly Command[] = [
    { argv: ['cargo'] },
    { shell: 'uv sync; deploy' },
    { argv: ['deploy'] },
  ]
  for (let round = 0; round < 2; round += 1)
    expect(await versions(commands)).toMatchObject({ cargo: 'absent', uv: 'uv 7' })
  expect(await readFile(mark, 'utf8')).toBe('asked\n')
})

function writeTool(folder: string, name: string, shell: string): Promise<void> {
  return writeFile(join(folder, name), `#!/bin/sh\n${shell}\n`, { mode: 0o755 })
}
