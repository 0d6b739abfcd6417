import { SYSTEM } from '../domain/actor.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** Answers with their default the blockers whose deadline has passed; a person who was faster has decided. */
export async function expireBlockers(
  ledger: Pick<Ledger, 'blockers' | 'answerBlocker'>,
  now: number,
): Promise<void> {
  for (const { id, default: option, deadline } of await ledger.blockers({ open: true })) {
    if (option === null || deadline === null || deadline > now) continue
    const note = 'Nobody had answered by the deadline.'
    await ledger.answerBlocker({ actor: SYSTEM, blockerId: id, option, note }).catch((error: unknown) => {
      if (!isReveilleError(error, 'answer-invalid')) throw error
    })
  }
}
