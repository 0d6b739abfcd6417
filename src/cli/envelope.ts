/** The form of everything that `--json` prints. Streams print one envelope a line. */
export interface DataEnvelope {
  readonly schemaVersion: 1
  readonly data: unknown
  readonly warnings?: readonly string[]
}

export interface ErrorEnvelope {
  readonly schemaVersion: 1
  readonly error: {
    readonly code: string
    readonly message: string
    /** What to do next; null when nothing general can be said. */
    readonly hint: string | null
    /** Machine-readable details of this code, such as the problems of a configuration. */
    readonly data?: Readonly<Record<string, unknown>>
  }
}

export function dataEnvelope(data: unknown, warnings: readonly string[] = []): DataEnvelope {
  return warnings.length === 0 ? { schemaVersion: 1, data } : { schemaVersion: 1, data, warnings }
}
