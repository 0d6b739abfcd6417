/** Something that a command line starts. */
export interface Launch {
  readonly kind: 'worker' | 'scheduler' | 'server'
  readonly application: string | null
  /** Queues of a Celery worker: null for all of its application, `unknown` where they cannot be told. */
  readonly queues?: readonly string[] | null | 'unknown'
  readonly confidence: number
}

/** Values that are known where a command runs. */
export type Variables = ReadonlyMap<string, string>
