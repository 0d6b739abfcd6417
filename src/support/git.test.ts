import { access, mkdir, open as openFile, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRepository, gitIn, leaveLock, writeTrap, type TestRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { gitVersion, openGit, type Git } from './git.ts'

const searchPath = process.env['PATH'] ?? ''
const REF = 'refs/reveille/targets/1'

async function open(files: Readonly<Record<string, string>> = { 'a.txt': 'one\n' }): Promise<{
  repository: TestRepository
  git: Git
  head: string
}> {
  const repository = await createRepository({ files })
  const git = await openGit(placesOf(repository.gitDirectory, await temporaryDirectory()))
  return { repository, git, head: await repository.git('rev-parse', 'HEAD') }
}

function placesOf(commonDirectory: string, folder: string) {
  return { commonDirectory, controlDirectory: join(folder, 'control.git'), searchPath }
}

describe('history', () => {
  test('revisions are named as the user names them', async () => {
    const { repository, git, head } = await open()
    const second = await repository.commit('second')
    expect(await git.commitOf('HEAD')).toBe(second)
    expect(await git.commitOf('main')).toBe(second)
    expect(await git.commitOf('main~1')).toBe(head)
    expect(await git.commitOf(head)).toBe(head)
    expect(await git.commitOf('nowhere')).toBeNull()
    expect(await git.commitOf('0'.repeat(39) + '1')).toBeNull()
    expect(await git.treeOf('main')).toBe(await repository.git('rev-parse', 'HEAD^{tree}'))
    expect(await git.commitOf(await git.treeOf(head))).toBeNull()
    await expect(git.treeOf('nowhere')).rejects.toMatchObject({ code: 'not-found' })
  })

  test.each([
    '--all',
    '-x',
    'main..HEAD',
    ':/first',
    'HEAD:a.txt',
    '@{1}',
    'a b',
    '',
    'main^{/first}',
    'a\n',
  ])('the revision %j is refused before git sees it', async (revision) => {
    const { git } = await open()
    await expect(git.commitOf(revision)).rejects.toMatchObject({ code: 'input-invalid' })
  })

  test('files are listed and read with any name', async () => {
    const names = ['-dash', 'new\nline', 'quo"te', 'sp ace', 'ünï', 'z/deep/er']
    const { repository, git, head } = await open(
      Object.fromEntries(names.map((name) => [name, `in ${name}`])),
    )
    expect((await git.listFiles(head)).map(({ path }) => path)).toEqual(names.toSorted())
    for (const name of names) expect(String(await git.readFile(head, name))).toBe(`in ${name}`)
    expect(String(await git.readFile('main', '-dash'))).toBe('in -dash')
    expect(await git.readFile(head, 'missing')).toBeNull()
    expect(await git.readFile(head, 'z')).toBeNull()
    await expect(git.readFile(head, '../a')).rejects.toMatchObject({ code: 'unsafe-path' })
    const [first, none, folder, last] = await git.readFiles(
      head,
      ['-dash', 'a\nb: missing', 'z', 'z/deep/er'],
      1e6,
    )
    expect([first, none, folder, last].map((content) => content?.toString())).toEqual([
      'in -dash',
      undefined,
      undefined,
      'in z/deep/er',
    ])
    expect(
      (await git.readFiles(head, ['-dash', 'z/deep/er'], 100)).map((content) => content?.toString()),
    ).toEqual(['in -dash', undefined])
    await repository.write({ empty: '' })
    expect(await git.readFile(await repository.commit(), 'empty')).toEqual(Buffer.alloc(0))
  })

  test('changes are sorted by path, with the mode after them', async () => {
    const { repository, git, head } = await open({ gone: '1', link: '2', same: '3', text: '4' })
    await repository.remove('gone', 'link')
    await symlink('same', join(repository.path, 'link'))
    await repository.write({ 'b/new': '#!/bin/sh\n', text: '5' })
    expect(await git.changes(head, await repository.commit())).toEqual([
      { path: 'b/new', status: 'added', mode: '100755' },
      { path: 'gone', status: 'deleted', mode: '000000' },
      { path: 'link', status: 'type-changed', mode: '120000' },
      { path: 'text', status: 'modified', mode: '100644' },
    ])
  })

  test('commits carry exactly the author, time, parents and message given', async () => {
    const { repository, git, head } = await open()
    const draft = { tree: await git.treeOf(head), parents: [head], at: Date.UTC(2026, 0, 2, 3, 4, 5) }
    const author = { name: 'Ann Agent', email: 'ann@example.org' }
    const commit = await git.commit({ ...draft, author, message: '-m odd\n\nReveille-Task: t1' })
    expect(await repository.git('log', '-1', '--format=%an|%ae|%aI|%cn|%P', commit)).toBe(
      `Ann Agent|ann@example.org|2026-01-02T03:04:05+00:00|Reveille|${head}`,
    )
    expect(await git.messageOf(commit)).toBe('-m odd\n\nReveille-Task: t1')
    expect(await git.commit({ ...draft, author, message: '-m odd\n\nReveille-Task: t1' })).toBe(commit)
  })

  test('ancestry is told, oldest first', async () => {
    const { repository, git, head } = await open()
    const second = await repository.commit('second')
    const third = await repository.commit('third')
    await repository.git('checkout', '--quiet', '--orphan', 'other')
    const alone = await repository.commit('alone')
    expect(await git.commitsBetween(head, third)).toEqual([second, third])
    expect(await git.isAncestor(head, third)).toBe(true)
    expect(await git.isAncestor(third, head)).toBe(false)
    expect(await git.mergeBase(second, third)).toBe(second)
    expect(await git.mergeBase(second, alone)).toBeNull()
    await expect(git.isAncestor(head, 'f'.repeat(40))).rejects.toMatchObject({ code: 'git-failed' })
  })

  test('a merge without a conflict gives a tree, one with a conflict its paths', async () => {
    const { repository, git, head } = await open({ one: '1\n', two: '2\n' })
    await repository.write({ one: 'ours\n' })
    const ours = await repository.commit()
    await repository.git('checkout', '--quiet', '-b', 'side', head)
    await repository.write({ two: 'theirs\n' })
    const theirs = await repository.commit()
    const clean = await git.merge(ours, theirs)
    expect(clean.kind === 'clean' && (await git.readFile(clean.tree, 'two'))?.toString()).toBe('theirs\n')
    await repository.write({ one: 'theirs\n' })
    expect(await git.merge(ours, await repository.commit())).toEqual({ kind: 'conflict', paths: ['one'] })
    await expect(git.merge(ours, 'f'.repeat(40))).rejects.toMatchObject({ code: 'git-failed' })
  })

  test('a tree is made of another with some paths of a third', async () => {
    const { repository, git, head } = await open({
      lock: 'one',
      'ünï/lock': 'one',
      gone: '1',
      folder: 'file',
      script: 'good',
    })
    await rm(join(repository.path, 'folder'))
    await rm(join(repository.path, 'gone'))
    const files = { lock: 'two', 'ünï/lock': 'two', 'folder/lock': 'two', script: 'evil' }
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(repository.path, path)), { recursive: true })
      await writeFile(join(repository.path, path), content)
    }
    const [tree, from] = [await git.treeOf(head), await repository.commit('third')]
    const paths = ['lock', 'ünï/lock', 'folder/lock', 'gone', 'nowhere']
    const made = await git.treeWith(tree, { from, paths })
    expect((await git.listFiles(made)).map(({ path }) => path)).toEqual([
      'folder/lock',
      'lock',
      'script',
      'ünï/lock',
    ])
    const read = await git.readFiles(made, ['lock', 'ünï/lock', 'folder/lock', 'script'], 1_000)
    expect(read.map(String)).toEqual(['two', 'two', 'two', 'good'])
    expect(await git.treeWith(tree, { from, paths: [] })).toBe(tree)
    const texts = new Map([
      ['lock', 'three'],
      ['nowhere', 'three'],
    ])
    const other = await git.treeWith(tree, { from, paths, texts })
    expect((await git.readFiles(other, ['lock', 'ünï/lock'], 1_000)).map(String)).toEqual(['three', 'two'])
    expect((await git.listFiles(other)).length).toBe(4)
    const both = ['lock', 'script'].map((path) => git.treeWith(tree, { from, paths: [path] }))
    expect(new Set(await Promise.all(both)).size).toBe(2)
  })

  test('a merge driver that attributes ask for does not settle a conflict', async () => {
    const { repository, git, head } = await open({ '.gitattributes': 'one merge=union\n', one: '1\n' })
    await repository.write({ one: 'ours\n' })
    const ours = await repository.commit()
    await repository.git('checkout', '--quiet', '-b', 'side', head)
    await repository.write({ one: 'theirs\n' })
    expect(await git.merge(ours, await repository.commit())).toEqual({ kind: 'conflict', paths: ['one'] })
  })

  test('replaced objects are read as they were', async () => {
    const { repository, git, head } = await open()
    await repository.write({ 'a.txt': 'forged\n' })
    const forged = await repository.commit()
    await repository.git('replace', head, forged)
    expect(String(await git.readFile(head, 'a.txt'))).toBe('one\n')
  })

  test('what a shallow clone lacks is not missed', async () => {
    const { repository } = await open()
    await repository.commit('second')
    const folder = await temporaryDirectory()
    await gitIn(folder, ['clone', '--quiet', '--depth=1', `file://${repository.path}`, 'clone'])
    const git = await openGit(placesOf(join(folder, 'clone/.git'), folder))
    const tip = (await git.commitOf('HEAD')) ?? ''
    const parts = { tree: await git.treeOf(tip), parents: [tip], at: 0, author: { name: 'a', email: 'b' } }
    const next = await git.commit({ ...parts, message: 'next' })
    expect(await git.commitsBetween(tip, next)).toEqual([next])
    expect(await git.merge(tip, next)).toMatchObject({ kind: 'clean' })
  })

  test('objects of another repository, borrowed by alternates, are found', async () => {
    const { repository, head } = await open()
    const folder = await temporaryDirectory()
    await gitIn(folder, ['clone', '--quiet', '--shared', repository.path, 'clone'])
    const git = await openGit(placesOf(join(folder, 'clone/.git'), folder))
    expect(await git.listFiles(head)).toMatchObject([{ path: 'a.txt', mode: '100644' }])
  })

  test('a repository of SHA-256 objects works', async () => {
    const folder = await temporaryDirectory()
    await gitIn(folder, ['init', '--quiet', '--object-format=sha256', 'new'])
    await writeFile(join(folder, 'new/a'), 'a')
    await gitIn(join(folder, 'new'), ['add', 'a'])
    await gitIn(join(folder, 'new'), ['commit', '--quiet', '-m', 'first'])
    const git = await openGit(placesOf(join(folder, 'new/.git'), folder))
    const head = (await git.commitOf('HEAD')) ?? ''
    expect(head).toHaveLength(64)
    expect(String(await git.readFile(head, 'a'))).toBe('a')
  })
})

