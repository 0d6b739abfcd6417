/** URLs as code puts them together, taken apart into what stands before the path and the path. */
import type { Node } from 'oxc-parser'
import { alternativesOf, valueOf, type Part, type Parts } from './literals.ts'
import type { Outline, Scope } from './outline.ts'

export interface Url {
  /** As written: an origin, a variable, nothing. */
  readonly base: string
  /** With `{}` for what is filled in, without the query. Empty where nothing of it is known. */
  readonly path: string
  /** What follows the path and is no segment of it: a query, or the path that a wrapper is given. */
  readonly open: Node | null
  /** Whether the path begins with the slash that is written, and not with one that is added. */
  readonly isRooted: boolean
  readonly confidence: number
}

/** The URLs that an expression can be: several where a condition decides about the path. */
export function urlsOf(outline: Outline, scope: Scope, node: Node): readonly Url[] {
  const { target, base } = unwrapped(scope, node)
  const found = new Map<string, Url>()
  const all = alternativesOf(outline, scope, target)
  for (const parts of all) {
    const url = urlOf(outline, parts, base)
    const key = `${url.base} ${url.path}`
    if (!found.has(key)) found.set(key, url)
  }
  return [...found.values()]
}

/** `new URL('/x', base)` and what is made of it. */
function unwrapped(scope: Scope, given: Node): { readonly target: Node; readonly base: Node | null } {
  let node = given
  for (let steps = 0; steps < 6; steps++) {
    if (node.type === 'Identifier') {
      const value = valueOf(scope, node.name)?.value
      if (value?.type !== 'NewExpression') break
      node = value
    } else if (node.type === 'MemberExpression' && isProperty(node.property, /^href$/)) node = node.object
    else if (node.type === 'CallExpression' && isUrlText(node.callee)) {
      node = node.callee.type === 'MemberExpression' ? node.callee.object : (node.arguments[0] ?? node)
    } else if (node.type === 'NewExpression' && isProperty(node.callee, /^(?:URL|Request)$/)) {
      const [first, second] = node.arguments
      if (first === undefined) break
      const isUrl = isProperty(node.callee, /^URL$/)
      return { target: first, base: isUrl ? (second ?? null) : null }
    } else break
  }
  return { target: node, base: null }
}

function isProperty(node: Node, name: RegExp): boolean {
  return node.type === 'Identifier' && name.test(node.name)
}

function isUrlText(callee: Node): boolean {
  return callee.type === 'MemberExpression' && isProperty(callee.property, /^toString$/)
}

function urlOf(outline: Outline, parts: Parts, baseNode: Node | null): Url {
  const { base, rest, isKnown } = splitBase(outline, parts)
  const prefix = baseNode === null ? base : textIn(outline, baseNode)
  const { path, open, confidence } = pathOf(rest)
  const isRooted = typeof rest[0] === 'string' && rest[0].startsWith('/')
  return { base: prefix, path, open, isRooted, confidence: isKnown ? confidence : Math.min(confidence, 0.8) }
}

interface Split {
  readonly base: string
  readonly rest: Parts
  readonly isKnown: boolean
}

function splitBase(outline: Outline, parts: Parts): Split {
  const [first, ...others] = parts
  if (first === undefined) return { base: '', rest: [], isKnown: true }
  if (typeof first !== 'string') return ofUnknownBase(outline, first, others)
  const origin = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i.exec(first)?.[0]
  if (origin === undefined) return { base: '', rest: parts, isKnown: true }
  const rest = first.slice(origin.length)
  const [next, ...after] = others
  // The origin goes on: `http://${host}:8000/x`.
  if (rest === '' && next !== undefined && typeof next !== 'string') {
    const more = typeof after[0] === 'string' ? (/^[^/?#]*/.exec(after[0])?.[0] ?? '') : ''
    const left = typeof after[0] === 'string' ? [after[0].slice(more.length), ...after.slice(1)] : after
    return { base: `${origin}{}${more}`, rest: left, isKnown: true }
  }
  return { base: origin, rest: [rest, ...others], isKnown: true }
}

function ofUnknownBase(outline: Outline, first: Exclude<Part, string>, others: Parts): Split {
  const [next, ...after] = others
  const base = textIn(outline, first)
  // Nothing but a name: it is the path itself.
  if (next === undefined) return { base: '', rest: [first], isKnown: true }
  if (typeof next !== 'string' || next.startsWith('/')) return { base, rest: others, isKnown: true }
  // `${origin}:8000/x` and `${base}users`.
  const port = /^:\d+/.exec(next)?.[0]
  if (port !== undefined)
    return { base: base + port, rest: [next.slice(port.length), ...after], isKnown: true }
  if (/^[?#]/.test(next)) return { base: '', rest: [first], isKnown: true }
  return { base, rest: [`/${next}`, ...after], isKnown: false }
}

/**
 * Parameters become `{}`, the query is left off. A value that is glued to the end of a word (`/users${query}`) is taken for a
 * query that is there or not: a segment of a path stands behind a slash.
 */
function pathOf(rest: Parts): Pick<Url, 'path' | 'open' | 'confidence'> {
  let path = ''
  for (const [index, part] of rest.entries()) {
    if (typeof part === 'string') {
      const end = part.search(/[?#]/)
      path += end < 0 ? part : part.slice(0, end)
      if (end >= 0) break
      continue
    }
    const next = rest[index + 1]
    const isLast = next === undefined || (typeof next === 'string' && /^[?#]/.test(next))
    if (path === '' && isLast) return { path: '', open: part, confidence: 0.5 }
    if (isLast && (/[\w)}]$/.test(path) || isPathName(part)))
      return { path: normal(path), open: part, confidence: 0.8 }
    path += '{}'
  }
  return { path: normal(path), open: null, confidence: 1 }
}

/** What is called a path is one, and no segment of a path. */
function isPathName(part: Node): boolean {
  return part.type === 'Identifier' && /path|url|uri|endpoint|route$|resource$/i.test(part.name)
}

/** One slash at the start, none doubled; a slash at the end stays, some routers tell it apart. */
function normal(path: string): string {
  return path === '' ? '' : `/${path}`.replace(/\/{2,}/g, '/')
}

export function textIn({ file }: Outline, { start, end }: Node): string {
  return file.text.slice(start, end).replace(/\s+/g, ' ').slice(0, 200)
}
