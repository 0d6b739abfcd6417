const QUIET = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** Levels of a tree that are followed: far beyond what people nest or chain, and within what a parser's stack holds. */
export const DEEPEST = 5000

/**
 * Whether brackets alone nest beyond the stack of a parser that recurses in native code. Cheap, and no promise: other forms nest
 * without brackets, so what an agent wrote is parsed in a process of its own.
 */
export function nestsTooDeep(source: string): boolean {
  let depth = 0
  for (const sign of source.replaceAll(QUIET, '').matchAll(/[()[\]{}]/g)) {
    if ('([{'.includes(sign[0])) depth += 1
    else depth = Math.max(0, depth - 1)
    if (depth > DEEPEST) return true
  }
  return false
}
