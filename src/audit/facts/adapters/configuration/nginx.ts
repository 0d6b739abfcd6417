import type { Adapter, Findings } from '../../adapter.ts'
import { directivesOf, type Directive } from './nginx-blocks.ts'

const TEMPLATE = /\.(?:template|tmpl|tpl|envsubst)$/
const PASSES = new Set(['proxy_pass', 'grpc_pass', 'uwsgi_pass', 'fastcgi_pass'])

/** Paths that nginx hands on, the headers that it adds, and what envsubst puts into a template. */
export const nginxAdapter: Adapter = {
  id: 'nginx',
  version: 1,
  reads: (path) =>
    /(?:^|\/)[^/]*\.conf(?:\.(?:template|tmpl|tpl|envsubst))?$/.test(path) &&
    !/supervisor|redis|postgres/.test(path),
  read({ path, text }, found) {
    const root = directivesOf(text)
    const upstreams = upstreamsOf(root)
    const isNginx = root.some(({ words }) => /^(?:server|location|http|upstream)$/.test(words[0] ?? ''))
    if (!isNginx) return
    for (const directive of root)
      readDirective(directive, { upstreams, variables: new Map(), around: [root], path: '/' }, found)
    if (!TEMPLATE.test(path)) return
    // Its own variables are written small; envsubst is given what the environment has.
    for (const { 0: whole, 1: braced, 2: bare, index } of withoutComments(text).matchAll(
      /\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*)\b)/g,
    ))
      found.fact(
        'environmentRead',
        { start: index, end: index + whole.length },
        { name: braced ?? bare ?? '', by: 'shell', hasDefault: false, isClient: false },
      )
  },
}

interface Scope {
  readonly upstreams: ReadonlyMap<string, string>
  /** What `set` gave, up to here. */
  readonly variables: Map<string, string>
  /** Lists of directives around this one, the nearest first. */
  readonly around: readonly (readonly Directive[])[]
  readonly path: string
}

function readDirective({ words, span, inner }: Directive, scope: Scope, found: Findings): void {
  const [name = '', first = '', second = ''] = words
  if (name === 'set') scope.variables.set(first, second)
  else if (name === 'add_header')
    found.fact(
      'header',
      span,
      { name: first, value: second, by: 'nginx' },
      { symbol: scope.path === '/' ? null : scope.path },
    )
  else if (PASSES.has(name)) addRule({ words, span, inner }, scope, found)
  if (inner.length === 0) return
  const path = name === 'location' ? words.slice(1).join(' ') : scope.path
  // A value that is set in a block is its own.
  const within = { ...scope, path, variables: new Map(scope.variables), around: [inner, ...scope.around] }
  for (const directive of inner) readDirective(directive, within, found)
}

function addRule(
  { words, span }: Directive,
  { upstreams, variables, around, path }: Scope,
  found: Findings,
): void {
  const given = (words[1] ?? '').replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced?: string, bare?: string) => variables.get(`$${braced ?? bare ?? ''}`) ?? whole,
  )
  const [, scheme = '', host = '', rest = ''] = /^(\w+:\/\/)?([^/:$]+)(.*)$/.exec(given) ?? []
  const upstream = upstreams.get(host)
  const target = upstream === undefined ? given : `${scheme}${upstream}${rest}`
  if (/\$(?!\{?[A-Z_][A-Z0-9_]*\b)/.test(target.replace(/\$(?:request_uri|is_args|args|uri|\d)/g, ''))) {
    found.unresolved('proxyRule', span)
    return
  }
  const isIncluded = around.slice(0, -1).some((list) => list.some(({ words: [name] }) => name === 'include'))
  const upgrades = doesUpgrade(around)
  // A file that is included may add the headers of an upgrade.
  const confidence = target === words[1] && (upgrades || !isIncluded) ? 1 : 0.8
  found.fact('proxyRule', span, { path, target, upgrades }, { symbol: path, confidence })
  if (isIncluded && !upgrades) found.unresolved('proxyRule', span)
}

/** A block that sets any header towards the server takes none over from around it. */
function doesUpgrade(around: readonly (readonly Directive[])[]): boolean {
  const nearest = around.find((list) => list.some(({ words: [name] }) => name === 'proxy_set_header'))
  return (nearest ?? []).some(
    ({ words: [name, header = ''] }) => name === 'proxy_set_header' && header.toLowerCase() === 'upgrade',
  )
}

/** Groups of servers by name; the first server stands for its group. */
function upstreamsOf(root: readonly Directive[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { words, inner } of root) {
    const server = inner.find(({ words: [name] }) => name === 'server')?.words[1]
    if (words[0] === 'upstream' && server !== undefined) found.set(words[1] ?? '', server)
    if (words[0] === 'http') for (const [name, one] of upstreamsOf(inner)) found.set(name, one)
  }
  return found
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#[^\n]*/gm, (line) => ' '.repeat(line.length))
}
