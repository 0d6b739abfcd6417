import type { TreeReader } from '../file-change.ts'
import type { Place } from './places.ts'

/** Where a walk is. Depth counts texts within texts. */
export interface Step {
  readonly place: Place
  readonly depth: number
}

type Follow<What> = (walk: Walk, what: What, step: Step) => Promise<void>

interface Ways {
  readonly text: Follow<string>
  readonly line: Follow<readonly string[]>
  readonly file: Follow<string>
}

/** A walk along what commands lead to, what it found so far, and its bounds. */
export interface Walk extends Ways {
  readonly paths: ReadonlySet<string>
  readonly files: Set<string>
  readonly lines: (readonly string[])[]
  readonly read: TreeReader['read']
  /** False from the second time on. */
  once(key: string): boolean
  /** Whether the text is still within the bounds. */
  mayReadOn(text: string, depth: number): boolean
  /** Takes the line, unless it is beyond the bounds. */
  takeLine(words: readonly string[], depth: number): boolean
}

/** A line that is being followed, and the depth of what it leads to. */
export interface Call extends Step {
  readonly words: readonly string[]
  readonly program: string
}

const MOST_LINES = 3_000
const MOST_CHARACTERS = 2_000_000
const DEEPEST = 24

export function openWalk(tree: TreeReader, ways: Ways): Walk {
  const seen = new Set<string>()
  const lines: (readonly string[])[] = []
  let characters = 0
  return {
    ...ways,
    paths: new Set(tree.paths),
    files: new Set(),
    lines,
    read: (path) => tree.read(path),
    once: (key) => !seen.has(key) && seen.add(key).size > 0,
    mayReadOn(text, depth) {
      characters += text.length
      return depth <= DEEPEST && characters <= MOST_CHARACTERS
    },
    takeLine(words, depth) {
      if (depth > DEEPEST || lines.length >= MOST_LINES) return false
      lines.push(words)
      return true
    },
  }
}
