import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository } from '../../../test/repository.ts'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { openGit } from '../../support/git.ts'
import { oldTestsTree, transplantTree } from './trees.ts'

test("the target's tests come to the new code, the work's tests to the old code, deletions too", async () => {
  const repository = await createRepository({
    files: {
      'src/a.ts': 'old code',
      'test/a.ts': 'old test',
      'test/gone.ts': 'gone test',
      'test/same.ts': 'same',
    },
  })
  const git = await openGit({
    commonDirectory: repository.gitDirectory,
    controlDirectory: join(await temporaryDirectory(), 'control.git'),
    searchPath: process.env['PATH'] ?? '',
  })
  const target = await git.treeOf('HEAD')
  await repository.remove('test/gone.ts')
  await repository.write({ 'src/a.ts': 'new code', 'test/a.ts': 'new test', 'test/deep/b.ts': 'added test' })
  const merged = await git.treeOf(await repository.commit())
  const paths = ['test/a.ts', 'test/deep/b.ts', 'test/gone.ts']

  const filesOf = async (tree: string) => {
    const names = (await git.listFiles(tree)).map(({ path }) => path)
    const contents = await git.readFiles(tree, names, 10_000)
    return Object.fromEntries(names.map((name, index) => [name, String(contents[index])]))
  }
  expect(await filesOf(await oldTestsTree({ git, merged, target, paths, texts: new Map() }))).toEqual({
    'src/a.ts': 'new code',
    'test/a.ts': 'old test',
    'test/gone.ts': 'gone test',
    'test/same.ts': 'same',
  })
  expect(await filesOf(await transplantTree({ git, merged, target, paths }))).toEqual({
    'src/a.ts': 'old code',
    'test/a.ts': 'new test',
    'test/deep/b.ts': 'added test',
    'test/same.ts': 'same',
  })
})

test('trees that differ in none of the paths stay as they are', async () => {
  const repository = await createRepository({ files: { 'test/a.ts': '1' } })
  const git = await openGit({
    commonDirectory: repository.gitDirectory,
    controlDirectory: join(await temporaryDirectory(), 'control.git'),
    searchPath: process.env['PATH'] ?? '',
  })
  const tree = await git.treeOf('HEAD')
  expect(
    await oldTestsTree({ git, merged: tree, target: tree, paths: ['test/a.ts'], texts: new Map() }),
  ).toBe(tree)
  expect(await transplantTree({ git, merged: tree, target: tree, paths: [] })).toBe(tree)
})
