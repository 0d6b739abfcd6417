import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, copyFile, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import {
  createRepository,
  gitIn,
  openRepository,
  writeTrap,
  type TestRepository,
} from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { writeTree } from '../../test/tree.ts'
import { openGit, type Git } from '../support/git.ts'
import { runCommand } from '../support/process.ts'
import { writePrivateGit } from './private-git.ts'
import type { WorkspacePlaces } from './workspace-folders.ts'
import { NO_ENVIRONMENT, type Environment, type Workspace, type Workspaces } from './workspace.ts'

const searchPath = process.env['PATH'] ?? ''
const run = promisify(execFile)

interface Stage {
  readonly repository: TestRepository
  readonly git: Git
  readonly workspaces: Workspaces
  readonly head: string
  readonly cacheDirectory: string
}

export type MakeWorkspaces = (options: WorkspacePlaces & { readonly git: Git }) => Workspaces

/** What every strategy of workspaces promises. */
export function describeWorkspaces(strategy: Workspaces['strategy'], make: MakeWorkspaces): void {
  const made: Workspaces[] = []
  const on = async (
    repository: TestRepository,
    commonDirectory = repository.gitDirectory,
  ): Promise<Stage> => {
    // A mount option cannot hold such a path as it is.
    const cacheDirectory = join(await temporaryDirectory(), 'a,c:a\\c h=e')
    const places = { commonDirectory, cacheDirectory, searchPath }
    const git = await openGit({ ...places, controlDirectory: join(cacheDirectory, 'control.git') })
    const head = await repository.git('rev-parse', 'HEAD')
    const workspaces = make({ ...places, git })
    made.push(workspaces)
    return { repository, git, workspaces, head, cacheDirectory }
  }
  const stage = async (files: Readonly<Record<string, string>>): Promise<Stage> =>
    on(await createRepository({ files }))

  const create = ({ workspaces, head }: Stage, id = 'w1', environment: Environment = NO_ENVIRONMENT) =>
    workspaces.create({ id, commit: head, environment })

  /** Runs a constant script with the files of the workspace around it. */
  const inside = async (
    { workspaces }: Pick<Stage, 'workspaces'>,
    workspace: Workspace,
    script: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const argv = ['/bin/sh', '-ec', `cd "$1"\n${script}`, 'test', workspace.root]
    const result = await runCommand({
      argv: workspaces.enter(workspace, argv),
      variables: { PATH: searchPath, LC_ALL: 'C', ...variables },
      cwd: '/',
      timeoutMs: 30_000,
      maxOutputBytes: 1024 * 1024,
    })
    // The user's objects stand at their place in a jail only.
    expect(result.stderr.toString().replaceAll(/^error: unable to normalize alternate.*\n/gm, '')).toBe('')
    return result.stdout.toString()
  }

  /** What the agent's own git sees. */
  const asAgent = (workspace: Workspace) => ({
    GIT_DIR: workspace.gitDirectory,
    GIT_WORK_TREE: workspace.root,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: workspace.objects,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  })

  const paths = async (git: Git, tree: string): Promise<string[]> =>
    (await git.listFiles(tree)).map(({ path, mode }) => `${mode} ${path}`)

  describe(`workspaces as ${strategy}`, () => {
    // An overlay's own folder is closed even to its owner, so that it goes with its workspace only.
    afterAll(async () => {
      for (const workspaces of made) {
        for (const id of await workspaces.list()) await workspaces.remove(id)
      }
    })

    test('hold the files of the commit, an empty home and a record', async () => {
      const on1 = await stage({ 'a/b.txt': 'text', run: '#!/bin/sh\n' })
      const workspace = await create(on1)
      expect(await inside(on1, workspace, 'cat a/b.txt; test -x run; ls -A')).toMatch(
        /^text(\.git\n)?a\nrun\n$/,
      )
      expect(await readdir(workspace.home)).toEqual([])
      expect(workspace).toMatchObject({ id: 'w1', commit: on1.head, mount: { kind: strategy } })
      expect(await on1.workspaces.find('w1')).toEqual(workspace)
      expect(await on1.workspaces.find('w2')).toBeNull()
      expect(await on1.workspaces.list()).toEqual(['w1'])
      await expect(create(on1)).rejects.toMatchObject({ code: 'already-exists' })
    })

    test('give the tree of the commit as long as nothing changes', async () => {
      const on1 = await stage({ 'a/b': '1', c: '2' })
      const taken = await on1.workspaces.takeTree(await create(on1))
      expect(taken).toEqual({ tree: await on1.git.treeOf(on1.head), refused: [] })
    })

    test('give the tree that git itself would make of all changes', async () => {
      const on1 = await stage({
        '.gitignore': '*.log\n/out/\n',
        'folder/one': '1',
        'folder/two': '2',
        'gone/x': '3',
        mode: '4',
        text: '5',
        'was/a/folder': '6',
        wasfile: '7',
        link: 'a file at first',
      })
      const script = `
        printf changed > text
        chmod +x mode
        rm -r gone
        mv folder moved
        mkdir -p new/deep && printf n > new/deep/file
        printf x > build.log && mkdir out && printf x > out/file
        rm -r was && printf f > was
        rm wasfile && mkdir wasfile && printf f > wasfile/inner
        rm link && ln -s ../../etc/passwd link
        ln -s nowhere dangling
        printf 1 > -dash; printf 2 > 'sp ace'; printf 3 > 'new
line'; printf 4 > ünïcode; printf 5 > 'quo"te\\back'; printf 6 > '*'
      `
      const workspace = await create(on1)
      await inside(on1, workspace, script)
      const reference = join(await temporaryDirectory(), 'reference')
      await on1.repository.git('worktree', 'add', '--quiet', '--detach', reference)
      await run('/bin/sh', ['-ec', script], { cwd: reference })
      await gitIn(reference, ['add', '--all'])
      const { tree, refused } = await on1.workspaces.takeTree(workspace)
      expect(await paths(on1.git, tree)).toContain('120000 link')
      expect(tree).toBe(await gitIn(reference, ['write-tree']))
      expect(refused).toEqual([])
    })

    test('can be taken again and again, each time as they are', async () => {
      const on1 = await stage({ a: '1' })
      const workspace = await create(on1)
      await inside(on1, workspace, 'printf 2 > b')
      const first = await on1.workspaces.takeTree(workspace)
      await writeFile(join(workspace.folder, 'taken-index.lock'), 'of a killed git')
      expect(await on1.workspaces.takeTree(workspace)).toEqual(first)
      await inside(on1, workspace, 'rm b')
      expect((await on1.workspaces.takeTree(workspace)).tree).toBe(await on1.git.treeOf(on1.head))
    })

    test('do not see each other', async () => {
      const on1 = await stage({ a: '1' })
      const [one, other] = [await create(on1, 'one'), await create(on1, 'other')]
      await inside(on1, one, 'printf changed > a; printf n > n')
      expect(await inside(on1, other, 'cat a; test ! -e n')).toBe('1')
      expect(await inside(on1, await create(on1, 'later'), 'cat a; test ! -e n')).toBe('1')
    })

    test('of a later commit have its files, gone ones gone', async () => {
      const on1 = await stage({ a: '1', gone: '2', 'folder/x': '3', mode: '4' })
      await create(on1, 'first')
      const { repository } = on1
      await repository.remove('gone', 'folder')
      await repository.write({ a: 'new', folder: 'now a file', mode: '#!/bin/sh\n' })
      const commit = await repository.commit()
      const workspace = await on1.workspaces.create({ id: 'second', commit, environment: NO_ENVIRONMENT })
      expect(await inside(on1, workspace, 'cat a folder; test -x mode; test ! -e gone')).toBe('newnow a file')
      expect((await on1.workspaces.takeTree(workspace)).tree).toBe(await on1.git.treeOf(commit))
      expect(await inside(on1, workspace, 'git status --porcelain', asAgent(workspace))).toBe('')
    })

    test('give the agent a git of its own, clean and detached; what it commits touches nothing shared', async () => {
      const on1 = await stage({ a: '1', '.gitignore': 'x\n' })
      const layer = await temporaryDirectory()
      await writeTree(layer, { 'deps/lib': 'installed' })
      const workspace = await create(on1, 'w1', { id: 'e', layer, folders: ['deps'] })
      const refs = await on1.repository.git('for-each-ref')
      const objects = await on1.repository.git('count-objects', '-v')
      const script = `git status --porcelain; git rev-parse HEAD
        printf 2 > a; git add a; git commit --quiet -m mine; git log --format=%s; git branch other`
      const seen = await inside(on1, workspace, script, asAgent(workspace))
      expect(seen.split('\n')).toEqual([on1.head, 'mine', 'first', ''])
      expect(await on1.repository.git('for-each-ref')).toBe(refs)
      expect(await on1.repository.git('count-objects', '-v')).toBe(objects)
      const { tree } = await on1.workspaces.takeTree(workspace)
      expect(String(await on1.git.readFile(tree, 'a'))).toBe('2')
    })

    test('leave a dirty checkout of the user as it is, to the byte', async () => {
      const on1 = await stage({ staged: '1', changed: '2' })
      const { repository } = on1
      await repository.write({ staged: 'staged', changed: 'changed', untracked: 'new' })
      await repository.git('add', 'staged')
      const look = async () => ({
        index: await readFile(join(repository.gitDirectory, 'index')),
        head: await readFile(join(repository.gitDirectory, 'HEAD'), 'utf8'),
        status: await repository.git('--no-optional-locks', 'status', '--porcelain'),
        config: await readFile(join(repository.gitDirectory, 'config'), 'utf8'),
      })
      const before = await look()
      const workspace = await create(on1)
      await inside(on1, workspace, 'printf mine > changed; rm staged')
      await on1.workspaces.takeTree(workspace)
      await on1.workspaces.remove('w1')
      expect(await look()).toEqual(before)
      expect(before.status).toBe(' M changed\nM  staged\n?? untracked'.trimStart().replace(/^M/, ' M'))
    })

    test('work in a repository that is seen from a linked worktree', async () => {
      const { git, gitDirectory } = await createRepository({ files: { a: '1' } })
      const path = join(await temporaryDirectory(), 'side')
      await git('worktree', 'add', '--quiet', '-b', 'side', path)
      const side = openRepository(path)
      await side.write({ a: 'side' })
      await side.commit()
      const on1 = await on(side, gitDirectory)
      const workspace = await create(on1)
      expect(await inside(on1, workspace, 'cat a')).toBe('side')
      expect((await on1.workspaces.takeTree(workspace)).tree).toBe(await on1.git.treeOf('side'))
    })

    test('work in a bare repository', async () => {
      const { path } = await createRepository({ files: { a: '1' } })
      const bare = join(await temporaryDirectory(), 'bare.git')
      await gitIn('/', ['clone', '--quiet', '--bare', path, bare])
      const on1 = await on(openRepository(bare), bare)
      const workspace = await create(on1)
      await inside(on1, workspace, 'printf 2 > a')
      const { tree } = await on1.workspaces.takeTree(workspace)
      expect(String(await on1.git.readFile(tree, 'a'))).toBe('2')
    })

    test('leave submodules alone, also when their folder goes', async () => {
      const repository = await createRepository({ files: { a: '1' } })
      const other = await createRepository({ files: { inner: '1' } })
      await repository.git(
        '-c',
        'protocol.file.allow=always',
        'submodule',
        '--quiet',
        'add',
        other.path,
        'sub',
      )
      await repository.commit()
      const on1 = await on(repository)
      const tree = await on1.git.treeOf(on1.head)
      const workspace = await create(on1)
      expect(await inside(on1, workspace, 'ls -A sub')).toBe('')
      expect(await on1.workspaces.takeTree(workspace)).toEqual({ tree, refused: [] })
      await inside(on1, workspace, 'rmdir sub')
      expect(await on1.workspaces.takeTree(workspace)).toEqual({ tree, refused: [] })
      await inside(on1, workspace, 'mkdir sub; printf mine > sub/file')
      const changed = await on1.workspaces.takeTree(workspace)
      expect(changed.refused).toEqual(['sub'])
      expect(String(await on1.git.readFile(changed.tree, 'sub/file'))).toBe('mine')
    })

    test('save files that their owner may not read', async () => {
      const on1 = await stage({ 'known/a': '1', b: '2' })
      const workspace = await create(on1)
      await inside(
        on1,
        workspace,
        'mkdir closed; printf c > closed/c; printf d > d; printf 3 > b; chmod 0 closed known b d',
      )
      const { tree } = await on1.workspaces.takeTree(workspace)
      expect(await paths(on1.git, tree)).toEqual([
        '100644 b',
        '100644 closed/c',
        '100644 d',
        '100644 known/a',
      ])
      expect(String(await on1.git.readFile(tree, 'b'))).toBe('3')
    })

    test('save repositories made inside them as plain files, and refuse them', async () => {
      const on1 = await stage({ a: '1' })
      const workspace = await create(on1)
      await inside(on1, workspace, 'mkdir -p in/ner && cd in/ner && git init --quiet && printf f > file')
      const { tree, refused } = await on1.workspaces.takeTree(workspace)
      expect(refused).toEqual(['in/ner'])
      expect(await paths(on1.git, tree)).toEqual(['100644 a', '100644 in/ner/file'])
    })

    test('report special files, unless they are ignored', async () => {
      const on1 = await stage({ a: '1', '.gitignore': '/tmp/\n' })
      const workspace = await create(on1)
      await inside(on1, workspace, 'mkdir deep tmp; mkfifo deep/pipe tmp/pipe; rm a; mkfifo a')
      const { tree, refused } = await on1.workspaces.takeTree(workspace)
      expect(refused).toEqual(['a', 'deep/pipe'])
      expect(await paths(on1.git, tree)).toEqual(['100644 .gitignore'])
    })

    test('refuse special files where git would wait for them for ever, and save the rest', async () => {
      const on1 = await stage({ a: '1', 'known/b': '2' })
      const workspace = await create(on1)
      const script = `
        mkdir d; mkfifo d/.gitignore; printf d > d/file
        mkdir -p e/.git/objects e/.git/refs; mkfifo e/.git/HEAD; printf e > e/file
        mkfifo known/.gitattributes; printf changed > known/b
        latin=$(printf 'caf\\351'); mkdir "$latin"; mkfifo "$latin/.gitignore"; printf c > "$latin/file"
        rm a; mkfifo a`
      await inside(on1, workspace, script)
      const taken = await on1.workspaces.takeTree(workspace)
      const latin = 'caf\ufffd/.gitignore'
      expect(taken.refused).toEqual(['a', latin, 'd/.gitignore', 'e/.git/HEAD', 'known/.gitattributes'])
      expect(await paths(on1.git, taken.tree)).toEqual(
        ['caf\ufffd/file', 'd/file', 'e/file', 'known/b'].map((path) => `100644 ${path}`),
      )
      // The one who takes up the work of a killed leader is told so too.
      expect(await on1.workspaces.takeTree(workspace)).toEqual(taken)
    }, 60_000)

    test('refuse a special file in the folder of a submodule', async () => {
      const repository = await createRepository({ files: { a: '1', '.gitignore': 'ignored\n' } })
      const head = await repository.git('rev-parse', 'HEAD')
      await repository.git('update-index', '--add', '--cacheinfo', `160000,${head},sub`)
      await repository.git('commit', '--quiet', '-m', 'submodule')
      const on1 = await on(repository)
      const workspace = await create(on1)
      await inside(on1, workspace, 'mkdir -p sub; mkfifo sub/pipe sub/ignored')
      expect(await on1.workspaces.takeTree(workspace)).toEqual({
        tree: await on1.git.treeOf(on1.head),
        refused: ['sub/pipe'],
      })
    })

    test('stand over the environment, which no workspace changes and no work holds', async () => {
      const on1 = await stage({ a: '1', 'pkg/b': '2' })
      const layer = await temporaryDirectory()
      await writeTree(layer, { 'node_modules/x/index.js': 'x', 'pkg/node_modules/y.js': 'y', 'o,d:d/f': 'z' })
      await symlink('x/index.js', join(layer, 'node_modules/link'))
      const environment = { id: 'e', layer, folders: ['node_modules', 'pkg/node_modules', 'o,d:d'] }
      const workspace = await create(on1, 'w1', environment)
      const script =
        'cat node_modules/link pkg/b pkg/node_modules/y.js; printf evil > node_modules/x/index.js; touch node_modules/new'
      expect(await inside(on1, workspace, script)).toBe('x2y')
      expect(await on1.workspaces.takeTree(workspace)).toEqual({
        tree: await on1.git.treeOf(on1.head),
        refused: [],
      })
      expect(await readFile(join(layer, 'node_modules/x/index.js'), 'utf8')).toBe('x')
      expect(await inside(on1, await create(on1, 'w2', environment), 'cat node_modules/x/index.js')).toBe('x')
    })

    test('are made fifty at once', async () => {
      const on1 = await stage({ 'a/b': '1', c: '2' })
      const ids = Array.from({ length: 50 }, (_, at) => `w${at}`)
      const fifty = await Promise.all(ids.map((id) => create(on1, id)))
      const trees = await Promise.all(fifty.map((one) => on1.workspaces.takeTree(one)))
      expect(new Set(trees.map(({ tree }) => tree))).toEqual(new Set([await on1.git.treeOf(on1.head)]))
      await Promise.all(ids.map((id) => on1.workspaces.remove(id)))
      expect(await on1.workspaces.list()).toEqual([])
    }, 60_000)

    test('execute nothing that is planted in them [I11]', async () => {
      const repository = await createRepository({ files: { 'a.txt': '1', 'b.txt': '2' } })
      const other = await createRepository({ files: { inner: '1' } })
      await repository.git(
        '-c',
        'protocol.file.allow=always',
        'submodule',
        '--quiet',
        'add',
        other.path,
        'sub',
      )
      await repository.commit()
      const on1 = await on(repository)
      const { program, marker } = await writeTrap(await temporaryDirectory())
      const workspace = await create(on1)
      await inside(
        on1,
        workspace,
        `for dir in "$GIT" sub new; do
          [ "$dir" = "$GIT" ] || { git init --quiet "$dir"; git -C "$dir" commit --quiet --allow-empty -m x; dir=$dir/.git; }
          git config --file "$dir/config" core.fsmonitor "$TRAP"
          git config --file "$dir/config" core.hooksPath "\${TRAP%/*}"
          git config --file "$dir/config" core.sshCommand "$TRAP"
          for kind in clean smudge process; do git config --file "$dir/config" filter.evil.$kind "$TRAP"; done
          git config --file "$dir/config" diff.evil.command "$TRAP"
          git config --file "$dir/config" merge.evil.driver "$TRAP"
          mkdir -p "$dir/hooks"
          for hook in pre-commit post-checkout post-index-change reference-transaction; do ln -s "$TRAP" "$dir/hooks/$hook"; done
        done
        printf '* filter=evil diff=evil merge=evil\\n' | tee .gitattributes > sub/.gitattributes
        git config --file .gitmodules submodule.sub.update "!$TRAP"
        git config --file .gitmodules submodule.sub.ignore none
        printf changed > a.txt; printf new > new.txt; printf inner > sub/file`,
        {
          TRAP: program,
          GIT: workspace.gitDirectory,
          GIT_AUTHOR_NAME: 'a',
          GIT_AUTHOR_EMAIL: 'a',
          GIT_COMMITTER_NAME: 'a',
          GIT_COMMITTER_EMAIL: 'a',
        },
      )
      const { tree, refused } = await on1.workspaces.takeTree(workspace)
      const author = { name: 'a', email: 'b' }
      const commit = await on1.git.commit({ tree, parents: [on1.head], message: 'm', author, at: 0 })
      await on1.git.compareAndSwap('refs/reveille/runs/w1', null, commit)
      await on1.git.merge(on1.head, commit)
      const next = await on1.workspaces.create({ id: 'w2', commit, environment: NO_ENVIRONMENT })
      await on1.workspaces.takeTree(next)
      await on1.workspaces.remove('w1')
      await expect(access(marker)).rejects.toThrow()
      expect(refused).toEqual(['new', 'sub'])
      await run(program)
      await access(marker)
    })

    test.runIf(process.platform === 'linux')(
      'are rid of a wrapper that a killed leader left waiting, and of nothing else',
      async () => {
        const on1 = await stage({ a: '1' })
        const workspace = await on1.workspaces.create({
          id: 'w1',
          commit: on1.head,
          environment: NO_ENVIRONMENT,
        })
        const wrapper = join(await temporaryDirectory(), 'bwrap')
        await copyFile('/bin/sh', wrapper)
        const waits = (program: string, folder: string) => spawn(program, ['-c', 'read line', 'jail', folder])
        const [stray, editor, other] = [
          waits(wrapper, join(workspace.folder, 'root')),
          waits('/bin/sh', workspace.folder),
          waits(wrapper, `${workspace.folder}-not`),
        ]
        const ended = new Promise((resolve) => stray.once('exit', (_, signal) => resolve(signal)))
        await on1.workspaces.evict('w1')
        expect(await ended).toBe('SIGKILL')
        expect([editor.exitCode, editor.signalCode, other.exitCode, other.signalCode]).toEqual([
          null,
          null,
          null,
          null,
        ])
        for (const child of [editor, other]) child.kill('SIGKILL')
      },
    )

    test.runIf(process.platform === 'linux')(
      'are rid of what is left of a jail without its wrapper, and an editor in them is not killed',
      async () => {
        const on1 = await stage({ a: '1' })
        const workspace = await create(on1)
        const sibling = `${workspace.folder}-not`
        await mkdir(sibling)
        const bind = 'mount --bind "$1" /mnt && echo && read line; exit'
        const mounts = (folder: string) =>
          spawn('unshare', ['--user', '--map-root-user', '--mount', '/bin/sh', '-c', bind, 'sh', folder])
        const [stray, other] = [mounts(join(workspace.folder, 'root')), mounts(sibling)]
        const editor = spawn('/bin/sh', ['-c', 'echo; read line; exit'], { cwd: workspace.folder })
        const ended = new Promise((resolve) => stray.once('exit', (_, signal) => resolve(signal)))
        await Promise.all([stray, other, editor].map(({ stdout }) => once(stdout, 'data')))
        await on1.workspaces.evict('w1')
        expect(await ended).toBe('SIGKILL')
        const spared = [editor, other].map(({ exitCode, signalCode }) => [exitCode, signalCode])
        expect(spared).toEqual([[null, null], [null, null]]) // prettier-ignore
        for (const child of [editor, other]) child.kill('SIGKILL')
        await rm(sibling, { recursive: true })
      },
    )

    test('keep working after the user collected garbage, while their base is pinned', async () => {
      const on1 = await stage({ a: '1' })
      await on1.repository.write({ a: 'to be forgotten' })
      const base = await on1.repository.commit()
      await on1.git.compareAndSwap('refs/reveille/bases/w1', null, base)
      await on1.repository.git('reset', '--quiet', '--hard', on1.head)
      const workspace = await on1.workspaces.create({ id: 'w1', commit: base, environment: NO_ENVIRONMENT })
      await on1.repository.git('reflog', 'expire', '--expire=now', '--all')
      await on1.repository.git('gc', '--quiet', '--prune=now')
      expect(
        await inside(on1, workspace, 'git status --porcelain; git cat-file -p HEAD:a', asAgent(workspace)),
      ).toBe('to be forgotten')
      await inside(on1, workspace, 'printf 2 > b')
      const { tree } = await on1.workspaces.takeTree(workspace)
      expect(await paths(on1.git, tree)).toEqual(['100644 a', '100644 b'])
    })

    test('go without following links, whatever stands in them', async () => {
      const on1 = await stage({ 'a/b': '1' })
      const outside = await temporaryDirectory()
      await writeFile(join(outside, 'kept'), '')
      const workspace = await create(on1)
      await symlink(outside, join(workspace.home, 'link'))
      await inside(
        on1,
        workspace,
        'ln -s "$OUT" out; mkdir -p locked/deep; touch locked/deep/f; chmod 0 locked/deep locked a',
        { OUT: outside },
      )
      expect(await on1.workspaces.size('w1')).toBeGreaterThan(0)
      await on1.workspaces.remove('w1')
      await on1.workspaces.remove('w1')
      expect(await readdir(dirname(workspace.folder))).toEqual([])
      expect(await on1.workspaces.size('w1')).toBe(0)
      expect(await readdir(outside)).toEqual(['kept'])
    })

    test('that are half made or half removed are listed, not found, and can be made anew', async () => {
      const on1 = await stage({ a: '1' })
      const workspace = await create(on1)
      const all = dirname(workspace.folder)
      await mkdir(join(all, '.removed-gone/root'), { recursive: true })
      await mkdir(join(all, 'half/root'), { recursive: true })
      expect(await on1.workspaces.list()).toEqual(['gone', 'half', 'w1'])
      expect(await on1.workspaces.find('half')).toBeNull()
      await on1.workspaces.remove('gone')
      expect(await on1.workspaces.find('half')).toBeNull()
      expect(await inside(on1, await create(on1, 'half'), 'cat a')).toBe('1')
      expect(await on1.workspaces.list()).toEqual(['half', 'w1'])
    })

    test.each(['../x', '', '.hidden', 'a/b', '-x', 'x\n'])('have ids; %j is none', async (id) => {
      const on1 = await stage({ a: '1' })
      await expect(create(on1, id)).rejects.toMatchObject({ code: 'unsafe-path' })
      await expect(on1.workspaces.remove(id)).rejects.toMatchObject({ code: 'unsafe-path' })
    })

    test('read files again that only seem unchanged', async () => {
      const on1 = await stage({ a: 'one' })
      const workspace = await create(on1)
      await inside(on1, workspace, 'touch -r a stamp; printf two > a; touch -r stamp a; rm stamp')
      const { tree } = await on1.workspaces.takeTree(workspace)
      expect(String(await on1.git.readFile(tree, 'a'))).toBe('two')
    })

    test('read files again that were changed in the second of their check-out, however late that is', async () => {
      const on1 = await stage({ a: 'one' })
      const workspace = await create(on1)
      const indexFile = join(workspace.folder, 'index')
      // As a check-out in a past second leaves it: the index as old as the file, and the file changed at once.
      await inside(
        on1,
        workspace,
        `touch -d @1000000000 a
        git read-tree HEAD && git update-index -q --refresh
        printf two > a && touch -d @1000000000 a && touch -d @1000000000 "$GIT_INDEX_FILE"`,
        { ...asAgent(workspace), GIT_INDEX_FILE: indexFile },
      )
      const { tree } = await on1.workspaces.takeTree(workspace)
      expect(String(await on1.git.readFile(tree, 'a'))).toBe('two')
    })

    test('show the agent too what he changed in the second of the check-out', async () => {
      const on1 = await stage({ a: 'one' })
      const workspace = await create(on1)
      const indexes = [join(workspace.folder, 'index'), join(workspace.gitDirectory, 'index')]
      await inside(
        on1,
        workspace,
        'touch -d @1000000000 a; git read-tree HEAD && git update-index -q --refresh',
        { ...asAgent(workspace), GIT_INDEX_FILE: indexes[0] ?? '' },
      )
      await utimes(indexes[0] ?? '', 1_000_000_000, 1_000_000_000)
      await writePrivateGit(workspace, on1.repository.gitDirectory)
      await inside(on1, workspace, 'printf two > a && touch -d @1000000000 a')
      expect(await inside(on1, workspace, 'git status --porcelain', asAgent(workspace))).toBe(' M a\n')
    })

    test('leave nothing of their mount behind', async () => {
      const on1 = await stage({ a: '1' })
      await inside(on1, await create(on1), 'true')
      expect(await readFile('/proc/self/mounts', 'utf8').catch(() => '')).not.toContain('reveille ')
    })
  })
}
