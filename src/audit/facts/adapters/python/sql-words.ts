/** Tables and columns that a text of SQL names, by its words: quick, and blind for what only a parser sees. */

export interface SqlReference {
  readonly table: string
  readonly columns: readonly string[]
  readonly filters: readonly string[]
}

interface Word {
  readonly text: string
  /** How many brackets are open around it. */
  readonly depth: number
}

export function looksLikeSql(text: string): boolean {
  return /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*\(?\s*(?:select|insert|update|delete|with|merge|truncate)\b/i.test(
    text,
  )
}

/** One reference a table, in the order of the text; `{}` is never a name. */
export function sqlReferences(sql: string): readonly SqlReference[] {
  const words = wordsOf(sql)
  const tables = tablesOf(words)
  const only = new Set(tables.map(({ table }) => table)).size === 1 ? tables[0]?.table : undefined
  const isSimple = only !== undefined && words.filter(({ text }) => /^select$/i.test(text)).length <= 1
  return [...Map.groupBy(tables, ({ table }) => table)].map(([table, named]) => {
    const aliases = new Set(named.map(({ alias }) => alias.toLowerCase()))
    const columns = new Set(qualifiedColumns(words, aliases))
    const filters = new Set(filtersOf(words, aliases, isSimple))
    if (isSimple) for (const column of plainColumns(words)) columns.add(column)
    for (const filter of filters) columns.add(filter)
    return { table, columns: [...columns], filters: [...filters] }
  })
}

function wordsOf(sql: string): Word[] {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').replaceAll(/'(?:[^']|'')*'/g, "''")
  const words: Word[] = []
  let depth = 0
  for (const [text] of bare.matchAll(
    /[:@$%]\(?\w+\)?s?|"[^"]+"(?:\."[^"]+")*|::\w+|[\w{}]+(?:\.(?:\w+|"[^"]+"|\*))*|<=|>=|<>|!=|[^\s\w]/g,
  )) {
    if (text === ')') depth -= 1
    words.push({ text: text.replaceAll('"', ''), depth })
    if (text === '(') depth += 1
  }
  return words
}

interface Named {
  readonly table: string
  readonly alias: string
}

const RESERVED = new Set([
  ...[
    'where',
    'set',
    'values',
    'select',
    'join',
    'left',
    'right',
    'inner',
    'outer',
    'full',
    'cross',
    'on',
    'using',
  ],
  ...[
    'group',
    'order',
    'limit',
    'offset',
    'having',
    'union',
    'returning',
    'as',
    'for',
    'natural',
    'lateral',
    'only',
  ],
  ...[
    'default',
    'from',
    'and',
    'or',
    'not',
    'null',
    'window',
    'fetch',
    'except',
    'intersect',
    'skip',
    'nowait',
    'of',
  ],
])

function tablesOf(words: readonly Word[]): Named[] {
  const own = new Set(words.flatMap(({ text }, at) => (isCommonTable(words, at) ? [text.toLowerCase()] : [])))
  const found: Named[] = []
  for (const [index] of words.entries()) {
    if (!opensTable(words, index)) continue
    let at = index + 1
    for (;;) {
      if (/^(?:only|lateral)$/i.test(words[at]?.text ?? '')) at += 1
      const table = words[at]?.text ?? ''
      if (!isName(table) || isFunction(words, at)) break
      at += 1
      if (/^as$/i.test(words[at]?.text ?? '')) at += 1
      const next = words[at]?.text ?? ''
      const isAlias = isName(next) && !RESERVED.has(next.toLowerCase())
      if (isAlias) at += 1
      if (!own.has(table.toLowerCase()))
        found.push({ table, alias: isAlias ? next : (table.split('.').at(-1) ?? table) })
      if (words[at]?.text !== ',' || !/^from$/i.test(words[index]?.text ?? '')) break
      at += 1
    }
  }
  return found
}

/** `name AS (` names a part of the statement, no table. */
function isCommonTable(words: readonly Word[], at: number): boolean {
  const rest = words.slice(at + 1, at + 5).map(({ text }) => text.toLowerCase())
  return (
    rest[0] === 'as' &&
    (rest[1] === '(' || (/^(?:not|materialized)$/.test(rest[1] ?? '') && rest.includes('(')))
  )
}

function isFunction(words: readonly Word[], at: number): boolean {
  return words[at + 1]?.text === '(' && !/^into$/i.test(words[at - 1]?.text ?? '')
}

function opensTable(words: readonly Word[], at: number): boolean {
  const text = words[at]?.text.toLowerCase()
  const before = words[at - 1]?.text.toLowerCase()
  if (text === 'into' || text === 'join') return true
  // `ON CONFLICT DO UPDATE SET` and `FOR UPDATE` name no table.
  if (text === 'update') return !['for', 'do', 'on', 'key'].includes(before ?? '')
  if (text !== 'from' || before === 'distinct') return false
  return !isInsideFunction(words, at)
}

/** `EXTRACT(year FROM day)`. */
function isInsideFunction(words: readonly Word[], at: number): boolean {
  const depth = words[at]?.depth ?? 0
  for (let index = at - 1; index > 0; index -= 1)
    if (words[index]?.text === '(' && words[index]?.depth === depth - 1)
      return /^(?:extract|substring|trim|overlay|position)$/i.test(words[index - 1]?.text ?? '')
  return false
}

function isName(text: string): boolean {
  return /^[A-Za-z_][\w$]*(?:\.[\w$]+)*$/.test(text) && !RESERVED.has(text.toLowerCase())
}

function qualifiedColumns(words: readonly Word[], aliases: ReadonlySet<string>): string[] {
  return words.flatMap(({ text }, at) => {
    const parts = /^(?<alias>[A-Za-z_]\w*)\.(?<column>[A-Za-z_]\w*)$/.exec(text)?.groups
    const isTable = opensTable(words, at - 1) || words[at + 1]?.text === '('
    return parts !== undefined && !isTable && aliases.has(parts['alias']?.toLowerCase() ?? '')
      ? [parts['column'] ?? '']
      : []
  })
}

const COMPARES = /^(?:=|<|>|<=|>=|<>|!=|in|is|like|ilike|between)$/i

/** Columns that rows are chosen by: what is compared after WHERE, or in ON. */
function filtersOf(words: readonly Word[], aliases: ReadonlySet<string>, isSimple: boolean): string[] {
  let isChoosing = false
  return words.flatMap(({ text }, at) => {
    if (/^(?:where|on|having)$/i.test(text)) isChoosing = true
    else if (/^(?:group|order|limit|returning|select|set|from|values|conflict)$/i.test(text))
      isChoosing = false
    if (!isChoosing || !isCompared(words, at)) return []
    const [first = '', ...rest] = text.split('.')
    if (rest.length === 0) return isSimple && isName(first) ? [first] : []
    return rest.length === 1 && aliases.has(first.toLowerCase()) ? rest : []
  })
}

function isCompared(words: readonly Word[], at: number): boolean {
  const [before, next, after] = [
    words[at - 1]?.text ?? '',
    words[at + 1]?.text ?? '',
    words[at + 2]?.text ?? '',
  ]
  if (!/^[A-Za-z_][\w.]*$/.test(words[at]?.text ?? '')) return false
  return (
    COMPARES.test(next) ||
    (/^not$/i.test(next) && COMPARES.test(after)) ||
    (before === '=' && words[at]?.text.includes('.') === true)
  )
}

/** Names that stand alone: of a list after SELECT or INTO, and left of `=` after SET. */
function plainColumns(words: readonly Word[]): string[] {
  const texts = words.map(({ text }) => text)
  const into = texts.findIndex((text) => /^into$/i.test(text))
  if (into !== -1 && texts[into + 2] === '(') return namesUntil(texts, into + 3, /^\)$/)
  const set = texts.findIndex((text) => /^set$/i.test(text))
  if (set !== -1)
    return texts
      .slice(set)
      .filter(
        (text, at, all) => isName(text) && all[at + 1] === '=' && /^(?:set|,)$/i.test(all[at - 1] ?? ''),
      )
  const select = texts.findIndex((text) => /^select$/i.test(text))
  return select === -1 ? [] : namesUntil(texts, select + 1, /^from$/i)
}

function namesUntil(texts: readonly string[], start: number, end: RegExp): string[] {
  const rest = texts.slice(start)
  const stop = rest.findIndex((text) => end.test(text))
  const list = rest.slice(0, stop === -1 ? undefined : stop)
  return list.filter((text, at) => {
    const isFirst = at === 0 || list[at - 1] === ',' || /^distinct$/i.test(list[at - 1] ?? '')
    const isAlone = at === list.length - 1 || list[at + 1] === ',' || /^as$/i.test(list[at + 1] ?? '')
    return isFirst && isAlone && isName(text) && !text.includes('.')
  })
}
