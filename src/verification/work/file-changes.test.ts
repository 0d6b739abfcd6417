import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository } from '../../../test/repository.ts'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { openGit } from '../../support/git.ts'
import { fileChanges } from './file-changes.ts'

test('a side without text tells why, and takes no other file with it [unreadable-held]', async () => {
  const repository = await createRepository({
    files: { 'a.ts': 'a()\n', 'b.ts': 'b()\n', 'gone.ts': 'c()\n' },
  })
  const from = await repository.commit()
  await repository.write({
    '0-large.bin': 'x'.repeat(3_000_000),
    '1-large.ts': 'x'.repeat(1024 * 1024 + 1),
    'a.ts': '/* \0 */ a()\n',
    'b.ts': '\uFEFFb()\n',
  })
  await repository.remove('gone.ts')
  const to = await repository.commit()
  const git = await openGit({
    commonDirectory: repository.gitDirectory,
    controlDirectory: join(await temporaryDirectory(), 'control.git'),
    searchPath: process.env['PATH'] ?? '',
  })
  const paths = ['0-large.bin', '1-large.ts', 'a.ts', 'b.ts', 'gone.ts', 'no:such\nfile']
  const large = { before: null, after: 'is larger than 1 MB' }
  expect(await fileChanges(git, { from, to, paths })).toEqual([
    { path: '0-large.bin', before: null, after: null, unread: large },
    { path: '1-large.ts', before: null, after: null, unread: large },
    { path: 'a.ts', before: 'a()\n', after: null, unread: { before: null, after: 'holds a NUL byte' } },
    { path: 'b.ts', before: 'b()\n', after: 'b()\n' },
    { path: 'gone.ts', before: 'c()\n', after: null },
    { path: 'no:such\nfile', before: null, after: null },
  ])
})
