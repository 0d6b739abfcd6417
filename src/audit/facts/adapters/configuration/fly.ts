import type { Adapter, Findings, Span } from '../../adapter.ts'
import { ownValue } from './interpolation.ts'
import { addLaunches, isOpaqueLaunch, launchesOfShell } from './launch.ts'
import { wordsOf } from './words.ts'

const TABLE = /^\s*\[{1,2}\s*([\w.\-"' ]+?)\s*\]{1,2}\s*(?:#.*)?$/
const PAIR = /^\s*["']?([\w.-]+)["']?\s*=\s*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/

/** The application of a fly.toml. Of TOML it reads what such files are made of: tables, and values on one line. */
export const flyAdapter: Adapter = {
  id: 'fly',
  version: 1,
  reads: (path) => /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/.test(path),
  read({ text }, found) {
    const values = valuesOf(text, found)
    const service = values.find(({ table, key }) => table === '' && key === 'app')
    const name = service?.value ?? 'app'
    const dockerfile =
      values.find(({ table, key }) => table === 'build' && key === 'dockerfile')?.value ?? null
    const columns = { platform: 'fly', service: name, dockerfile, context: null, command: null } as const
    found.fact('hostedService', service?.span ?? { start: 0, end: 1 }, columns, { symbol: name })
    for (const value of values) readValue(value, name, found)
  },
}

interface Value {
  readonly table: string
  readonly key: string
  readonly value: string
  readonly span: Span
}

function readValue({ table, key, value, span }: Value, service: string, found: Findings): void {
  const more = { symbol: service }
  if (table === 'env' || table === 'build.args')
    found.fact(
      'environmentWrite',
      span,
      {
        name: key,
        service,
        when: table === 'env' ? 'run' : 'build',
        value: ownValue(key, value),
        isGenerated: false,
      },
      more,
    )
  else if (key === 'path' && /(?:^|\.)(?:http_)?checks(?:\.|$)/.test(table))
    found.fact('healthPath', span, { service, path: value }, more)
  else if (table === 'processes') {
    addLaunches(found, span, key, launchesOfShell(value))
    if (isOpaqueLaunch(wordsOf(value))) found.unresolved('process', span)
  }
}

function valuesOf(text: string, found: Findings): readonly Value[] {
  const values: Value[] = []
  let table = ''
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const span = { start: index, end: index + line.length }
    const header = TABLE.exec(line)?.[1]
    if (header !== undefined) table = header.replace(/["' ]/g, '')
    else {
      const [, key, double, single, bare] = PAIR.exec(line.replace(/\r$/, '')) ?? []
      const value = double?.replace(/\\(["\\])/g, '$1') ?? single ?? bare
      if (key === undefined || value === undefined) continue
      const isOpen = bare === undefined ? value.startsWith('""') : /^"""|^'''/.test(bare)
      if (isOpen && table === 'env') found.unresolved('environmentWrite', span)
      else values.push({ table, key, value, span })
    }
  }
  return values
}
