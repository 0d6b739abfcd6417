/**
 * Lock files by which one git keeps others out. What a killed git left would do so for ever; what a living one holds must
 * stay. A living git mostly has its lock open, but closes it a moment before it renames it, or runs a hook before it does:
 * so age counts too.
 */
import { lstat, readdir, readlink, realpath, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** How old a lock must be. */
export interface LockRule {
  /** When no process has it open. */
  readonly unheldMs: number
  /** Where no process table tells who has it open. */
  readonly unseenMs: number
}

/** Nobody but Reveille moves its refs, and no git needs seconds to move one. */
export const OWN_REF_LOCK: LockRule = { unheldMs: 1_000, unseenMs: 10_000 }
/** Hooks of the user may run while his ref is locked. */
export const FOREIGN_REF_LOCK: LockRule = { unheldMs: 10_000, unseenMs: 10_000 }
/** A large index is written for as long as minutes. */
export const INDEX_LOCK: LockRule = { unheldMs: 1_000, unseenMs: 5 * 60_000 }

/** A lock that will be old enough so soon is waited for. */
const PATIENCE_MS = 1_000

export type LockRemoval = 'absent' | 'held' | 'removed'

export async function removeLeftLock(lock: string, rule: LockRule): Promise<LockRemoval> {
  for (let hasWaited = false; ; hasWaited = true) {
    const found = await lstat(lock).catch(() => null)
    if (found === null) return 'absent'
    const isHeld = found.isFile() ? await isOpen(lock) : true
    if (isHeld === true) return 'held'
    const tooYoungMs = (isHeld === null ? rule.unseenMs : rule.unheldMs) - (Date.now() - found.mtimeMs)
    if (tooYoungMs <= 0) {
      await rm(lock, { force: true })
      return 'removed'
    }
    if (hasWaited || tooYoungMs > PATIENCE_MS) return 'held'
    await sleep(Math.ceil(tooYoungMs) + 1)
  }
}

/** Whether any process has the file open; null where there is no process table. */
async function isOpen(file: string): Promise<boolean | null> {
  const processes = await readdir('/proc').catch(() => null)
  if (processes === null) return null
  const place = await realpath(file).catch(() => file)
  for (const pid of processes.filter((name) => /^\d+$/.test(name))) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const number of open) {
      if ((await readlink(`/proc/${pid}/fd/${number}`).catch(() => '')) === place) return true
    }
  }
  return false
}
