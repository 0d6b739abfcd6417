import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository, gitIn } from '../../../test/repository.ts'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { writeTree } from '../../../test/tree.ts'
import { parseIndex, readTrackedFiles } from './tracked-files.ts'

const FILES = {
  'a.txt': '',
  'run.sh': '#!/bin/sh\n',
  'src/deep/with blank ü.ts': '',
  'src/deep/with blank ü.tsx': '',
  ['long/'.repeat(60) + 'name']: '',
}
const NAMES = Object.keys(FILES).toSorted()

const namesAt = (root: string) => readTrackedFiles(root).map(({ path }) => path.toString())

test.each(['2', '3', '4'])('what git tracks is read from an index of version %s', async (version) => {
  const { path, git } = await createRepository({ files: FILES })
  if (version === '3') await git('update-index', '--skip-worktree', 'a.txt')
  else await git('update-index', '--index-version', version)
  const index = await readFile(join(path, '.git/index'))
  expect(index.readUInt32BE(4)).toBe(Number(version))
  expect(namesAt(path)).toEqual(NAMES)
})

test('an index that leaves entries to another file is refused', async () => {
  const { path, git } = await createRepository({ files: FILES })
  await git('update-index', '--split-index')
  expect(() => readTrackedFiles(path)).toThrow('split or sparse')
})

test('ids of sixty-four digits, links, and a git directory that a file points to', async () => {
  const root = await temporaryDirectory()
  await writeTree(root, FILES)
  await gitIn(root, ['init', '--quiet', '--object-format=sha256', `--separate-git-dir=${root}-git`])
  await gitIn(root, ['add', '--all'])
  await gitIn(root, ['update-index', '--add', '--cacheinfo', `120000,${'0'.repeat(63)}1,link`])
  await gitIn(root, ['update-index', '--add', '--cacheinfo', `160000,${'0'.repeat(63)}1,module`])
  expect(namesAt(root)).toEqual([...NAMES, 'link', 'module'].toSorted())
  const kinds = readTrackedFiles(root).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind !== 'file')).toEqual(['link', 'submodule'])
})

test('without an index nothing is tracked, and what is no index is said to be none', async () => {
  expect(readTrackedFiles(await temporaryDirectory())).toEqual([])
  expect(() => parseIndex(Buffer.from('DIRC'), 20)).toThrow('no index')
  expect(() => parseIndex(Buffer.from('tree 00000000'), 20)).toThrow('no index')
})
