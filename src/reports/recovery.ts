import { count, oneLine } from './wording.ts'

const FOUND: Readonly<Record<string, readonly [noun: string, what: string]>> = {
  resumed: ['run', 'taken up again'],
  abandoned: ['run', 'given back, as it was being prepared'],
  landed: ['landing', 'completed'],
  requeued: ['landing', 'queued again'],
  workspacesRemoved: ['workspace', 'removed'],
}

/** What a new leader found and repaired. What it counted under another name is told under that name. */
export function recoveryText(data: Readonly<Record<string, unknown>>): string {
  const found = Object.entries(data).filter(([name]) => name !== 'epoch')
  const parts = found.flatMap(([name, value]) => partsOf(name, value))
  if (parts.length === 0) return 'A new leader took over and found nothing to repair.'
  const hasCounts = found.some(([, value]) => typeof value === 'number' && value > 0)
  return `${hasCounts ? 'A new leader took over what the last one had left' : 'A new leader notes'}: ${parts.join('; ')}.`
}

function partsOf(name: string, value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.flatMap((item) => {
    if (typeof item === 'string') return [oneLine(item).replace(/\.$/, '')]
    if (typeof item !== 'number' || item === 0) return []
    const [noun, what] = FOUND[name] ?? [name, '']
    return [`${count(item, noun)} ${what}`.trimEnd()]
  })
}
