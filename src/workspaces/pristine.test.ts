import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { openGit } from '../support/git.ts'
import { createPristineTrees } from './pristine.ts'

async function stage(layersInUse: (trees: string) => ReadonlySet<string> | null) {
  const repository = await createRepository({ files: { a: '1' } })
  const cacheDirectory = await temporaryDirectory()
  const trees = join(cacheDirectory, 'trees')
  const searchPath = process.env['PATH'] ?? ''
  const controlDirectory = join(cacheDirectory, 'control.git')
  const git = await openGit({ commonDirectory: repository.gitDirectory, controlDirectory, searchPath })
  // The first is the one used last.
  for (const [at, name] of ['old0', 'old1', 'old2', 'old3', 'old4', 'old5', '.new-of-the-dead'].entries()) {
    const used = new Date(Date.now() - (at + 2) * 3_600_000)
    await mkdir(join(trees, name, 'files'), { recursive: true })
    await writeFile(join(trees, name, 'used'), '')
    await utimes(join(trees, name, 'used'), used, used)
  }
  const pristines = createPristineTrees({
    git,
    cacheDirectory,
    searchPath,
    asInside: (argv) => argv,
    layersInUse: () => Promise.resolve(layersInUse(trees)),
  })
  const tree = await git.treeOf('HEAD')
  return { pristines, tree, left: async () => (await readdir(trees)).toSorted() }
}

test('trees that were not used for long go, but never one that a workspace has mounted', async () => {
  const { pristines, tree, left } = await stage((trees) => new Set([join(trees, 'old4', 'files')]))
  await pristines.near(tree)
  expect(await left()).toEqual([tree, 'old0', 'old1', 'old2', 'old4'].toSorted())
})

test('while it cannot be told what is mounted, nothing goes', async () => {
  const { pristines, tree, left } = await stage(() => null)
  await pristines.near(tree)
  expect(await left()).toHaveLength(8)
})

test('a tree that many ask for at once is checked out once', async () => {
  const { pristines, tree, left } = await stage(() => null)
  const made = await Promise.all([1, 2, 3, 4, 5].map(() => pristines.near(tree)))
  expect(new Set(made.map(({ files }) => files)).size).toBe(1)
  expect((await left()).filter((name) => name.startsWith('.new-'))).toEqual(['.new-of-the-dead'])
})
