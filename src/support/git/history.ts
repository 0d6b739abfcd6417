import type { CommitDraft, Git, MergeResult, TreeChange } from './port.ts'
import { checkedId, checkedPath, checkedRevision, isObjectId } from './names.ts'
import { isNo, nameOf, splitNul, type GitRunner } from './runner.ts'
import { ReveilleError } from '../../domain/errors.ts'

type HistoryVerbs = Pick<
  Git,
  | 'changes'
  | 'commit'
  | 'commitOf'
  | 'commitsBetween'
  | 'fileSizes'
  | 'isAncestor'
  | 'listFiles'
  | 'merge'
  | 'mergeBase'
  | 'messageOf'
  | 'readFile'
  | 'readFiles'
  | 'treeOf'
>

const MERGE_DEADLINE_MS = 5 * 60_000

const STATUSES: Readonly<Record<string, TreeChange['status']>> = {
  A: 'added',
  D: 'deleted',
  M: 'modified',
  T: 'type-changed',
}

export function historyVerbs(git: GitRunner): HistoryVerbs {
  // What an id names never changes, and a run asks for the same few trees again and again.
  const trees = new Map<string, string>()
  return {
    commitOf: async (revision) => resolve(git, `${checkedRevision(revision)}^{commit}`),
    async treeOf(revision) {
      const known = trees.get(revision)
      if (known !== undefined) return known
      const tree = await objectOf(git, `${checkedRevision(revision)}^{tree}`)
      if (isObjectId(revision)) trees.set(revision, tree)
      return tree
    },
    messageOf: (commit) => messageOf(git, commit),
    async isAncestor(ancestor, descendant) {
      const argv = ['merge-base', '--is-ancestor', checkedId(ancestor), checkedId(descendant)]
      return (await git.inControl({ argv, expects: isNo })).exitCode === 0
    },
    async commitsBetween(from, to) {
      const argv = ['rev-list', '--reverse', '--topo-order', checkedId(to), `^${checkedId(from)}`]
      return lines((await git.inControl({ argv })).stdout)
    },
    async mergeBase(one, other) {
      const argv = ['merge-base', checkedId(one), checkedId(other)]
      return lines((await git.inControl({ argv, expects: isNo })).stdout)[0] ?? null
    },
    changes: (from, to) => changes(git, from, to),
    readFile: async (revision, path) => (await readFiles(git, revision, [path]))[0] ?? null,
    readFiles: (revision, paths, limitBytes) => readFiles(git, revision, paths, limitBytes),
    fileSizes: (revision, paths) => fileSizes(git, revision, paths),
    listFiles: (revision) => listFiles(git, revision),
    merge: (ours, theirs) => merge(git, ours, theirs),
    async commit(draft) {
      const id = await writeCommit(git, draft)
      trees.set(id, draft.tree)
      return id
    },
  }
}

async function resolve(git: GitRunner, expression: string): Promise<string | null> {
  const { exitCode, stdout } = await git.inUser({
    argv: ['rev-parse', '--verify', '--quiet', expression],
    // 128 is what a full id of an object that is missing, or of another kind, ends with.
    expects: ({ exitCode: code, stderr }) => code === 1 || (code === 128 && /expected \w+ type/.test(stderr)),
  })
  return exitCode === 0 ? stdout.toString().trim() : null
}

async function objectOf(git: GitRunner, expression: string): Promise<string> {
  const id = await resolve(git, expression)
  if (id !== null) return id
  throw new ReveilleError('not-found', `the repository has no ${expression.replace(/\^\{(\w+)\}$/, ' ($1)')}`)
}

/** Ids need no look at the user's refs. */
async function idOf(git: GitRunner, revision: string): Promise<string> {
  return isObjectId(revision) ? revision : objectOf(git, checkedRevision(revision))
}

async function messageOf(git: GitRunner, commitId: string): Promise<string> {
  const { stdout } = await git.inControl({ argv: ['cat-file', 'commit', checkedId(commitId)] })
  const text = stdout.toString()
  return text.slice(text.indexOf('\n\n') + 2).trimEnd()
}

async function changes(git: GitRunner, from: string, to: string): Promise<readonly TreeChange[]> {
  const ids = [await idOf(git, from), await idOf(git, to)]
  const { stdout } = await git.inControl({
    argv: [
      'diff-tree',
      '-r',
      '-z',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--ignore-submodules=none',
      ...ids,
    ],
  })
  const parts = splitNul(stdout)
  const found: TreeChange[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', , , letter = ''] = (parts[at] ?? '').split(' ')
    const status = STATUSES[letter]
    if (status === undefined) throw new ReveilleError('git-failed', `git diff-tree said ${parts[at]}`)
    found.push({ path: nameOf(parts[at + 1] ?? ''), status, mode })
  }
  return found.toSorted(byPath)
}

