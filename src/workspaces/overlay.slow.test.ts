import { chmod, mkdir, readdir, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { openGit } from '../support/git.ts'
import { systemIds } from '../support/ids.ts'
import { chooseWorkspaces, probeOverlay } from './choose.ts'
import { createOverlayWorkspaces } from './overlay.ts'
import { NO_ENVIRONMENT } from './workspace.ts'
import { describeWorkspaces } from './workspaces.contract.ts'

const isRoot = process.getuid?.() === 0
const machine = {
  ids: systemIds(() => Date.now()),
  isRoot,
  platform: process.platform,
  searchPath: process.env['PATH'] ?? '',
}
const probe = await probeOverlay({ ...machine, cacheDirectory: await temporaryDirectory() })

describe.skipIf(!probe.works)(probe.detail, () => {
  describeWorkspaces('overlay', (options) => createOverlayWorkspaces({ ...options, isRoot }))

  test('the files of a commit are checked out once for all workspaces near to it', async () => {
    const repository = await createRepository({ files: { a: '1', b: '2' } })
    const cacheDirectory = await temporaryDirectory()
    const places = {
      cacheDirectory,
      commonDirectory: repository.gitDirectory,
      searchPath: machine.searchPath,
    }
    const git = await openGit({ ...places, controlDirectory: join(cacheDirectory, 'control.git') })
    const workspaces = await chooseWorkspaces({ ...machine, ...places, git })
    const first = await repository.git('rev-parse', 'HEAD')
    await repository.write({ a: 'new' })
    const second = await repository.commit()
    await repository.write(
      Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`many/${at}`, `${at}`])),
    )
    const third = await repository.commit()
    const made = []
    for (const [at, commit] of [first, second, third, first, second].entries()) {
      made.push(await workspaces.create({ id: `w${at}`, commit, environment: NO_ENVIRONMENT }))
    }
    const trees = await readdir(join(cacheDirectory, 'trees'))
    expect(trees.toSorted()).toEqual([await git.treeOf(first), await git.treeOf(third)].toSorted())
    const lowers = made.map(({ mount }) => (mount.kind === 'overlay' ? dirname(mount.lowers[0] ?? '') : ''))
    expect(new Set(lowers).size).toBe(2)
    for (const { id } of made) await workspaces.remove(id)
  })
})

test('a probe takes away what a killed one left, and nothing of one that is under way', async () => {
  const cacheDirectory = await temporaryDirectory()
  for (const name of ['probe-old', 'probe-young']) {
    await mkdir(join(cacheDirectory, name, 'work/work'), { recursive: true })
  }
  await chmod(join(cacheDirectory, 'probe-old/work/work'), 0)
  await utimes(join(cacheDirectory, 'probe-old'), 1_000_000_000, 1_000_000_000)
  await probeOverlay({ ...machine, cacheDirectory })
  expect(await readdir(cacheDirectory)).toEqual(['probe-young'])
})

test('where no overlay can be mounted the checkouts are plain, and the reason is told', async () => {
  const cacheDirectory = await temporaryDirectory()
  const without = { ...machine, cacheDirectory, searchPath: '/nowhere' }
  expect(await probeOverlay(without)).toMatchObject({
    works: false,
    detail: expect.stringContaining('ENOENT'),
  })
  expect(await probeOverlay({ ...machine, cacheDirectory, platform: 'darwin' })).toMatchObject({
    works: false,
  })
  expect(await readdir(cacheDirectory)).toEqual([])
})
