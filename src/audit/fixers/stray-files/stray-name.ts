/** Names that editors, merges and people give to copies, and what they are copies of. */

interface Ending {
  readonly pattern: RegExp
  /** Whether the name says it alone, or only beside what it is a copy of. */
  readonly needsOriginal: boolean
}

/** The first group is the name of the original. */
const ENDINGS: readonly Ending[] = [
  { pattern: /^(.+)\.bak\d*$/i, needsOriginal: false },
  { pattern: /^(.+)\.orig$/, needsOriginal: false },
  { pattern: /^(.+)\.rej$/, needsOriginal: false },
  { pattern: /^(.+)~$/, needsOriginal: false },
  { pattern: /^\.(.+)\.sw[op]$/, needsOriginal: false },
  { pattern: /^#(.+)#$/, needsOriginal: false },
  { pattern: /^(.+)\.(?:old|backup|copy|save)$/i, needsOriginal: true },
]

/** The path of what a file is a copy of, by its name; null when its name says nothing, or too little. */
export function originalOf(path: string, has: (path: string) => boolean): string | null {
  const at = path.lastIndexOf('/') + 1
  for (const { pattern, needsOriginal } of ENDINGS) {
    const [, name] = pattern.exec(path.slice(at)) ?? []
    if (name === undefined) continue
    const original = path.slice(0, at) + name
    return needsOriginal && !has(original) ? null : original
  }
  return null
}
