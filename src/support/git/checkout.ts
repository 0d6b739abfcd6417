import { createHash } from 'node:crypto'
import { lstat, readFile, readlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { INDEX_LOCK, removeLeftLock } from './locks.ts'
import { checkedId } from './names.ts'
import type { CheckoutMove, CheckoutResult, Git } from './port.ts'
import { nameOf, splitNul, type GitCall, type GitRunner } from './runner.ts'

type CheckoutVerbs = Pick<Git, 'checkoutObstacle' | 'fastForwardCheckout' | 'repairCheckout'>

const DEADLINE_MS = 10 * 60_000
/** Something the user is in the middle of. */
const UNDER_WAY = [
  'index.lock',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'rebase-merge',
  'rebase-apply',
]
const SYMLINK = '120000'

export function checkoutVerbs(git: GitRunner): CheckoutVerbs {
  return {
    fastForwardCheckout: async (move) => asResult(await readTree(git, move, ['-u'])),
    checkoutObstacle: (move) => readTree(git, move, ['-u', '--dry-run']),
    repairCheckout: (move) => repair(git, move),
  }
}

/** The user's own repository configuration applies: these are his files, as his git would write them. */
function inCheckout(root: string, argv: readonly string[]): GitCall {
  return {
    argv: ['-C', root, `--git-dir=${join(root, '.git')}`, `--work-tree=${root}`, ...argv],
    timeoutMs: DEADLINE_MS,
  }
}

/** Returns what is in the way. */
async function readTree(
  git: GitRunner,
  { root, from, to }: CheckoutMove,
  options: readonly string[],
): Promise<string | null> {
  const folder = await gitFolder(git, root)
  for (const name of UNDER_WAY) {
    if (await exists(join(folder, name))) return `${join(folder, name)} exists`
  }
  await git.inCommon({ ...inCheckout(root, ['update-index', '-q', '--refresh']), expects: () => true })
  const { exitCode, stderr } = await git.inCommon({
    ...inCheckout(root, ['read-tree', '-m', ...options, checkedId(from), checkedId(to)]),
    expects: isInTheWay,
  })
  return exitCode === 0 ? null : stderr.trim().split('\n').slice(0, 5).join('; ')
}

function asResult(obstacle: string | null): CheckoutResult {
  return obstacle === null ? { kind: 'moved' } : { kind: 'refused', detail: obstacle }
}

function isInTheWay({ stderr }: { readonly stderr: string }): boolean {
  return /not uptodate|would be overwritten|would be removed|would be lost|would lose|would overwrite|index\.lock/.test(
    stderr,
  )
}

async function repair(git: GitRunner, { root, from, to }: CheckoutMove): Promise<CheckoutResult> {
  const lock = join(await gitFolder(git, root), 'index.lock')
  if ((await removeLeftLock(lock, INDEX_LOCK)) === 'held')
    return { kind: 'refused', detail: `${lock} is held by a git that still runs` }
  const moved: string[] = []
  for (const { change, state } of await lookAtFiles(git, root, await rawChanges(git, from, to))) {
    if (state === 'half-written') await unlink(join(root, change.path))
    if (state === 'done') moved.push(`${change.mode} ${change.blob}\t${change.path}\0`)
  }
  if (moved.length > 0) {
    const call = inCheckout(root, ['update-index', '-z', '--index-info'])
    await git.inCommon({ ...call, input: moved.join('') })
  }
  return { kind: 'moved' }
}

interface RawChange {
  readonly path: string
  /** Of the file before the change. */
  readonly before: string
  /** After the change; `0` when the file goes. */
  readonly mode: string
  readonly blob: string
}

async function rawChanges(git: GitRunner, from: string, to: string): Promise<readonly RawChange[]> {
  const argv = ['diff-tree', '-r', '-z', '--no-renames', checkedId(from), checkedId(to)]
  const parts = splitNul((await git.inControl({ argv })).stdout)
  const changes: RawChange[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', before = '', blob = ''] = (parts[at] ?? '').split(' ')
    changes.push({ path: nameOf(parts[at + 1] ?? ''), before, mode: /^0+$/.test(mode) ? '0' : mode, blob })
  }
  return changes
}

interface Look {
  readonly change: RawChange
  /** How far a killed git got with the file; `other` is untouched, or somebody's own. */
  readonly state: 'done' | 'half-written' | 'other'
}

async function lookAtFiles(
  git: GitRunner,
  root: string,
  changes: readonly RawChange[],
): Promise<readonly Look[]> {
  const looks: Look[] = []
  const regular: { readonly change: RawChange; readonly isExecutable: boolean }[] = []
  for (const change of changes) {
    const found = await lstat(join(root, change.path)).catch(() => null)
    const isLink = found?.isSymbolicLink() === true
    if (found === null && change.mode === '0') looks.push({ change, state: 'done' })
    else if (isLink && change.mode === SYMLINK) looks.push({ change, state: await linkState(root, change) })
    else if (found?.isFile() === true && isFileMode(change.mode)) {
      regular.push({ change, isExecutable: (found.mode & 0o100) !== 0 })
    }
  }
  const blobs = await hashFiles(
    git,
    root,
    regular.map(({ change }) => change.path),
  )
  for (const [index, { change, isExecutable }] of regular.entries()) {
    if (blobs[index] === change.before && change.before !== change.blob) continue
    if (blobs[index] !== change.blob) looks.push({ change, state: await beginningState(git, root, change) })
    else if (isExecutable === (change.mode === '100755')) looks.push({ change, state: 'done' })
  }
  return looks
}

function isFileMode(mode: string): boolean {
  return mode.startsWith('100')
}

/** Blobs that git would make of files, its filters applied. */
async function hashFiles(
  git: GitRunner,
  root: string,
  paths: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const isPlain = (path: string): boolean => !/^"|[\r\n]/.test(path)
  const plain = paths.filter(isPlain)
  const call = inCheckout(root, ['hash-object', '--stdin-paths'])
  const { stdout } = await git.inCommon({ ...call, input: plain.map((path) => `${path}\n`).join('') })
  const blobs = stdout.toString().split('\n')
  const blobOf = new Map(plain.map((path, index) => [path, blobs[index]]))
  return paths.map((path) => blobOf.get(path))
}

async function linkState(root: string, { path, blob }: RawChange): Promise<Look['state']> {
  const target = await readlink(join(root, path))
  const hash = createHash(blob.length === 64 ? 'sha256' : 'sha1')
  const found = hash
    .update(`blob ${Buffer.byteLength(target)}\0`)
    .update(target)
    .digest('hex')
  return found === blob ? 'done' : 'other'
}

/** A beginning of what is to be there holds nothing that could be lost. */
async function beginningState(
  git: GitRunner,
  root: string,
  { path, blob }: RawChange,
): Promise<Look['state']> {
  const wanted = (await git.inControl({ argv: ['cat-file', 'blob', blob] })).stdout
  const written = await readFile(join(root, path))
  return wanted.subarray(0, written.length).equals(written) ? 'half-written' : 'other'
}

async function gitFolder(git: GitRunner, root: string): Promise<string> {
  const { stdout } = await git.inCommon(inCheckout(root, ['rev-parse', '--absolute-git-dir']))
  return stdout.toString().replace(/\n$/, '')
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}
