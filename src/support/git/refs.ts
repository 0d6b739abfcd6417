import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { FOREIGN_REF_LOCK, OWN_REF_LOCK, removeLeftLock, type LockRemoval } from './locks.ts'
import type { Git, Swap } from './port.ts'
import { checkedId, checkedPrefix, checkedRef } from './names.ts'
import { isNo, nameOf, splitNul, type GitFailure, type GitRunner } from './runner.ts'

type RefVerbs = Pick<
  Git,
  'compareAndSwap' | 'currentBranch' | 'listRefs' | 'readRef' | 'removeStaleLocks' | 'worktreeOf'
>

const OWN_REFS = /^refs\/(?:heads\/)?reveille\//
const OWN_LOCKS = ['refs/reveille/**/*.lock', 'refs/heads/reveille/*.lock']
/** A listing beside a `worktree add` may read a half-written entry. */
const LISTING_ATTEMPTS = 4

export function refVerbs(git: GitRunner, commonDirectory: string): RefVerbs {
  return {
    async readRef(ref) {
      const argv = ['show-ref', '--verify', '--hash', checkedRef(ref)]
      const { exitCode, stdout } = await git.inCommon({ argv, expects: isMissing })
      return exitCode === 0 ? checkedId(stdout.toString().trim()) : null
    },
    compareAndSwap: (ref, from, to) => compareAndSwap(git, commonDirectory, { ref, from, to }),
    removeStaleLocks: () => removeStaleLocks(commonDirectory),
    async listRefs(prefix) {
      const argv = ['for-each-ref', '--format=%(objectname) %(refname)', checkedPrefix(prefix)]
      const output = (await git.inCommon({ argv })).stdout.toString()
      const rows = output.split('\n').filter((line) => line !== '')
      return rows.map((line) => {
        const space = line.indexOf(' ')
        return { ref: line.slice(space + 1), commit: line.slice(0, space) }
      })
    },
    async currentBranch() {
      const { exitCode, stdout } = await git.inUser({
        argv: ['symbolic-ref', '--quiet', 'HEAD'],
        expects: isNo,
      })
      return exitCode === 0
        ? stdout
            .toString()
            .trim()
            .replace(/^refs\/heads\//, '')
        : null
    },
    worktreeOf: (ref) => worktreeOf(git, ref),
  }
}

function isMissing({ exitCode, stderr }: GitFailure): boolean {
  return exitCode === 128 && stderr.includes('not a valid ref')
}

interface Move {
  readonly ref: string
  readonly from: string | null
  readonly to: string | null
}

async function compareAndSwap(git: GitRunner, commonDirectory: string, move: Move): Promise<Swap> {
  const swap = await swapOnce(git, move)
  const isFree = swap === 'locked' && (await removeLock(commonDirectory, move.ref)) !== 'held'
  return isFree ? swapOnce(git, move) : swap
}

async function swapOnce(git: GitRunner, { ref, from, to }: Move): Promise<Swap> {
  const { exitCode, stderr } = await git.inCommon({
    argv: ['update-ref', '--no-deref', '--stdin'],
    input: `${instruction(checkedRef(ref), from, to)}\n`,
    expects: (failure) => isElsewhere(failure) || isLocked(failure),
  })
  if (exitCode === 0) return 'moved'
  return isLocked({ exitCode, stderr }) ? 'locked' : 'elsewhere'
}

function instruction(ref: string, from: string | null, to: string | null): string {
  if (to === null) return `delete ${ref} ${checkedId(from ?? '')}`
  return from === null
    ? `create ${ref} ${checkedId(to)}`
    : `update ${ref} ${checkedId(to)} ${checkedId(from)}`
}

function isElsewhere({ exitCode, stderr }: GitFailure): boolean {
  if (exitCode !== 128 || !stderr.includes('cannot lock ref')) return false
  return /but expected|reference already exists|unable to resolve reference/.test(stderr)
}

function isLocked({ exitCode, stderr }: GitFailure): boolean {
  return exitCode === 128 && /cannot lock ref .*\.lock': File exists/.test(stderr)
}

function removeLock(commonDirectory: string, ref: string): Promise<LockRemoval> {
  const rule = OWN_REFS.test(ref) ? OWN_REF_LOCK : FOREIGN_REF_LOCK
  return removeLeftLock(join(commonDirectory, `${checkedRef(ref)}.lock`), rule)
}

async function removeStaleLocks(commonDirectory: string): Promise<readonly string[]> {
  const removed: string[] = []
  for await (const lock of glob(OWN_LOCKS, { cwd: commonDirectory })) {
    const ref = lock.slice(0, -'.lock'.length)
    if ((await removeLock(commonDirectory, ref)) === 'removed') removed.push(ref)
  }
  return removed.toSorted()
}

async function worktreeOf(git: GitRunner, ref: string): Promise<string | null> {
  const name = checkedRef(ref)
  for (const entry of worktreeEntries(await listWorktrees(git, 1))) {
    const isGone = entry.some((line) => line.startsWith('prunable'))
    if (!isGone && entry.includes(`branch ${name}`)) return nameOf(entry[0]?.slice('worktree '.length) ?? '')
  }
  return null
}

async function listWorktrees(git: GitRunner, attempt: number): Promise<string[]> {
  const { exitCode, stdout } = await git.inCommon({
    argv: ['worktree', 'list', '--porcelain', '-z'],
    expects: () => attempt < LISTING_ATTEMPTS,
  })
  return exitCode === 0 ? splitNul(stdout) : listWorktrees(git, attempt + 1)
}

/** Entries are ended by an empty line. */
function worktreeEntries(listing: readonly string[]): string[][] {
  const entries: string[][] = [[]]
  for (const line of listing) {
    if (line === '') entries.push([])
    else entries.at(-1)?.push(line)
  }
  return entries
}
