import { ReveilleError } from '../domain/errors.ts'
import type { Night } from '../domain/night.ts'
import { SYSTEM } from '../domain/actor.ts'
import type { Leader, Ledger } from '../ledger/ledger.ts'
import type { Lock, Locks } from '../ledger/locks.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import type { Git } from '../support/git.ts'

export interface Leadership {
  readonly leader: Leader
  readonly lock: Lock
}

/** Takes the lead, or returns null when another process has it. The lead is free again the moment its holder dies. */
export async function tryLead(params: {
  ledger: Ledger
  locks: Locks
  owner: ProcessIdentity
}): Promise<Leadership | null> {
  const lock = params.locks.tryLock()
  if (lock === null) return null
  try {
    return { lock, leader: await params.ledger.beginLeadership({ owner: params.owner }) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The open night, or a new one from the tip of the project's branch. */
export async function openNight(params: {
  ledger: Ledger
  git: Pick<Git, 'commitOf'>
  branch: string
}): Promise<Night> {
  const open = await params.ledger.openNightNow()
  if (open !== null) return open
  const base = await params.git.commitOf(`refs/heads/${params.branch}`)
  if (base === null) {
    throw new ReveilleError('config-invalid', `the branch ${params.branch} has no commit`, {
      hint: 'commit something, or name another branch as target in .reveille/config.yaml',
    })
  }
  return params.ledger.openNight({ actor: SYSTEM, branch: params.branch, base })
}
