import type { Git, Worktree, WrittenTree } from './port.ts'
import { checkedId } from './names.ts'
import { isNo, nameOf, splitNul, type GitCall, type GitRunner } from './runner.ts'
import { isReveilleError, ReveilleError } from '../../domain/errors.ts'

type WorktreeVerbs = Pick<Git, 'checkOut' | 'ignoredPaths' | 'unknownPaths' | 'writeTree'>

const DEADLINE_MS = 10 * 60_000
/** Repositories inside repositories inside ... are followed so deep. */
const NESTING_LIMIT = 16

export function worktreeVerbs(git: GitRunner): WorktreeVerbs {
  return {
    async checkOut(worktree, tree) {
      await git.inControl(at(worktree, ['read-tree', '--reset', '-u', checkedId(tree)]))
    },
    writeTree: (worktree) => writeTree(git, worktree),
    async ignoredPaths(worktree, paths) {
      if (paths.length === 0) return []
      // With the index it ends at once when a path lies in a submodule.
      const call = at(worktree, ['check-ignore', '-z', '--no-index', '--stdin'])
      const input = Buffer.from(nulEnded(paths), 'latin1')
      const { stdout } = await git.inControl({ ...call, input, expects: isNo })
      return splitNul(stdout)
    },
    async unknownPaths(worktree) {
      const { stdout } = await git.inControl(at(worktree, ['ls-files', '-z', '--others', '--directory']))
      const paths = splitNul(stdout).map((path) => nameOf(path.replace(/\/$/, '')))
      return paths.filter((path) => !isWithin(path, worktree.exclude)).toSorted()
    },
  }
}

/**
 * A call on the files and the index of a worktree, whose git directory is the control directory all the same. Objects are
 * synced as everywhere; the index is not, for the files that it tells of are not either.
 */
function at(worktree: Pick<Worktree, 'root' | 'indexFile' | 'enter'>, argv: readonly string[]): GitCall {
  return {
    argv: ['-c', 'core.fsync=objects,reference', ...argv],
    variables: { GIT_WORK_TREE: worktree.root, GIT_INDEX_FILE: worktree.indexFile },
    timeoutMs: DEADLINE_MS,
    enter: (command) => worktree.enter(command),
  }
}

/**
 * Not `git add`: with a submodule in the index it starts `git status` inside that submodule, whose configuration may by
 * now run commands. `ls-files` and `update-index` start nothing, and no submodule is in the index while they look.
 */
async function writeTree(git: GitRunner, worktree: Worktree): Promise<WrittenTree> {
  try {
    return await writeTreeBy(git, worktree)
  } catch (error) {
    // An attribute may name an encoding that the files do not have. Work is saved even so.
    if (!isReveilleError(error, 'git-failed') || !String(error.data?.['stderr']).includes('encode'))
      throw error
    const raw: GitRunner = { ...git, inControl: (call) => git.inControl({ ...call, raw: true }) }
    return writeTreeBy(raw, worktree)
  }
}

async function writeTreeBy(git: GitRunner, worktree: Worktree): Promise<WrittenTree> {
  const { submodules, changed, unknown } = await lookPastSubmodules(git, worktree)
  const nested = unknown.filter((path) => path.endsWith('/'))
  const inner = await listNested(git, worktree, nested)
  const added = [...unknown.filter((path) => !path.endsWith('/')), ...inner.files]
  const unnameable = await updateIndex(git, worktree, { changed, added })
  const kept = submodules.filter(
    ({ path }) => !added.some((file) => file === path || file.startsWith(`${path}/`)),
  )
  await putSubmodules(git, worktree, kept)
  const { stdout } = await git.inControl({ ...at(worktree, ['write-tree']), enter: outside })
  const displaced = submodules.filter((entry) => !kept.includes(entry)).map((entry) => entry.path)
  const repositories = [...nested, ...inner.repositories].map((path) => path.slice(0, -1))
  const refused = new Set([...displaced, ...repositories, ...unnameable].map(nameOf))
  return { tree: checkedId(stdout.toString().trim()), refused: [...refused].toSorted() }
}

interface Submodule {
  readonly path: string
  readonly commit: string
}

/** What differs from the index. Paths keep their bytes as Latin-1; repositories found inside end with a slash. */
interface Look {
  readonly submodules: readonly Submodule[]
  readonly changed: readonly string[]
  readonly unknown: readonly string[]
}

async function lookPastSubmodules(git: GitRunner, worktree: Worktree): Promise<Look> {
  const first = await look(git, worktree)
  if (first.submodules.length === 0) return first
  await indexInfo(
    git,
    worktree,
    first.submodules.map(({ path, commit }) => `0 ${zeros(commit)}\t${path}`),
  )
  return { ...(await look(git, worktree)), submodules: first.submodules }
}

