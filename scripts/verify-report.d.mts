export interface Export {
  readonly events: string
  readonly handoff: unknown
  readonly markdown: string
}

export interface ChecksAsked {
  readonly setUp: string | null
  readonly variables: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

export interface Verified {
  readonly verified: number
  readonly wrong: readonly string[]
  readonly lines: readonly string[]
}

export function readExport(folder: string): Export
export function verify(
  exported: Export,
  against: { readonly repository: string | null; readonly checks: ChecksAsked | null },
): Verified
