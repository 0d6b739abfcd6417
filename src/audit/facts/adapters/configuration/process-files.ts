import { posix } from 'node:path'
import type { Adapter, Findings, Span } from '../../adapter.ts'
import { isOpaqueLaunch } from './launch.ts'
import { readShellText } from './shell-text.ts'
import { wordsOf } from './words.ts'

/** A Procfile: a name and a command a line. */
export const procfileAdapter: Adapter = {
  id: 'procfile',
  version: 1,
  reads: (path) => /(?:^|\/)Procfile(?:\.[\w-]+)?$/.test(path),
  read({ path, text }, found) {
    for (const { 0: line, 1: runner = '', 2: command = '', index } of text.matchAll(
      /^([A-Za-z][\w-]*):[ \t]*(.+)$/gm,
    ))
      addCommand({ command, runner, path, span: { start: index, end: index + line.length } }, found)
  },
}

/** Programs of supervisord. */
export const supervisorAdapter: Adapter = {
  id: 'supervisor',
  version: 1,
  reads: (path) => /(?:^|\/)[^/]*supervisor[^/]*\.(?:conf|ini)$/.test(path),
  read({ path, text }, found) {
    let runner: string | null = null
    for (const { 0: line, index } of text.matchAll(/[^\n]+(?:\n[ \t]+[^\n]+)*/g)) {
      const span = { start: index, end: index + line.length }
      const section = /^\[([^\]]+)\]/.exec(line)?.[1]
      if (section !== undefined) runner = /^program:(.+)$/.exec(section)?.[1]?.trim() ?? null
      const [, key, value = ''] = /^(command|environment)\s*=\s*([^]*)$/.exec(line) ?? []
      if (runner === null || key === undefined) continue
      if (key === 'command')
        addCommand({ command: value.replace(/\s*\n\s*/g, ' '), runner, path, span }, found)
      else addVariables({ value, runner, span }, found)
    }
  },
}

function addCommand(
  {
    command,
    runner,
    path,
    span,
  }: { readonly command: string; readonly runner: string; readonly path: string; readonly span: Span },
  found: Findings,
): void {
  const folder = posix.dirname(path)
  readShellText({ text: command, span, isVerbatim: false, runner, folder }, found)
  if (isOpaqueLaunch(wordsOf(command))) found.unresolved('process', span)
}

function addVariables(
  { value, runner, span }: { readonly value: string; readonly runner: string; readonly span: Span },
  found: Findings,
): void {
  for (const [, name = '', double, single, plain] of value.matchAll(
    /([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^,\s]*))/g,
  )) {
    const written = double ?? single ?? plain ?? ''
    const own = written === '' || written === `%(ENV_${name})s` ? null : written
    const columns = { name, service: runner, when: 'run', value: own, isGenerated: false } as const
    found.fact('environmentWrite', span, columns, { symbol: runner })
  }
}
