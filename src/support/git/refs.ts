import { glob, lstat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from './port.ts'
import { checkedId, checkedPrefix, checkedRef } from './names.ts'
import { isNo, nameOf, splitNul, type GitFailure, type GitRunner } from './runner.ts'

type RefVerbs = Pick<
  Git,
  | 'compareAndSwap'
  | 'currentBranch'
  | 'listRefs'
  | 'readRef'
  | 'removeStaleLock'
  | 'removeStaleLocks'
  | 'worktreeOf'
>

const OWN_REFS = /^refs\/(?:heads\/)?reveille\//
const OWN_LOCKS = ['refs/reveille/**/*.lock', 'refs/heads/reveille/*.lock']
/** No git needs so long to move one ref. */
const FOREIGN_LOCK_AGE_MS = 10_000
/** A listing beside a `worktree add` may read a half-written entry. */
const LISTING_ATTEMPTS = 4

export function refVerbs(git: GitRunner, commonDirectory: string): RefVerbs {
  return {
    async readRef(ref) {
      const argv = ['rev-parse', '--verify', '--quiet', checkedRef(ref)]
      const { exitCode, stdout } = await git.inCommon({ argv, expects: isNo })
      return exitCode === 0 ? checkedId(stdout.toString().trim()) : null
    },
    compareAndSwap: (ref, from, to) => compareAndSwap(git, { ref, from, to }),
    removeStaleLock: (ref) => removeStaleLock(commonDirectory, ref),
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

interface Move {
  readonly ref: string
  readonly from: string | null
  readonly to: string | null
}

async function compareAndSwap(git: GitRunner, { ref, from, to }: Move): Promise<boolean> {
  const name = checkedRef(ref)
  const { exitCode } = await git.inCommon({
    argv: ['update-ref', '--no-deref', '--stdin'],
    input: `${instruction(name, from, to)}\n`,
    expects: isElsewhere,
  })
  return exitCode === 0
}

function instruction(ref: string, from: string | null, to: string | null): string {
  if (to === null) return `delete ${ref} ${checkedId(from ?? '')}`
  return from === null
    ? `create ${ref} ${checkedId(to)}`
    : `update ${ref} ${checkedId(to)} ${checkedId(from)}`
}

/** The ref was not where it should be, or somebody else is moving it. */
function isElsewhere({ exitCode, stderr }: GitFailure): boolean {
  if (exitCode !== 128 || !stderr.includes('cannot lock ref')) return false
  return /but expected|reference already exists|unable to resolve reference|\.lock': File exists/.test(stderr)
}

async function removeStaleLock(commonDirectory: string, ref: string): Promise<boolean> {
  const lock = join(commonDirectory, `${checkedRef(ref)}.lock`)
  const found = await lstat(lock).catch(() => null)
  if (found === null || !found.isFile()) return false
  if (!OWN_REFS.test(ref) && Date.now() - found.mtimeMs < FOREIGN_LOCK_AGE_MS) return false
  await unlink(lock)
  return true
}

async function removeStaleLocks(commonDirectory: string): Promise<readonly string[]> {
  const removed: string[] = []
  for await (const lock of glob(OWN_LOCKS, { cwd: commonDirectory })) {
    const ref = lock.slice(0, -'.lock'.length)
    if (await removeStaleLock(commonDirectory, ref)) removed.push(ref)
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
