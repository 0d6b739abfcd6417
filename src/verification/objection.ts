import { createHash } from 'node:crypto'
import type { Judge, Objection } from '../domain/judgement.ts'

/** An objection with its fingerprint: the same for the same judge, rule, path and subject, wherever in the file it is. */
export function objection({
  judge,
  ...said
}: Omit<Objection, 'fingerprint'> & { readonly judge: Judge }): Objection {
  const content = JSON.stringify([judge, said.rule, said.path, said.subject])
  return { fingerprint: createHash('sha256').update(content).digest('hex'), ...said }
}