async function look(git: GitRunner, worktree: Worktree): Promise<Look> {
  const listing = [
    'ls-files',
    '-z',
    '-t',
    '--stage',
    '--others',
    '--modified',
    '--deleted',
    '--exclude-standard',
  ]
  const { stdout, stderr } = await git.inControl(at(worktree, [...listing, ...excludes(worktree)]))
  refuseUnread(stderr)
  const submodules: Submodule[] = []
  const changed = new Set<string>()
  const unknown: string[] = []
  for (const row of splitNul(stdout)) {
    const path = row.slice(row.indexOf('\t') + 1)
    if (row.startsWith('? ')) unknown.push(row.slice(2))
    else if (!row.startsWith('H ')) changed.add(path)
    else if (row.startsWith('H 160000 ')) submodules.push({ path, commit: row.split(' ')[2] ?? '' })
  }
  const isWork = (path: string): boolean => !isWithin(nameOf(path), worktree.exclude)
  return { submodules, changed: [...changed].filter(isWork), unknown }
}

/** A folder that cannot be read would silently be missing from the tree. */
function refuseUnread(stderr: string): void {
  if (!stderr.includes('Permission denied')) return
  throw new ReveilleError('git-failed', 'git cannot read all files of a workspace', { data: { stderr } })
}

/** Files of repositories inside the worktree, listed as if each was a worktree of its own. */
async function listNested(
  git: GitRunner,
  worktree: Worktree,
  roots: readonly string[],
  depth = 1,
): Promise<{ readonly files: readonly string[]; readonly repositories: readonly string[] }> {
  const files: string[] = []
  const repositories: string[] = []
  for (const root of roots) {
    // A process is started with text: a folder whose name is none cannot be entered.
    if (!isText(root)) continue
    const inside = {
      ...worktree,
      root: `${worktree.root}/${nameOf(root)}`,
      indexFile: `${worktree.indexFile}.none`,
    }
    const call = at(inside, ['ls-files', '-z', '--others', '--exclude-standard'])
    const { stdout, stderr } = await git.inControl(call)
    refuseUnread(stderr)
    const found = splitNul(stdout).map((path) => root + path)
    files.push(...found.filter((path) => !path.endsWith('/')))
    const deeper = found.filter((path) => path.endsWith('/'))
    if (deeper.length === 0 || depth >= NESTING_LIMIT) continue
    const below = await listNested(git, worktree, deeper, depth + 1)
    files.push(...below.files)
    repositories.push(...deeper, ...below.repositories)
  }
  return { files, repositories }
}

/** Returns the paths that git would not take, e.g. below a folder named .GIT. */
async function updateIndex(
  git: GitRunner,
  worktree: Worktree,
  { changed, added }: { readonly changed: readonly string[]; readonly added: readonly string[] },
): Promise<readonly string[]> {
  if (changed.length + added.length === 0) return []
  const call = at(worktree, ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'])
  const attempt = (paths: readonly string[]) =>
    git.inControl({
      ...call,
      input: Buffer.from(nulEnded(paths), 'latin1'),
      expects: ({ stderr }) => stderr.includes('Unable to process path'),
    })
  // What is gone makes room before what is new takes its place.
  let result = await attempt([...changed, ...added])
  if (result.exitCode !== 0) result = await attempt([...(await stillFiles(git, worktree, changed)), ...added])
  if (result.exitCode !== 0)
    throw new ReveilleError('git-failed', `git update-index failed: ${result.stderr}`, {
      data: { stderr: result.stderr },
    })
  return [...result.stderr.matchAll(/^Ignoring path (.*)$/gm)].map(([, path = '']) =>
    Buffer.from(path).toString('latin1'),
  )
}

/**
 * Known paths where git now finds something it cannot take, such as a pipe, or whose folder has become a link, so that they
 * lead elsewhere, are forgotten. Returns those that are files yet.
 */
async function stillFiles(
  git: GitRunner,
  worktree: Worktree,
  paths: readonly string[],
): Promise<readonly string[]> {
  const forget = at(worktree, ['update-index', '--force-remove', '-z', '--stdin'])
  await git.inControl({ ...forget, enter: outside, input: Buffer.from(nulEnded(paths), 'latin1') })
  const { stdout } = await git.inControl(at(worktree, ['ls-files', '-z', '--others', ...excludes(worktree)]))
  const files = new Set(splitNul(stdout))
  return paths.filter((path) => files.has(path))
}

async function putSubmodules(
  git: GitRunner,
  worktree: Worktree,
  submodules: readonly Submodule[],
): Promise<void> {
  await indexInfo(
    git,
    worktree,
    submodules.map(({ path, commit }) => `160000 ${commit} 0\t${path}`),
  )
}

async function indexInfo(git: GitRunner, worktree: Worktree, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  const call = at(worktree, ['update-index', '-z', '--index-info'])
  await git.inControl({ ...call, enter: outside, input: Buffer.from(nulEnded(rows), 'latin1') })
}

/** The index lies outside the workspace: changing it needs none of its files. */
function outside(argv: readonly string[]): readonly string[] {
  return argv
}

function excludes(worktree: Worktree): string[] {
  return worktree.exclude.map((path) => `--exclude=/${path.replace(/[\\*?[\] ]/g, '\\$&')}`)
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
}

function nulEnded(paths: readonly string[]): string {
  return paths.map((path) => `${path}\0`).join('')
}

function isText(bytes: string): boolean {
  return Buffer.from(nameOf(bytes)).toString('latin1') === bytes
}

function zeros(id: string): string {
  return '0'.repeat(id.length)
}
