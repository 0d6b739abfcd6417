import { isReveilleError, ReveilleError } from '../../domain/errors.ts'

const BUSY = 5
const LOCKED = 6
/** READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB: the file or what it lies on cannot be used. */
const UNUSABLE = new Set([8, 10, 11, 13, 14, 26])

/** Whether another process holds the lock that the statement needed; trying again later may succeed. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === BUSY || code === LOCKED
}

/** Every error of SQLite leaves the ledger as one of ours. */
export function translate(error: unknown, path: string): unknown {
  const code = primaryCode(error)
  if (isReveilleError(error) || code === null) return error
  if (code === BUSY || code === LOCKED) return busy(path)
  if (UNUSABLE.has(code)) {
    return new ReveilleError('state-unusable', `The ledger ${path} cannot be used: ${textOf(error)}`, {
      hint: 'Check the disk and the rights of the state directory, or put back a backup',
      cause: error,
    })
  }
  return new ReveilleError('internal', `The ledger refused a statement: ${textOf(error)}`, { cause: error })
}

export function busy(path: string): ReveilleError {
  return new ReveilleError('ledger-busy', `The ledger ${path} stayed locked by another process`, {
    hint: 'Try again; if it lasts, look for a stopped process that holds the file',
  })
}

/** Extended result codes carry the primary one in their low byte. */
function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
