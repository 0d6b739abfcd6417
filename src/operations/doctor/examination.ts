import { isReveilleError } from '../../domain/errors.ts'

export interface Verdict {
  readonly state: 'ok' | 'warning' | 'failed'
  /** One line: what was found. */
  readonly detail: string
  /** The one command or line that mends it; null where nothing is to mend. */
  readonly fix: string | null
}

export interface Finding extends Verdict {
  readonly name: string
}

export interface Examination {
  readonly name: string
  readonly look: () => Verdict | Promise<Verdict>
}

export function fine(detail: string): Verdict {
  return { state: 'ok', detail, fix: null }
}

export function failed(detail: string, fix: string | null): Verdict {
  return { state: 'failed', detail, fix }
}

export function warning(detail: string, fix: string | null): Verdict {
  return { state: 'warning', detail, fix }
}

/** One after the other; an expected failure is a finding. */
export async function examine(examinations: readonly Examination[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { name, look } of examinations) findings.push({ name, ...(await verdictOf(look)) })
  return findings
}

async function verdictOf(look: Examination['look']): Promise<Verdict> {
  try {
    return await look()
  } catch (error) {
    if (isReveilleError(error)) return failed(error.message, error.hint ?? null)
    throw error
  }
}
