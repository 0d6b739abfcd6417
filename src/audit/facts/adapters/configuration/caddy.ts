import type { Adapter, Span } from '../../adapter.ts'
import { wordsOf } from './words.ts'

const SCOPED = new Set(['handle', 'handle_path', 'route'])
const VARIABLE = /\{\$([A-Za-z_]\w*)(:[^}]*)?\}/g

/** Paths that Caddy hands on, and the headers that it adds. It lets sockets through without being asked. */
export const caddyAdapter: Adapter = {
  id: 'caddy',
  version: 1,
  reads: (path) => /(?:^|\/)(?:Caddyfile(?:\.[\w-]+)?|[^/]+\.caddy(?:file)?)$/.test(path),
  read({ text }, found) {
    const matchers = new Map<string, string>()
    const open: { readonly name: string; readonly path: string }[] = []
    for (const { words, span, opens, closes } of linesOf(text)) {
      const path = open.findLast((block) => block.path !== '')?.path ?? '/'
      const [name = '', ...rest] = words
      const own = matchers.get(rest[0] ?? '') ?? (/^[/*]/.test(rest[0] ?? '') ? rest[0] : undefined)
      if (name.startsWith('@') && rest[0] === 'path') matchers.set(name, rest[1] ?? '/')
      else if (name === 'reverse_proxy') {
        const targets = own === undefined ? rest : rest.slice(1)
        if (targets[0] === undefined || (own === undefined && targets[0].startsWith('@')))
          found.unresolved('proxyRule', span)
        else
          found.fact(
            'proxyRule',
            span,
            { path: own ?? path, target: targets[0], upgrades: true },
            { symbol: path },
          )
      } else if (open.at(-1)?.name === 'header') {
        if (words[1] !== undefined)
          found.fact('header', span, { name: plain(name), value: words[1], by: 'caddy' })
      } else if (name === 'header' && !opens) {
        const [header, value] = own === undefined ? rest : rest.slice(1)
        if (header !== undefined && value !== undefined)
          found.fact('header', span, { name: plain(header), value, by: 'caddy' })
      }
      if (opens) open.push({ name, path: SCOPED.has(name) ? (own ?? '') : '' })
      if (closes) open.pop()
    }
    for (const { 0: whole, 1: name = '', 2: fallback, index } of text.matchAll(VARIABLE))
      found.fact(
        'environmentRead',
        { start: index, end: index + whole.length },
        { name, by: 'shell', hasDefault: fallback !== undefined, isClient: false },
      )
  },
}

interface Line {
  readonly words: readonly string[]
  readonly span: Span
  readonly opens: boolean
  readonly closes: boolean
}

/** `-Server` takes a header away, `+X`, `?X` and `>X` set it in their ways. */
function plain(name: string): string {
  return name.replace(/^[+?>]/, '')
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n]+/g)].map(({ 0: line, index }) => {
    const bare = line.replace(/(?:^|\s)#.*$/, '').trim()
    const opens = /(?:^|\s)\{$/.test(bare)
    const words = wordsOf(opens ? bare.slice(0, -1) : bare)
    return { words, span: { start: index, end: index + line.length }, opens, closes: bare === '}' }
  })
}
