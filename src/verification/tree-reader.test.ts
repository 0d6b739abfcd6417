import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { openGit } from '../support/git.ts'
import { treeReader } from './tree-reader.ts'

test('the files of a tree or commit are listed and read, whatever stands in the checkout', async () => {
  const files = { 'b/ünï.txt': 'two\n', 'a.txt': 'one\n', large: 'x'.repeat(2 * 1024 * 1024 + 1) }
  const repository = await createRepository({ files })
  await symlink('a.txt', join(repository.path, 'link'))
  const commit = await repository.commit()
  await repository.write({ 'a.txt': 'changed\n', new: '' })
  const git = await openGit({
    commonDirectory: repository.gitDirectory,
    controlDirectory: join(await temporaryDirectory(), 'control.git'),
    searchPath: process.env['PATH'] ?? '',
  })
  for (const revision of [commit, await git.treeOf(commit)]) {
    const tree = await treeReader(git, revision)
    expect(tree.paths).toEqual(['a.txt', 'b/ünï.txt', 'large', 'link'])
    expect(await tree.read('a.txt')).toBe('one\n')
    expect(await tree.read('b/ünï.txt')).toBe('two\n')
    expect(await tree.read('link')).toBe('a.txt')
    for (const none of ['large', 'b', 'new', '../a.txt', '']) expect(await tree.read(none)).toBeNull()
  }
})

test('a file is read once', async () => {
  let reads = 0
  const tree = await treeReader(
    {
      listFiles: async () => [{ path: 'a', mode: '100644', object: '' }],
      readFiles: async () => [Buffer.from(`read ${(reads += 1)}`)],
    },
    'main',
  )
  expect(await Promise.all([tree.read('a'), tree.read('a')])).toEqual(['read 1', 'read 1'])
})
