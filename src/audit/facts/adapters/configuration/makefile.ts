import { posix } from 'node:path'
import type { Adapter, Findings, Span } from '../../adapter.ts'
import { readShellText } from './shell-text.ts'

const VARIABLE = /^(?:export\s+|override\s+)?([\w.-]+)\s*(::?=|\?=|\+=|=)\s*(.*)$/
const RULE = /^([^\t#:=][^:=]*?)\s*::?(?!=)/
const USE = /\$[({]([A-Z_][A-Z0-9_]*)[)}]/g
/** Variables that make has by itself. */
const GIVEN = new Set([
  'MAKE',
  'CURDIR',
  'MAKEFILE_LIST',
  'MAKECMDGOALS',
  'MAKEFLAGS',
  'SHELL',
  'CC',
  'HOME',
  'PWD',
  'PATH',
  'USER',
  'OS',
])
const DEEPEST = 5

/** Recipes of a Makefile; `$$X` is of the shell, `$(X)` that the file does not set of the environment. */
export const makefileAdapter: Adapter = {
  id: 'makefile',
  version: 1,
  reads: (path) => /(?:^|\/)(?:GNUmakefile|makefile|Makefile|[^/]+\.mk)$/.test(path),
  read({ path, text }, found) {
    const lines = linesOf(text)
    const variables = variablesOf(lines, found)
    let target = path
    for (const { text: line, span } of lines) {
      target = line.startsWith('\t') ? target : (RULE.exec(line)?.[1] ?? target)
      for (const [, name = ''] of line.matchAll(USE))
        if (!variables.has(name) && !GIVEN.has(name) && !line.trimStart().startsWith('#'))
          found.fact(
            'environmentRead',
            span,
            { name, by: 'shell', hasDefault: false, isClient: false },
            { symbol: target },
          )
      if (!line.startsWith('\t')) continue
      const shell = expanded(line, variables).replace(/^[\s@+-]+/, '')
      readShellText(
        { text: shell, span, isVerbatim: false, runner: target, folder: posix.dirname(path) },
        found,
      )
    }
  },
}

interface Line {
  readonly text: string
  readonly span: Span
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/(?:\\\r?\n|[^\n])+/g)].map(({ 0: line, index }) => ({
    text: line.replace(/\\\r?\n\s*/g, ' '),
    span: { start: index, end: index + line.length },
  }))
}

function variablesOf(lines: readonly Line[], found: Findings): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const { text, span } of lines) {
    const [, name, operator, value = ''] = VARIABLE.exec(text) ?? []
    if (name === undefined) continue
    variables.set(name, value)
    if (operator === '?=' && /^[A-Z]/.test(name))
      found.fact('environmentRead', span, { name, by: 'shell', hasDefault: true, isClient: false })
  }
  return variables
}

function expanded(line: string, variables: ReadonlyMap<string, string>): string {
  let text = line
  for (let round = 0; round < DEEPEST; round += 1) {
    const next = text.replace(
      /(?<!\$)\$[({]([\w.-]+)[)}]/g,
      (whole, name: string) => variables.get(name) ?? whole,
    )
    if (next === text || next.length > 4_000) break
    text = next
  }
  // What make alone knows must not be read as a variable of the shell.
  return text.replace(/(?<!\$)\$[({]\w+[^)}]*[)}]/g, 'unknown').replaceAll('$$', '$')
}
