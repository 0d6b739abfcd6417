import { createHash } from 'node:crypto'
import type { Judge, Objection } from '../domain/judgement.ts'
import { shortened } from '../domain/shortened.ts'

const LONGEST_SUBJECT = 300
const LONGEST_TEXT = 500

type Found = Omit<Objection, 'fingerprint'> & {
  readonly judge: Judge
  /** All of what was found, in one form however it is laid out: approved is this, and nothing else of its kind. */
  readonly matter: readonly string[]
}

/** An objection with its fingerprint: the same for the same judge, rule, path, subject and matter, wherever in the file it is. */
export function objection({ judge, matter, ...said }: Found): Objection {
  const content = JSON.stringify([judge, said.rule, said.path, said.subject, matter])
  return {
    fingerprint: createHash('sha256').update(content).digest('hex'),
    ...said,
    subject: shortened(said.subject, LONGEST_SUBJECT),
    text: shortened(said.text, LONGEST_TEXT),
  }
}
