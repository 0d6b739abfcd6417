import type { Judgement } from '../../domain/judgement.ts'
import { shortened } from '../../domain/shortened.ts'

const KEPT_OBJECTIONS = 100
const LONGEST_DETAIL = 4_000
const LONGEST_PATH = 500

/** What people and the record are told: without secrets. Fingerprints stay those of what was found. */
export function masked(judgement: Judgement, mask: (text: string) => string): Judgement {
  const objections = judgement.objections.map(({ fingerprint, rule, path, line, subject, text }) => ({
    ...{ fingerprint, rule, path: shortened(mask(path), LONGEST_PATH), line },
    ...{ subject: mask(subject), text: mask(text) },
  }))
  return { ...judgement, objections, detail: shortened(mask(judgement.detail), LONGEST_DETAIL) }
}

/** What the record keeps of a judgement: enough to be read, and to be approved by name. */
export function bounded(judgement: Judgement): Judgement {
  return { ...judgement, objections: judgement.objections.slice(0, KEPT_OBJECTIONS) }
}
