const LARGEST = 1024 * 1024
const DEEPEST_BRACKETS = 1000
const LONGEST_STRETCH = 10_000
const MOST_BRANCHES = 5000
const QUIET = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/**
 * Whether source may be given to a parser that recurses in native code: what nests deeper than its stack ends the whole process,
 * which no `catch` sees. Nobody writes such code by hand.
 */
export function isReadable(source: string): boolean {
  if (source.length > LARGEST) return false
  const code = source.replaceAll(QUIET, "''")
  if (code.split(/[;{},]/).some((stretch) => stretch.length > LONGEST_STRETCH)) return false
  if ([...code.matchAll(/=>|\belse\b|\?(?![.?:])/g)].length > MOST_BRANCHES) return false
  let depth = 0
  for (const sign of source) {
    if ('([{'.includes(sign)) depth += 1
    else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1)
    if (depth > DEEPEST_BRACKETS) return false
  }
  return true
}
