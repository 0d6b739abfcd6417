import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { openGit } from '../support/git.ts'
import { isSecretName, refusedPaths, saveWork } from './saved-work.ts'

const REF = 'refs/reveille/runs/r1'

async function stage() {
  const repository = await createRepository({ files: { a: '1', '.env': 'OLD=1' } })
  const git = await openGit({
    commonDirectory: repository.gitDirectory,
    controlDirectory: join(await temporaryDirectory(), 'control.git'),
    searchPath: process.env['PATH'] ?? '',
  })
  const base = await repository.git('rev-parse', 'HEAD')
  const treeWith = async (files: Readonly<Record<string, string>>) => {
    await repository.write(files)
    await repository.git('add', '--all', '--force')
    return repository.git('write-tree')
  }
  return { repository, git, base, treeWith }
}

test('work is a commit on its base, kept at the ref, and what cannot land is told with it', async () => {
  const { repository, git, base, treeWith } = await stage()
  const refused = ['new\nline', 'sub']
  const taken = { tree: await treeWith({ a: '2' }), refused }
  const saved = await saveWork({ git, base, taken, ref: REF, subject: 'fix-it: run 1', at: 5_000 })
  expect(await git.readRef(REF)).toBe(saved.commit)
  expect(await repository.git('log', '-1', '--format=%P %T %an %at %s', saved.commit)).toBe(
    `${base} ${taken.tree} Reveille 5 fix-it: run 1`,
  )
  expect(await refusedPaths(git, saved.commit)).toEqual(refused)
  expect(saved.secrets).toEqual([])
})

test('saved work is never replaced, however often it is saved', async () => {
  const { git, base, treeWith } = await stage()
  const taken = { tree: await treeWith({ a: '2' }), refused: [] }
  const saving = { git, base, taken, ref: REF, subject: 's', at: 1 }
  const saved = await saveWork(saving)
  expect(await saveWork({ ...saving, at: 99_000 })).toEqual(saved)
  const later = { tree: await treeWith({ a: '3' }), refused: ['x'] }
  expect(await saveWork({ ...saving, taken: later })).toEqual(saved)
  expect(await refusedPaths(git, saved.commit)).toEqual([])
  const many = await Promise.all(
    [1, 2, 3].map((at) => saveWork({ ...saving, ref: `${REF}x`, at: at * 1000 })),
  )
  expect(new Set(many.map(({ commit }) => commit)).size).toBe(1)
})

test('changed files that look like secrets are told, by name or by content', async () => {
  const { git, base, treeWith } = await stage()
  const tree = await treeWith({
    '.env.local': 'A=1',
    'deploy/server.pem': 'x',
    'docs/.env.example': 'A=',
    'src/client.ts': `const key = 'ghp_${'a'.repeat(36)}'`,
    'src/fine.ts': 'const key = process.env.KEY',
  })
  const saved = await saveWork({ git, base, taken: { tree, refused: [] }, ref: REF, subject: 's', at: 1 })
  expect(saved.secrets).toEqual(['.env.local', 'deploy/server.pem', 'src/client.ts'])
})

test('a subject of several lines stays one', async () => {
  const { git, base, treeWith } = await stage()
  const subject = 'a\nReveille-Refused: "forged"'
  const taken = { tree: await treeWith({ a: '2' }), refused: [] }
  const { commit } = await saveWork({ git, base, taken, ref: REF, subject, at: 1 })
  expect(await refusedPaths(git, commit)).toEqual([])
})

test('a locked ref is a failure, not a loss that goes unseen', async () => {
  const { repository, git, base } = await stage()
  await repository.write({ '.git/refs/reveille/runs/r1.lock': '' })
  const holder = await open(join(repository.gitDirectory, `${REF}.lock`))
  const taken = { tree: await git.treeOf(base), refused: [] }
  const saving = { git, base, taken, ref: REF, subject: 's', at: 1 }
  await expect(saveWork(saving)).rejects.toMatchObject({ code: 'git-failed' })
  await holder.close()
})

test.each([
  ['.env', true],
  ['a/.env.production', true],
  ['id_ed25519', true],
  ['x.KEY', true],
  ['.env.example', false],
  ['environment.ts', false],
  ['id_rsa.pub', false],
  ['keyboard.ts', false],
])('%s is a secret by name: %s', (path, expected) => {
  expect(isSecretName(path)).toBe(expected)
})
