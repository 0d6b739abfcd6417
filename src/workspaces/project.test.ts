import { access, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRepository, gitIn } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { systemIds } from '../support/ids.ts'
import { otherClones, readProjectRecords } from './project-record.ts'
import { findProject, isNetworkFileSystem, stateHome, type ProjectSearch } from './project.ts'
import { findRepository } from './repository.ts'

const ids = systemIds(() => Date.now())

async function searchOf(path: string, more: Partial<ProjectSearch> = {}): Promise<ProjectSearch> {
  return { path, ids, variables: { HOME: await temporaryDirectory() }, ...more }
}

describe('a repository is found', () => {
  test('from any folder of its checkout, through links too', async () => {
    const { path, gitDirectory } = await createRepository({ files: { 'a/b/c': '' } })
    const link = join(await temporaryDirectory(), 'link')
    await symlink(join(path, 'a/b'), link)
    const expected = { root: path, gitDirectory, commonDirectory: gitDirectory }
    for (const place of [path, join(path, 'a/b'), join(path, 'a/b/c'), link, gitDirectory]) {
      expect(await findRepository(place)).toEqual(expected)
    }
  })

  test('from a linked worktree', async () => {
    const { git, gitDirectory } = await createRepository({ files: { a: '' } })
    const worktree = join(await temporaryDirectory(), 'side')
    await git('worktree', 'add', '--quiet', worktree)
    expect(await findRepository(worktree)).toEqual({
      root: worktree,
      gitDirectory: join(gitDirectory, 'worktrees/side'),
      commonDirectory: gitDirectory,
    })
  })

  test('when it is bare', async () => {
    const path = join(await temporaryDirectory(), 'bare.git')
    await gitIn('/', ['init', '--quiet', '--bare', path])
    const expected = { root: null, gitDirectory: path, commonDirectory: path }
    expect(await findRepository(path)).toEqual(expected)
    expect(await findRepository(join(path, 'objects'))).toEqual(expected)
    const project = await findProject(await searchOf(path, { create: true }))
    expect(project).toMatchObject({ root: null, configFile: null })
  })

  test('when it is a submodule, which is a project of its own', async () => {
    const [inner, outer] = await Promise.all([1, 2].map(() => createRepository({ files: { a: '' } })))
    await outer?.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      inner?.path ?? '',
      'sub',
    )
    const path = join(outer?.path ?? '', 'sub')
    const modules = join(outer?.gitDirectory ?? '', 'modules/sub')
    expect(await findRepository(path)).toEqual({
      root: path,
      gitDirectory: modules,
      commonDirectory: modules,
    })
  })

  test('nowhere else', async () => {
    const folder = await temporaryDirectory()
    await mkdir(join(folder, '.git'))
    await expect(findRepository(folder)).rejects.toMatchObject({
      code: 'not-a-repository',
      hint: expect.stringContaining('--repo'),
    })
    await expect(findRepository(join(folder, 'missing'))).rejects.toMatchObject({ code: 'not-a-repository' })
  })
})

describe('a project', () => {
  test('has no id, and nothing on disk, until it is asked for', async () => {
    const { path, gitDirectory } = await createRepository({ files: { a: '' } })
    const search = await searchOf(path)
    await expect(findProject(search)).rejects.toMatchObject({ code: 'config-missing', hint: 'reveille init' })
    await expect(access(stateHome(search.variables))).rejects.toThrow()
    const made = await findProject({ ...search, create: true })
    expect(await findProject(search)).toEqual(made)
    expect((await readFile(join(gitDirectory, 'reveille-project'), 'utf8')).trim()).toBe(made.id)
    expect(made.stateDirectory).toBe(join(search.variables['HOME'] ?? '', '.local/state/reveille', made.id))
    expect(made.configFile).toBe(join(path, '.reveille/config.yaml'))
  })

  test('gets one id from many at once and leaves no other file', async () => {
    const { path, gitDirectory } = await createRepository({ files: { a: '' } })
    const search = await searchOf(path, { create: true })
    const made = await Promise.all(Array.from({ length: 20 }, () => findProject(search)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    const files = (await readdir(gitDirectory)).filter((name) => name.startsWith('reveille'))
    expect(files).toEqual(['reveille-project'])
  })

  test('is the same in its worktrees and after a move', async () => {
    const { path, git } = await createRepository({ files: { a: '' } })
    const search = await searchOf(path, { create: true })
    const { id } = await findProject(search)
    const worktree = join(await temporaryDirectory(), 'side')
    await git('worktree', 'add', '--quiet', worktree)
    expect((await findProject({ ...search, path: worktree })).id).toBe(id)
    await rename(path, `${path}-moved`)
    expect(await findProject({ ...search, path: `${path}-moved` })).toMatchObject({
      id,
      root: `${path}-moved`,
    })
  })

  test('follows the XDG variables, absolute ones only', async () => {
    const { path } = await createRepository({ files: { a: '' } })
    const folder = await temporaryDirectory()
    const variables = { HOME: folder, XDG_STATE_HOME: join(folder, 's'), XDG_CACHE_HOME: 'relative' }
    const project = await findProject({ path, ids, variables, create: true })
    expect(project.stateDirectory).toBe(join(folder, 's/reveille', project.id))
    expect(project.cacheDirectory).toBe(join(folder, '.cache/reveille', project.id))
    await expect(findProject({ path, ids, variables: {} })).rejects.toMatchObject({ code: 'state-unusable' })
  })

  test('keeps no state on a network file system', async () => {
    const { path } = await createRepository({ files: { a: '' } })
    const search = await searchOf(path, { create: true, fileSystemType: () => Promise.resolve(0x6969) })
    await expect(findProject(search)).rejects.toMatchObject({ code: 'state-unusable' })
    expect([0x6969, 0xff534d42, 0xff534d42 | 0, 0x01021997].every(isNetworkFileSystem)).toBe(true)
    expect([0xef53, 0x9123683e, 0x58465342, 0].some(isNetworkFileSystem)).toBe(false)
  })

  test('with a broken id is not guessed', async () => {
    const { path, gitDirectory } = await createRepository({ files: { a: '' } })
    await writeFile(join(gitDirectory, 'reveille-project'), '../../etc')
    await expect(findProject(await searchOf(path))).rejects.toMatchObject({ code: 'state-unusable' })
  })

  test('is recorded with its origin, without the password in it', async () => {
    const { path, git } = await createRepository({ files: { a: '' } })
    await git('remote', 'add', 'origin', 'https://ann:secret@example.org/a/b.git')
    const search = await searchOf(path, { create: true })
    const { id } = await findProject(search)
    expect(await readProjectRecords(stateHome(search.variables))).toEqual([
      { id, path, origin: 'https://example.org/a/b.git' },
    ])
  })
})

test('another clone is one of the same origin, however it is written', () => {
  const record = { id: '1', path: '/a', origin: 'https://Example.org/a/b.git' }
  const clones = ['git@example.org:a/b', 'ssh://git@example.org/a/b/'].map((origin, at) => ({
    id: `c${at}`,
    path: '/',
    origin,
  }))
  const others = ['https://example.org/a/c', null].map((origin, at) => ({ id: `o${at}`, path: '/', origin }))
  expect(otherClones(record, [record, ...clones, ...others])).toEqual(clones)
  expect(otherClones({ ...record, origin: null }, [record, ...clones, ...others])).toEqual([])
})