describe('refs', () => {
  test('a ref moves only from where it was said to be', async () => {
    const { repository, git, head } = await open()
    const next = await repository.commit()
    expect(await git.compareAndSwap(REF, null, head)).toBe('moved')
    expect(await git.compareAndSwap(REF, null, next)).toBe('elsewhere')
    expect(await git.compareAndSwap(REF, next, next)).toBe('elsewhere')
    expect(await git.compareAndSwap(REF, head, next)).toBe('moved')
    expect(await git.readRef(REF)).toBe(next)
    expect(await git.compareAndSwap(REF, head, null)).toBe('elsewhere')
    expect(await git.compareAndSwap(REF, next, null)).toBe('moved')
    expect(await git.readRef(REF)).toBeNull()
    expect(await git.compareAndSwap(REF, next, head)).toBe('elsewhere')
  })

  test('of many moves at once one wins', async () => {
    const { repository, git, head } = await open()
    const tree = await git.treeOf(head)
    const candidates = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((at) =>
        git.commit({ tree, parents: [head], author: { name: 'a', email: 'b' }, message: `${at}`, at }),
      ),
    )
    await git.compareAndSwap(REF, null, head)
    const wins = await Promise.all(candidates.map((commit) => git.compareAndSwap(REF, head, commit)))
    expect(wins.filter((swap) => swap === 'moved')).toHaveLength(1)
    expect(await repository.git('rev-parse', REF)).toBe(candidates[wins.indexOf('moved')])
  })

  test('a decoy below another folder is not taken for the ref', async () => {
    const { repository, git, head } = await open()
    for (const decoy of [`refs/heads/${REF}`, `refs/tags/${REF}`, `refs/${REF}`])
      await repository.git('update-ref', decoy, head)
    expect(await git.readRef(REF)).toBeNull()
  })

  test('a lock that a killed git left on a ref of ours goes when the ref is to move', async () => {
    const { repository, git, head } = await open()
    await git.compareAndSwap(REF, null, head)
    const next = await repository.commit()
    await leaveLock(join(repository.gitDirectory, `${REF}.lock`))
    expect(await git.compareAndSwap(REF, head, next)).toBe('moved')
  })

  test('a lock that some process has open stays, however old it is', async () => {
    const { repository, git, head } = await open()
    await git.compareAndSwap(REF, null, head)
    const next = await repository.commit()
    const lock = join(repository.gitDirectory, `${REF}.lock`)
    await leaveLock(lock)
    const holder = await openFile(lock)
    expect(await git.compareAndSwap(REF, head, next)).toBe('locked')
    expect(await git.removeStaleLocks()).toEqual([])
    await holder.close()
    expect(await git.removeStaleLocks()).toEqual([REF])
    expect(await git.removeStaleLocks()).toEqual([])
    expect(await git.compareAndSwap(REF, head, next)).toBe('moved')
  })

  test('a lock of seconds ago on a branch of the user stays, an old one goes', async () => {
    const { repository, git, head } = await open()
    const lock = join(repository.gitDirectory, 'refs/heads/main.lock')
    const next = await git.commit({
      tree: await git.treeOf(head),
      parents: [head],
      author: { name: 'a', email: 'b' },
      message: 'next',
      at: 0,
    })
    await leaveLock(lock, 5_000)
    expect(await git.compareAndSwap('refs/heads/main', head, next)).toBe('locked')
    await access(lock)
    await leaveLock(lock)
    expect(await git.compareAndSwap('refs/heads/main', head, next)).toBe('moved')
  })

  test('moving a ref runs no hook of the user', async () => {
    const { repository, git, head } = await open()
    const { program, marker } = await writeTrap(await temporaryDirectory())
    await mkdir(join(repository.gitDirectory, 'hooks'), { recursive: true })
    await symlink(program, join(repository.gitDirectory, 'hooks/reference-transaction'))
    expect(await git.compareAndSwap(REF, null, head)).toBe('moved')
    await expect(access(marker)).rejects.toThrow()
    await repository.git('update-ref', 'refs/heads/x', head)
    await access(marker)
  })

  test('refs are listed below a prefix, packed ones too', async () => {
    const { repository, git, head } = await open()
    for (const name of ['b', 'a']) await git.compareAndSwap(`refs/reveille/runs/${name}`, null, head)
    await git.compareAndSwap('refs/reveille/runs-other', null, head)
    await repository.git('pack-refs', '--all')
    await repository.git('config', 'color.ui', 'always')
    expect(await git.listRefs('refs/reveille/runs/')).toEqual([
      { ref: 'refs/reveille/runs/a', commit: head },
      { ref: 'refs/reveille/runs/b', commit: head },
    ])
  })

  test('the branch of HEAD and the worktree of a branch are told', async () => {
    const { repository, git } = await open()
    const other = join(await temporaryDirectory(), 'new\nline')
    await repository.git('worktree', 'add', '--quiet', '-b', 'side', other)
    expect(await git.currentBranch()).toBe('main')
    expect(await git.worktreeOf('refs/heads/main')).toBe(repository.path)
    expect(await git.worktreeOf('refs/heads/side')).toBe(other)
    expect(await git.worktreeOf('refs/heads/none')).toBeNull()
    await rm(other, { recursive: true })
    expect(await git.worktreeOf('refs/heads/side')).toBeNull()
    await repository.git('checkout', '--quiet', '--detach')
    expect(await git.currentBranch()).toBeNull()
  })

  test('HEAD is that of the linked worktree, when it is the one in use', async () => {
    const { repository } = await open()
    const folder = await temporaryDirectory()
    await repository.git('worktree', 'add', '--quiet', '-b', 'side', join(folder, 'side'))
    const git = await openGit({
      ...placesOf(repository.gitDirectory, folder),
      gitDirectory: join(repository.gitDirectory, 'worktrees/side'),
    })
    expect(await git.currentBranch()).toBe('side')
  })

  test.each([
    '--all',
    'main',
    'refs/heads/../x',
    'refs/heads/a b',
    'refs/a.lock',
    'refs//a',
    'refs/a\nb',
    'refs/.a',
  ])('the ref name %j is refused before git sees it', async (ref) => {
    const { git, head } = await open()
    await expect(git.readRef(ref)).rejects.toMatchObject({ code: 'input-invalid' })
    await expect(git.compareAndSwap(ref, null, head)).rejects.toMatchObject({ code: 'input-invalid' })
  })
})