async function readFiles(
  git: GitRunner,
  revision: string,
  paths: readonly string[],
  limitBytes?: number,
): Promise<readonly (Buffer | null)[]> {
  if (paths.length === 0) return []
  const id = await idOf(git, revision)
  const { stdout } = await git.inControl({
    argv: ['cat-file', '-z', '--batch'],
    input: paths.map((path) => `${id}:${checkedPath(path)}\0`).join(''),
    ...(limitBytes === undefined ? {} : { maxOutputBytes: limitBytes, isPart: true }),
  })
  return splitBatch(stdout, paths)
}

async function fileSizes(
  git: GitRunner,
  revision: string,
  paths: readonly string[],
): Promise<readonly (number | null)[]> {
  if (paths.length === 0) return []
  const id = await idOf(git, revision)
  const { stdout } = await git.inControl({
    argv: ['cat-file', '-z', '--batch-check'],
    input: paths.map((path) => `${id}:${checkedPath(path)}\0`).join(''),
  })
  let at = 0
  return paths.map((path) => {
    const header = HEADER.exec(stdout.subarray(at, at + 100).toString('latin1'))
    at += header === null ? missingLength(stdout.subarray(at), path) : header[0].length
    return header?.[1] === 'blob' ? Number(header[2]) : null
  })
}

const HEADER = /^[0-9a-f]{40,64} (\w+) (\d+)\n/

/** The line repeats the question, of which only the path may hold a colon or a line break. */
function missingLength(output: Buffer, path: string): number {
  return Buffer.byteLength(path) + output.indexOf(':') + ': missing\n'.length
}

/** Each answer is a line with a size and that many bytes, or a line that repeats the question and says `missing`. */
function splitBatch(output: Buffer, paths: readonly string[]): (Buffer | null)[] {
  let at = 0
  return paths.map((path) => {
    const header = HEADER.exec(output.subarray(at, at + 100).toString('latin1'))
    if (header === null) {
      at += missingLength(output.subarray(at), path)
      return null
    }
    const [line, type, size] = header
    const start = at + line.length
    at = start + Number(size) + 1
    return type === 'blob' && at <= output.length ? output.subarray(start, at - 1) : null
  })
}

async function listFiles(git: GitRunner, revision: string): ReturnType<Git['listFiles']> {
  const { stdout } = await git.inControl({
    argv: ['ls-tree', '-r', '-z', await idOf(git, revision)],
  })
  return splitNul(stdout)
    .map((line) => {
      const [mode = '', , object = ''] = line.slice(0, line.indexOf('\t')).split(' ')
      return { mode, object, path: nameOf(line.slice(line.indexOf('\t') + 1)) }
    })
    .toSorted(byPath)
}

async function merge(git: GitRunner, ours: string, theirs: string): Promise<MergeResult> {
  const { exitCode, stdout, stderr } = await git.inControl({
    argv: [
      'merge-tree',
      '--write-tree',
      '-z',
      '--name-only',
      '--no-messages',
      checkedId(ours),
      checkedId(theirs),
    ],
    expects: isNo,
    timeoutMs: MERGE_DEADLINE_MS,
  })
  const [tree = '', ...paths] = splitNul(stdout)
  // A commit that is missing ends with the code of a conflict too.
  if (!isObjectId(tree)) throw new ReveilleError('git-failed', `git merge-tree failed: ${stderr.trim()}`)
  if (exitCode === 0) return { kind: 'clean', tree }
  return { kind: 'conflict', paths: [...new Set(paths.filter((path) => path !== '').map(nameOf))].toSorted() }
}

async function writeCommit(git: GitRunner, draft: CommitDraft): Promise<string> {
  const date = `@${Math.floor(draft.at / 1000)} +0000`
  const { stdout } = await git.inControl({
    argv: [
      'commit-tree',
      checkedId(draft.tree),
      ...draft.parents.flatMap((parent) => ['-p', checkedId(parent)]),
      ...['-F', '-'],
    ],
    input: draft.message.endsWith('\n') ? draft.message : `${draft.message}\n`,
    variables: {
      GIT_AUTHOR_NAME: draft.author.name,
      GIT_AUTHOR_EMAIL: draft.author.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    },
  })
  return checkedId(stdout.toString().trim())
}

function lines(output: Buffer): string[] {
  return output.toString().split('\n').slice(0, -1)
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1
}
