/** Every place of a script that may lead to another file, and what it takes from there. */
import { Visitor, type CallExpression, type Expression, type Program, type TemplateLiteral } from 'oxc-parser'
import { isExact, textIn, UNKNOWN, type Text } from './literal.ts'
import { nameOf } from './script-exports.ts'

/** What is taken: names, everything, everything for others, or nothing but that it runs. */
export type Taken =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'star' }
  | { readonly kind: 'effect' }
  | { readonly kind: 'mock' }

export interface Site {
  /**
   * `import` and `require` load a module; `text` is any other string, which may be a path; `comment` a type or a reference in a
   * comment; `glob` a pattern of modules; `computed` a module whose name is put together, by the pattern in `specifier`.
   */
  readonly kind: 'import' | 'require' | 'text' | 'comment' | 'glob' | 'computed'
  readonly specifier: string
  readonly taken: Taken
  /** Of what stands between the quotes. */
  readonly start: number
  readonly end: number
}

const MOCKING = new Set([
  ...['mock', 'unmock', 'doMock', 'doUnmock', 'dontMock', 'deepUnmock', 'setMock', 'module'],
  ...['unstable_mockModule', 'importActual', 'importMock', 'requireActual', 'requireMock'],
  ...['createMockFromModule', 'genMockFromModule'],
])
const GLOBBING = /^(?:import\.meta\.glob(?:Eager)?|require\.context)$/
const ALL: Taken = { kind: 'all' }
const NONE: Taken = { kind: 'names', names: [] }

/** In the order of the source. Offsets are those of `text`, which has no byte order mark. */
export function sitesIn(program: Program, text: string): readonly Site[] {
  const sites = new Map<number, Site>()
  const add = (site: Site | null): void => {
    if (site !== null && (!sites.has(site.start) || site.kind !== 'text')) sites.set(site.start, site)
  }
  importSites(program, add)
  callSites(program, add)
  for (const site of commentSites(text)) if (!sites.has(site.start)) add(site)
  return [...sites.values()].toSorted((one, other) => one.start - other.start)
}

type Add = (site: Site | null) => void

function importSites(program: Program, add: Add): void {
  new Visitor({
    ImportDeclaration({ source, specifiers }) {
      const names = specifiers.map((one) => {
        if (one.type === 'ImportDefaultSpecifier') return 'default'
        return one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*'
      })
      add(siteOf('import', textIn(source), names.length === 0 ? { kind: 'effect' } : takenOf(names)))
    },
    ExportNamedDeclaration({ source, specifiers }) {
      if (source === null) return
      const names = specifiers.map(({ local }) => nameOf(local))
      add(siteOf('import', textIn(source), names.length === 0 ? { kind: 'effect' } : takenOf(names)))
    },
    ExportAllDeclaration({ source, exported }) {
      add(siteOf('import', textIn(source), exported === null ? { kind: 'star' } : ALL))
    },
    TSImportType({ source, qualifier }) {
      let first = qualifier
      while (first?.type === 'TSQualifiedName') first = first.left
      const taken = first?.type === 'Identifier' ? takenOf([first.name]) : ALL
      add(siteOf('import', textIn(source), taken))
    },
    TSExternalModuleReference({ expression }) {
      add(siteOf('require', textIn(expression), ALL))
    },
    ImportExpression({ source }) {
      add(loadSite('import', source))
    },
  }).visit(program)
}

function callSites(program: Program, add: Add): void {
  new Visitor({
    CallExpression(call) {
      const [first] = call.arguments
      if (first === undefined || first.type === 'SpreadElement') return
      const callee = calleeText(call)
      if (callee === 'require') add(loadSite('require', first))
      else if (MOCKING.has(callee.slice(callee.lastIndexOf('.') + 1)) && callee.includes('.'))
        add(siteOf('import', textIn(first), { kind: 'mock' }))
      else if (GLOBBING.test(callee)) for (const site of globSites(first)) add(site)
      else if (/(?:^|\.)(?:join|resolve)$/.test(callee)) add(joinedSite(call))
    },
    Literal(literal) {
      add(siteOf('text', textIn(literal), NONE))
    },
    TemplateLiteral(template) {
      add(siteOf('text', textIn(template), NONE) ?? partsOf(template))
    },
  }).visit(program)
}

/** Of a text that is known in parts, the parts, and `$x` between them, as in a shell. */
function partsOf(template: TemplateLiteral): Site | null {
  const text = textIn(template)
  return text === null ? null : textSite(text.value, text)
}

function textSite(value: string, { start, end }: Pick<Text, 'start' | 'end'>): Site {
  return { kind: 'text', specifier: value.replaceAll(UNKNOWN, '$x'), taken: NONE, start, end }
}

const OWN_FOLDER = /^(?:__dirname|import\.meta\.dirname)$/

/** A path that is put together of its segments. */
function joinedSite(call: CallExpression): Site | null {
  const parts = call.arguments.map((part) =>
    part.type === 'SpreadElement' ? UNKNOWN : nameOfPlace(part) || (textIn(part)?.value ?? UNKNOWN),
  )
  return parts.length < 2 ? null : textSite(parts.join('/').replace(/^\.\/\.\.\//, '../'), call)
}

function nameOfPlace(part: Expression): string {
  return OWN_FOLDER.test(chainText(part)) ? '.' : ''
}

function loadSite(kind: 'import' | 'require', source: Expression): Site | null {
  const text = textIn(source)
  if (text === null) return null
  return isExact(text) ? siteOf(kind, text, ALL) : siteOf('computed', text, ALL)
}

function globSites(first: Expression): readonly (Site | null)[] {
  const patterns = first.type === 'ArrayExpression' ? first.elements : [first]
  return patterns.flatMap((pattern) =>
    pattern === null || pattern.type === 'SpreadElement' ? [] : [siteOf('glob', textIn(pattern), ALL)],
  )
}

const IN_COMMENT =
  /\bimport\(\s*(["'])([^"'\n]+)\1\s*\)|<reference\s+(?:path|types)=(["'])([^"'\n]+)\3|@(?:jest|vitest)-environment\s+([^\s*]+)/g

function commentSites(text: string): readonly Site[] {
  return [...text.matchAll(IN_COMMENT)].map((match) => {
    const specifier = match[2] ?? match[4] ?? match[5] ?? ''
    const start = match.index + match[0].indexOf(specifier)
    const relative = match[4] === undefined || specifier.startsWith('.') ? specifier : `./${specifier}`
    return { kind: 'comment', specifier: relative, taken: ALL, start, end: start + specifier.length }
  })
}

function siteOf(kind: Site['kind'], text: Text | null, taken: Taken): Site | null {
  if (text === null || (!isExact(text) && kind !== 'computed' && kind !== 'glob')) return null
  return { kind, specifier: text.value, taken, start: text.start, end: text.end }
}

function takenOf(names: readonly string[]): Taken {
  return names.includes('*') ? ALL : { kind: 'names', names }
}

/** `vi.mock`, `import.meta.glob`, `require`; what is more than names is nothing. */
function calleeText({ callee }: CallExpression): string {
  return chainText(callee)
}

function chainText(chain: Expression): string {
  const words: string[] = []
  let at: Expression = chain
  while (at.type === 'MemberExpression' && !at.computed) {
    if (at.property.type !== 'Identifier') return ''
    words.unshift(at.property.name)
    at = at.object
  }
  if (at.type === 'MetaProperty') words.unshift('import', 'meta')
  else if (at.type === 'Identifier') words.unshift(at.name)
  return words.join('.')
}