describe('a view of files', () => {
  async function checkedOut(files: Readonly<Record<string, string>>) {
    const opened = await open(files)
    const folder = await temporaryDirectory()
    const root = join(folder, 'root')
    await mkdir(root)
    const worktree = {
      root,
      indexFile: join(folder, 'index'),
      exclude: ['deps'],
      enter: (argv: readonly string[]) => argv,
    }
    await opened.git.checkOut(worktree, await opened.git.treeOf(opened.head))
    return { ...opened, worktree, root }
  }

  test('checks out a tree and writes it again', async () => {
    const { git, head, worktree, root } = await checkedOut({ 'a/b': '1', c: '2' })
    expect(await readFile(join(root, 'a/b'), 'utf8')).toBe('1')
    expect(await git.writeTree(worktree)).toEqual({ tree: await git.treeOf(head), refused: [] })
  })

  test('a later check-out touches only what differs and restores what was changed', async () => {
    const { repository, git, worktree, root } = await checkedOut({ a: '1', b: '2', gone: '3' })
    await repository.remove('gone')
    await repository.write({ b: 'new' })
    const next = await git.treeOf(await repository.commit())
    await writeFile(join(root, 'a'), 'changed')
    await git.checkOut(worktree, next)
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('1')
    expect(await readFile(join(root, 'b'), 'utf8')).toBe('new')
    await expect(access(join(root, 'gone'))).rejects.toThrow()
  })

  test('files and folders may take the place of each other and of links', async () => {
    const { git, worktree, root } = await checkedOut({
      'a/x': '1',
      b: '2',
      'c/x': '3',
      'd/x': '4',
    })
    for (const name of ['a', 'b', 'c', 'd']) await rm(join(root, name), { recursive: true })
    await writeFile(join(root, 'a'), 'file')
    await mkdir(join(root, 'b/y'), { recursive: true })
    await writeFile(join(root, 'b/y/z'), 'deep')
    await symlink('/etc', join(root, 'c'))
    await mkdir(join(root, '../elsewhere'))
    await writeFile(join(root, '../elsewhere/x'), 'beyond')
    await symlink('../elsewhere', join(root, 'd'))
    await writeFile(join(root, '.gitignore'), '/d\n')
    const { tree } = await git.writeTree(worktree)
    const files = await git.listFiles(tree)
    expect(files.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
      '100644 .gitignore',
      '100644 a',
      '100644 b/y/z',
      '120000 c',
    ])
    expect(String(await git.readFile(tree, 'c'))).toBe('/etc')
  })

  test('excluded folders and ignored files are not part of the tree, and unknown all the same', async () => {
    const { git, head, worktree, root } = await checkedOut({ '.gitignore': '*.log\n', src: '1' })
    await mkdir(join(root, 'deps/x'), { recursive: true })
    await mkdir(join(root, 'node_modules/y'), { recursive: true })
    await Promise.all(
      ['deps/x/f', 'build.log', 'node_modules/y/f.log'].map((name) => writeFile(join(root, name), 'x')),
    )
    expect((await git.writeTree(worktree)).tree).toBe(await git.treeOf(head))
    expect(await git.unknownPaths({ ...worktree, exclude: [] })).toEqual([
      'build.log',
      'deps',
      'node_modules',
    ])
    expect(await git.unknownPaths(worktree)).toEqual(['build.log', 'node_modules'])
    expect(await git.ignoredPaths(worktree, ['build.log', 'src'])).toEqual(['build.log'])
  })

  test('repositories inside are saved as plain files and refused', async () => {
    const { git, worktree, root } = await checkedOut({ a: '1' })
    await mkdir(join(root, 'new/deep'), { recursive: true })
    await Promise.all(['new', 'new/deep'].map((name) => gitIn(join(root, name), ['init', '--quiet'])))
    await Promise.all(['new/f', 'new/deep/g'].map((name) => writeFile(join(root, name), 'x')))
    await gitIn(join(root, 'new/deep'), ['add', 'g'])
    await gitIn(join(root, 'new/deep'), ['commit', '--quiet', '-m', 'inner'])
    const { tree, refused } = await git.writeTree(worktree)
    expect(refused).toEqual(['new', 'new/deep'])
    expect((await git.listFiles(tree)).map(({ path }) => path)).toEqual(['a', 'new/deep/g', 'new/f'])
  })

  test('submodules stay as they are, and are refused once files stand there', async () => {
    const { git, head, worktree, root, repository } = await checkedOut({ a: '1' })
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${head},sub`)
    await repository.git('commit', '--quiet', '-m', 'with a submodule')
    const tree = await repository.git('rev-parse', 'HEAD^{tree}')
    await git.checkOut(worktree, tree)
    const base = await readFile(worktree.indexFile)
    expect(await git.writeTree(worktree)).toEqual({ tree, refused: [] })

    const { program, marker } = await writeTrap(await temporaryDirectory())
    await gitIn(join(root, 'sub'), ['init', '--quiet'])
    await gitIn(join(root, 'sub'), ['commit', '--quiet', '--allow-empty', '-m', 'inner'])
    await gitIn(join(root, 'sub'), ['config', 'core.fsmonitor', program])
    await writeFile(worktree.indexFile, base)
    expect(await git.writeTree(worktree)).toEqual({ tree, refused: ['sub'] })

    await writeFile(join(root, 'sub/f'), 'x')
    await writeFile(worktree.indexFile, base)
    const changed = await git.writeTree(worktree)
    expect(changed.refused).toEqual(['sub'])
    expect(String(await git.readFile(changed.tree, 'sub/f'))).toBe('x')
    await expect(access(marker)).rejects.toThrow()
    await gitIn(join(root, 'sub'), ['status'])
    await access(marker)
  })

  test('a file whose encoding is not what attributes say is saved as it is', async () => {
    const { git, worktree, root } = await checkedOut({ a: '1' })
    await writeFile(join(root, '.gitattributes'), '*.txt working-tree-encoding=UTF-16\n')
    await writeFile(join(root, 'bad.txt'), 'no UTF-16')
    const { tree } = await git.writeTree(worktree)
    expect(String(await git.readFile(tree, 'bad.txt'))).toBe('no UTF-16')
  })

  test('names that no tree may hold are refused', async () => {
    const { git, worktree, root } = await checkedOut({ a: '1' })
    await mkdir(join(root, 'x/.GIT'), { recursive: true })
    await writeFile(join(root, 'x/.GIT/config'), '[core]\n')
    const { refused } = await git.writeTree(worktree)
    expect(refused).toEqual(['x/.GIT/config'])
  })

  test('a file name of any bytes is kept', async () => {
    const { git, worktree, root } = await checkedOut({ a: '1' })
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]), 'odd')
    const { tree } = await git.writeTree(worktree)
    await rm(worktree.indexFile)
    await git.checkOut(worktree, tree)
    await unlink(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]))
    expect((await git.writeTree(worktree)).tree).not.toBe(tree)
  })
})

test('a failure of git is a sentence with what git said', async () => {
  const { git } = await open()
  await expect(git.messageOf('f'.repeat(40))).rejects.toMatchObject({
    code: 'git-failed',
    message: expect.stringMatching(/^git cat-file failed: /),
    data: { verb: 'cat-file', exitCode: 128 },
  })
})

test('a machine without git is told', async () => {
  const { repository } = await open()
  const places = placesOf(repository.gitDirectory, await temporaryDirectory())
  await expect(openGit({ ...places, searchPath: '/nowhere' })).rejects.toMatchObject({ code: 'git-failed' })
  expect(await gitVersion(searchPath)).toMatch(/^\d+\.\d+/)
})
