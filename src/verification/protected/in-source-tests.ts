/** Tests that stand in the code they are about: `import.meta.vitest`, doctests, `#[cfg(test)]`. */

const SCRIPT = /\.[cm]?[jt]sx?$/
const RUST = /\.rs$/
/** Files that are read for their examples alone are text with a few tests in it. */
const EXAMPLES = /\.(?:py|pyi|rst|txt|md)$/
const OPENS: Readonly<Record<string, RegExp>> = {
  script: /^[ \t]*(?:if\s*\(|.*&&.*)?.*\bimport\.meta\.vitest\b/,
  rust: /^[ \t]*#\[(?:cfg\(test\)|cfg\(all\(test\b.*\)|test|tokio::test.*|rstest.*)\]/,
}

/** The lines of a file that are tests, trimmed; none for a file that holds no tests besides its code. */
export function inSourceTests(path: string, text: string): readonly string[] {
  const lines = text.split('\n')
  if (SCRIPT.test(path)) return blocks(lines, OPENS['script'])
  if (RUST.test(path)) return blocks(lines, OPENS['rust'])
  return EXAMPLES.test(path) && !isTestModule(path, text) ? examples(lines) : []
}

/** Whether all lines of the old tests still stand, in their order, among the new ones. */
export function keepsLines(before: readonly string[], after: readonly string[]): boolean {
  let at = 0
  for (const line of after) if (line === before[at]) at += 1
  return at === before.length
}

/** A module of tests may have examples in its remarks. */
function isTestModule(path: string, text: string): boolean {
  return /\.pyi?$/.test(path) && /^\s*(?:async\s+)?def test|^class Test|\bTestCase\b/m.test(text)
}

/** From a line that begins tests to the line that closes the first brace behind it. */
function blocks(lines: readonly string[], opens: RegExp | undefined): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    if (opens?.test(lines[at] ?? '') !== true) continue
    for (let depth = 0, begun = false; at < lines.length; at += 1) {
      const line = lines[at] ?? ''
      if (line.trim() !== '') found.push(line.trim())
      for (const sign of signsOf(line)) depth += sign === '{' ? 1 : -1
      begun ||= line.includes('{') || line.trimEnd().endsWith(';')
      if (begun && depth <= 0) break
    }
  }
  return found
}

function signsOf(line: string): readonly string[] {
  const bare = line.replaceAll(/\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\/.*/g, '')
  return bare.match(/[{}]/g) ?? []
}

/** `>>>` lines, those that go on with them, and what is expected until the next empty line. */
function examples(lines: readonly string[]): readonly string[] {
  let isExample = false
  return lines.flatMap((line) => {
    const text = line.trim()
    isExample = text.startsWith('>>>') || (isExample && text !== '' && !/^(?:"""|''')/.test(text))
    return isExample ? [text] : []
  })
}
