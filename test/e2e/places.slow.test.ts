import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository, gitIn } from '../repository.ts'
import { temporaryDirectory } from '../temporary.ts'
import { change, createProject, gate, projectThere, reached, type Project } from './project.ts'

/** Everything of the user that a night must leave as it is, to the byte. */
async function stateOf(project: Project, ...more: readonly string[]): Promise<object> {
  const { git, gitDirectory } = project
  return {
    index: (await readFile(join(gitDirectory, 'index'))).toString('base64'),
    config: await readFile(join(gitDirectory, 'config'), 'utf8'),
    head: await readFile(join(gitDirectory, 'HEAD'), 'utf8'),
    refs: (await git('for-each-ref')).split('\n').filter((line) => !/refs\/(heads\/)?reveille\//.test(line)),
    stash: await git('stash', 'list'),
    status: await git('status', '--porcelain', '--ignored', ...more),
    worktrees: await git('worktree', 'list', '--porcelain'),
  }
}

test('a dirty checkout without a remote is left as it is, to the byte [I3, night-anywhere]', async () => {
  const project = await createProject({ files: { '.gitignore': 'ignored\n', 'src/a.txt': 'a\n' } })
  await project.write({ 'src/a.txt': 'stashed\n' })
  await project.git('stash')
  await project.write({ 'src/a.txt': 'staged\n', ignored: 'x\n' })
  await project.git('add', '--all')
  await project.write({
    'src/a.txt': 'changed again\n',
    'work/untracked.txt': 'bad\n',
    'check.sh': 'exit 1\n',
  })
  await project.file(change('one'))
  await project.git('status')
  const before = await stateOf(project)
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await stateOf(project)).toEqual(before)
  expect(await project.git('show', '--stat', '--format=%an', 'refs/reveille/targets/1')).toMatch(
    /^Reveille\n\n work\/one\.txt \| 1 \+/,
  )
})

test('a night from a linked worktree, of a repository with submodules, leaves both alone [night-anywhere]', async () => {
  const library = await createRepository({ files: { 'library.txt': 'done\n' } })
  const project = await createProject()
  const allow = ['-c', 'protocol.file.allow=always']
  await project.git(...allow, 'submodule', '--quiet', 'add', library.path, 'vendor/library')
  await project.commit('a submodule')
  const linked = join(project.folder, 'linked')
  await project.git('worktree', 'add', '--quiet', '-b', 'elsewhere', linked)
  await project.write({ 'vendor/library/library.txt': 'my own change\n' })
  const before = await stateOf(project, '--ignore-submodules=none')

  const there = projectThere(project, linked)
  await there.file(
    change('one', 'test ! -e vendor/library/library.txt && echo done > work/one.txt'),
    change('strays', 'rmdir vendor/library; mkdir -p vendor/library; echo x > vendor/library/new.txt', {
      limits: { runs: 1 },
    }),
  )
  expect(await there.json('night')).toMatchObject({ exitCode: 3 })
  expect(await there.standings()).toEqual({ one: 'done landed', strays: 'blocked' })
  expect(await stateOf(project, '--ignore-submodules=none')).toEqual(before)
  expect(await gitIn(linked, ['status', '--porcelain'])).toBe('')
  const entry = await project.git('ls-tree', 'main', 'vendor/library')
  expect(entry).toMatch(/^160000 commit/)
  expect(await project.git('ls-tree', 'refs/reveille/targets/1', 'vendor/library')).toBe(entry)
})

test('a bare repository has nights like any other [night-anywhere]', async () => {
  const project = await createProject()
  const path = join(project.folder, 'bare.git')
  await project.git('clone', '--quiet', '--bare', project.path, path)
  const bare = projectThere(project, path)
  await bare.file(change('one'))
  const elsewhere = await temporaryDirectory()
  expect(await projectThere(project, elsewhere).json('night', '--repo', path)).toMatchObject({ exitCode: 0 })
  expect(await bare.landed()).toEqual(['one'])
  expect(await bare.git('config', 'core.bare')).toBe('true')
  expect((await bare.reveille('report')).stdout).toContain('1 of 1 task landed')
})

test('a gc that prunes everything in the middle of a night costs it nothing [night-gc]', async () => {
  const config = `gate:
  - { name: slow, shell: 'test ! -e work/one.txt || until [ -e $SIGNALS/checked ]; do sleep 0.02; done' }
  - { name: check, run: [sh, check.sh] }
`
  const project = await createProject({ config })
  const prune = () => project.git('-c', 'gc.reflogExpire=now', 'gc', '--quiet', '--prune=now')
  await project.file(
    change('one', `${gate(project, 'go')}; git log -1 --format=%H > work/one.txt; echo done >> work/one.txt`),
  )
  const night = project.start('night')
  await reached(project, 'go')
  await prune()
  await project.open('go')
  await night.tells(/one: is being checked/)
  await prune()
  await project.open('checked')
  await prune()
  expect(await night.ended()).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('run 2') })
  expect(await project.landed()).toEqual(['one'])
  await project.git('fsck', '--connectivity-only')
})

test('commits pushed by hand onto the mirror are reported and never overwritten [I3, night-mirror]', async () => {
  const project = await createProject()
  await project.file(change('one'))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  const tip = await project.git('rev-parse', 'refs/reveille/targets/1')
  const mine = await project.git('commit-tree', '-p', tip, '-m', 'by hand', `${tip}^{tree}`)
  await project.git('update-ref', 'refs/heads/reveille/1', mine)
  await project.file(change('two'))
  const night = await project.reveille('night')
  expect(night.exitCode).toBe(0)
  expect(night.stderr.split('\n')[0]).toMatch(
    /reveille\/1 holds what the target lacks, up to [0-9a-f]+, and is left/,
  )
  expect(await project.git('rev-parse', 'refs/heads/reveille/1')).toBe(mine)
  expect(await project.landed()).toEqual(['one', 'two'])
  expect((await project.reveille('report')).stdout).toContain('holds what the target lacks')
})
