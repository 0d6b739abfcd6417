/** Settings out of configuration files, as `test.coverage.lines` with what it is set to, whatever the file's format. */
import { constantOf, everyNode, nameOf, parseSource, type Source } from './typescript/syntax.ts'
import type { Node } from 'oxc-parser'

export type Values = readonly (string | number | boolean)[]
export type Settings = ReadonlyMap<string, Values>

const NONE: Settings = new Map()

/** Null for a file that is no configuration of tests. Empty where it does not exist or cannot be read. */
export function readSettings(path: string, text: string | null): Settings | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (text !== null && text.length > 500_000) return null
  if (
    /^(?:package|jest\.config|\.nycrc|\.c8rc|\.mocharc|\.taprc)(?:\.json)?$|^\.(?:nyc|mocha|c8)rc$/.test(name)
  )
    return text === null ? NONE : ofJson(text)
  if (
    /^(?:vitest|vite|jest|playwright|ava|karma|cypress|nyc)(?:\.\w+)?\.(?:config|workspace)\.[cm]?[jt]s$|^\.mocharc\.[cm]?js$/.test(
      name,
    )
  )
    return text === null ? NONE : ofModule(path, text)
  if (name === 'pyproject.toml') return text === null ? NONE : ofSections(text, true)
  if (/^(?:pytest\.ini|tox\.ini|setup\.cfg|\.coveragerc)$/.test(name))
    return text === null ? NONE : ofSections(text, false)
  return null
}

function ofJson(text: string): Settings {
  const settings = new Map<string, Values>()
  try {
    flatten(JSON.parse(text), '', settings)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return settings
}

function flatten(value: unknown, key: string, settings: Map<string, Values>): void {
  if (Array.isArray(value)) settings.set(key, value.filter(isPlain))
  else if (isPlain(value)) settings.set(key, [value])
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value))
      flatten(inner, key === '' ? name : `${key}.${name}`, settings)
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function ofModule(path: string, text: string): Settings {
  const source = parseSource(path, text)
  const settings = new Map<string, Values>()
  if (source === null) return settings
  const isInner = new Set<Node>()
  for (const node of everyNode(source.program)) {
    if (node.type !== 'ObjectExpression' || isInner.has(node)) continue
    for (const inner of everyNode(node)) isInner.add(inner)
    ofObject({ source, node, key: '', settings })
  }
  return settings
}

interface Place {
  readonly source: Source
  readonly node: Node
  readonly key: string
  readonly settings: Map<string, Values>
}

function ofObject({ source, node, key, settings }: Place): void {
  if (node.type === 'ObjectExpression') {
    for (const property of node.properties) {
      if (property.type !== 'Property') continue
      const name = nameOf(property.key) ?? String(constantOf(property.key)?.value)
      ofObject({ source, node: property.value, key: key === '' ? name : `${key}.${name}`, settings })
    }
    return
  }
  if (
    node.type === 'ArrayExpression' &&
    node.elements.some((element) => element?.type === 'ObjectExpression')
  ) {
    for (const [index, element] of node.elements.entries())
      if (element !== null) ofObject({ source, node: element, key: `${key}[${index}]`, settings })
    return
  }
  const parts = node.type === 'ArrayExpression' ? node.elements.filter((element) => element !== null) : [node]
  settings.set(key, parts.map((part) => constantOf(part)?.value ?? source.textOf(part)).filter(isPlain))
}

/** Sections of INI and TOML, as far as settings of test runners need them. */
function ofSections(text: string, isToml: boolean): Settings {
  const settings = new Map<string, Values>()
  let section = ''
  let key = ''
  for (const line of text.split('\n')) {
    const plain = line.replace(/^\s*[#;].*$|\s+#.*$/, '').trimEnd()
    const header = /^\s*\[+([^[\]"']+)\]+\s*$/.exec(plain)?.[1]
    const entry = /^([\w.-]+)\s*=\s*(.*)$/.exec(plain)
    if (header !== undefined && !/^\s+["']/.test(plain)) [section, key] = [header.trim(), '']
    else if (entry !== null && /^\S/.test(plain)) {
      key = `${section}.${entry[1] ?? ''}`
      settings.set(key, valuesOf(entry[2] ?? '', isToml))
    } else if (key !== '' && plain.trim() !== '')
      settings.set(key, [...(settings.get(key) ?? []), ...valuesOf(plain, isToml)])
  }
  return settings
}

function valuesOf(text: string, isToml: boolean): Values {
  const parts = isToml
    ? (text.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[\d.]+|true|false/g) ?? []).map((part) =>
        part.replace(/^["']|["']$/g, ''),
      )
    : text.split(/\s+/)
  return parts
    .filter((part) => part !== '')
    .map((part) => (/^\d+(?:\.\d+)?$/.test(part) ? Number(part) : part))
}
