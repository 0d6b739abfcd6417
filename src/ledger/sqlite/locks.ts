import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Lock, Locks } from '../locks.ts'
import { isBusy, translate } from './failures.ts'

/** Keeps a held lock from being freed by the garbage collector when its holder lets go of the object. */
const held = new Set<DatabaseSync>()

/** A lock on a file, held by an open exclusive transaction: the system frees it when the process ends. */
export function openLocks({ path }: { path: string }): Locks {
  return {
    tryLock() {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      return begin(path)
    },
  }
}

function begin(path: string): Lock | null {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if (isBusy(error)) return null
    throw translate(error, path)
  }
  held.add(database)
  return lockOn(database)
}

function lockOn(database: DatabaseSync): Lock {
  return {
    release() {
      // The second release is nobody's mistake: signals and finally both let go.
      if (held.delete(database)) database.close()
    },
  }
}
