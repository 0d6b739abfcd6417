/** Snapshots that say something else than before. */
import type { FileChange } from '../file-change.ts'
import type { Finding } from './rules.ts'

const ENTRY = /^exports\[`((?:[^`\\]|\\.)*)`\] = `((?:[^`\\]|\\.)*)`;/gm
const SYRUPY = /^# name: (.+)\n([\s\S]*?)\n# ---$/gm

/** One finding for each entry that exists before and after and differs; entries that go away go with their tests. */
export function compareSnapshots({ path, before, after }: FileChange): readonly Finding[] {
  if (before === null || after === null) return []
  const [was, is] = [entriesOf(before), entriesOf(after)]
  return [...was].flatMap(([name, old]): Finding[] => {
    const now = is.get(name)
    if (now === undefined || now === old) return []
    const subject = name === '' ? path : name
    const text = `the snapshot${name === '' ? '' : ` "${name}"`} was written anew: ${firstDifference(old, now)}`
    return [
      { rule: 'snapshot-regenerated', path, line: lineOf(after, now), subject, text, became: [old, now] },
    ]
  })
}

/** The whole file counts as one where it has no entries that are known. */
function entriesOf(text: string): ReadonlyMap<string, string> {
  const entries = [...text.matchAll(ENTRY), ...text.matchAll(SYRUPY)].map(
    ([, name, value]) => [name ?? '', value ?? ''] as const,
  )
  return new Map(entries.length === 0 ? [['', text]] : entries)
}

function firstDifference(old: string, now: string): string {
  const [was, is] = [old.split('\n'), now.split('\n')]
  const at = was.findIndex((line, index) => line !== is[index])
  return `"${shortened(was[at])}" became "${shortened(is[at < 0 ? was.length : at])}"`
}

function shortened(line: string | undefined): string {
  return (line ?? '').trim().slice(0, 80)
}

function lineOf(text: string, part: string): number | null {
  const at = text.indexOf(part)
  return at < 0 ? null : text.slice(0, at).split('\n').length
}
