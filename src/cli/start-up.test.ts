import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const HEAVY = [
  'node:sqlite',
  'node:child_process',
  'node:crypto',
  'zod',
  'yaml',
  'execa',
  'kysely',
  '@clack/prompts',
  'picomatch',
]

/** Everything that is loaded with a file: what it imports, and what those import, types left out. */
function loadedWith(file: string, seen = new Map<string, string>()): ReadonlyMap<string, string> {
  const { module } = parseSync(file, readFileSync(file, 'utf8'))
  const imports = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value)
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ isType, moduleRequest }) =>
      isType || moduleRequest === null ? [] : [moduleRequest.value],
    ),
  )
  for (const name of [...imports, ...exports]) {
    const target = name.startsWith('.') ? join(dirname(file), name) : name
    if (seen.has(target)) continue
    seen.set(target, file)
    if (name.startsWith('.')) loadedWith(target, seen)
  }
  return seen
}

const heavy = (file: string): string[] =>
  [...loadedWith(join(import.meta.dirname, file))]
    .filter(([name]) => HEAVY.includes(name))
    .map(([name, by]) => `${name} by ${by}`)

test.each([
  'main.ts',
  'program.ts',
  'execute.ts',
  'failure.ts',
  'task-options.ts',
  'progress/open.ts',
  'completion/complete.ts',
  '../operations/keys.ts',
  '../compose.ts',
  'commands/status.ts',
  '../operations/status.ts',
])('nothing heavy is loaded with %s', (file) => {
  expect(heavy(file)).toEqual([])
})

test('the walk finds what is loaded, through other files', () => {
  expect(heavy('commands/task-add.ts').length).toBe(0)
  expect(heavy('../operations/task-add.ts').map((found) => found.split(' ')[0])).toContain('zod')
  expect(heavy('../spec/config.ts').map((found) => found.split(' ')[0])).toContain('yaml')
})
