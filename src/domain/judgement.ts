/** What one of Reveille's own judges found in finished work, before and besides its checks. */
export const JUDGES = [
  'protected-files',
  'test-integrity',
  'suspicion',
  'lost-tests',
  'old-tests',
  'transplant',
] as const
export type Judge = (typeof JUDGES)[number]

/** One thing that a judge holds against the work, in words that stay the same however the file is formatted. */
export interface Objection {
  /** Hash over judge, rule, path, subject and what was found, never over a line: what a person approves by name. */
  readonly fingerprint: string
  readonly rule: string
  readonly path: string
  /** Counted from 1; null where no line can be named. */
  readonly line: number | null
  /** The test, setting or name it is about. */
  readonly subject: string
  /** One sentence. */
  readonly text: string
}

/** One objection on a line of its own: `src/a.ts:2 ends-process: ...` */
export function objectionText({
  rule,
  path,
  line,
  text,
}: Pick<Objection, 'rule' | 'path' | 'line' | 'text'>): string {
  return `${path}${line === null ? '' : `:${line}`} ${rule}: ${text}`
}

export type Judgement = {
  readonly judge: Judge
  readonly objections: readonly Objection[]
  /** One sentence: what was looked at and what came of it. */
  readonly detail: string
}
