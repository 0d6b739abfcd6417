/** Changes of a schema in plain SQL, for the forms that migrations of Python write out. Null for what it does not know. */
import type { Column, SchemaChange } from '../../relations/database.ts'

/** Statements of a text, without comments and ends; quotes of every kind hold together. */
export function statementsOf(sql: string): readonly string[] {
  const bare = sql.replaceAll(
    /('(?:[^']|'')*')|--[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, quoted: string | undefined) => quoted ?? ' ',
  )
  const parts = bare.match(/(?:'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1|[^;])+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The changes that a statement makes: none for one that moves data only. */
export function changesOf(statement: string): readonly SchemaChange[] | null {
  for (const [form, read] of FORMS) {
    const groups = form.exec(statement)?.groups
    if (groups !== undefined) return read(groups)
  }
  return /^(?:insert|update|delete|select|with|comment|analyze|vacuum|set|grant|revoke)\b/i.test(statement)
    ? []
    : null
}

type Groups = Readonly<Record<string, string | undefined>>
type Form = readonly [RegExp, (groups: Groups) => readonly SchemaChange[] | null]

const NAME = String.raw`(?:"[^"]+"|[\w$]+)(?:\.(?:"[^"]+"|[\w$]+))?`
const form = (source: string) => new RegExp(`^${source.replaceAll(' ', String.raw`\s+`)}`, 'is')

const FORMS: readonly Form[] = [
  [
    form(String.raw`create (?:unlogged )?table (?:if not exists )?(?<table>${NAME})\s*\((?<body>.*)\)[^)]*$`),
    createTable,
  ],
  [
    form(
      String.raw`create (?<unique>unique )?index (?:concurrently )?(?:if not exists )?(?<index>${NAME}) on (?:only )?(?<table>${NAME})(?:\s+using \w+)?\s*(?<rest>\(.*)$`,
    ),
    createIndex,
  ],
  [
    form(`drop table (?:if exists )?(?<table>${NAME})`),
    ({ table }) => [{ does: 'drop-table', table: plain(table) }],
  ],
  [
    form(`drop index (?:concurrently )?(?:if exists )?(?<index>${NAME})`),
    ({ index }) => [{ does: 'drop-index', index: plain(index) }],
  ],
  [
    form(`create policy (?<policy>${NAME}) on (?<table>${NAME})(?<rest>.*)$`),
    ({ policy, table, rest }) => [
      {
        does: 'create-policy',
        table: plain(table),
        policy: plain(policy),
        condition: /\busing\s*\((.*?)\)\s*(?:with check.*)?$/is.exec(rest ?? '')?.[1]?.trim() ?? null,
      },
    ],
  ],
  [
    form(
      `create extension (?:if not exists )?(?<extension>${NAME.replace(String.raw`[\w$]`, String.raw`[\w$-]`)})`,
    ),
    ({ extension }) => [{ does: 'create-extension', extension: plain(extension) }],
  ],
  [form(`alter table (?:if exists )?(?:only )?(?<table>${NAME}) (?<actions>.*)$`), alterTable],
]

function plain(name: string | undefined): string {
  return (name ?? '').replaceAll('"', '')
}

/** Parts between commas that no bracket and no quote holds. */
function listParts(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const [piece] of text.matchAll(/'(?:[^']|'')*'|"[^"]*"|[(),]|[^'"(),]+/g)) {
    if (piece === '(') depth += 1
    if (piece === ')') depth -= 1
    if (piece === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

function createTable({ table, body }: Groups): readonly SchemaChange[] {
  const name = plain(table)
  const columns: Column[] = []
  const after: SchemaChange[] = []
  for (const part of listParts(body ?? '')) {
    if (/^(?:check|exclude|like)\b/i.test(part)) continue
    const constraint = constraintOf(name, part)
    if (constraint !== null) after.push(...constraint)
    else {
      columns.push(columnOf(part))
      after.push(...keysOf(name, part))
    }
  }
  const primary = after.flatMap((change) =>
    change.does === 'create-index' && change.index.endsWith('_pkey') ? change.columns : [],
  )
  const whole = columns.map((column) =>
    primary.includes(column.name) ? { ...column, isNullable: false } : column,
  )
  return [{ does: 'create-table', table: name, columns: whole }, ...after]
}

/** Null for a part that is a column. */
function constraintOf(table: string, part: string): readonly SchemaChange[] | null {
  const found = new RegExp(
    String.raw`^(?:constraint\s+(?<given>${NAME})\s+)?(?<kind>primary\s+key|unique|foreign\s+key|check|exclude)\b(?<rest>.*)$`,
    'is',
  ).exec(part)?.groups
  if (found === undefined) return null
  const [kind, rest] = [(found['kind'] ?? '').toLowerCase().replaceAll(/\s+/g, ' '), found['rest'] ?? '']
  const columns = listParts(/\(([^)]*)\)/.exec(rest)?.[1] ?? '').map(plain)
  const target = new RegExp(String.raw`references\s+(?<target>${NAME})`, 'i').exec(rest)?.groups?.['target']
  if (kind === 'foreign key')
    return target === undefined ? [] : [{ does: 'add-foreign-key', table, columns, target: plain(target) }]
  if (kind !== 'primary key' && kind !== 'unique') return []
  const index =
    found['given'] === undefined
      ? `${table}_${kind === 'unique' ? `${columns.join('_')}_key` : 'pkey'}`
      : plain(found['given'])
  return [{ does: 'create-index', index, table, columns, isUnique: true, where: null }]
}

const MODIFIERS =
  /\s+(?:constraint|not|null|default|primary|unique|references|check|generated|collate)\b.*$/is

function columnOf(part: string): Column {
  const found = new RegExp(String.raw`^(?<name>${NAME})\s*(?<rest>.*)$`, 's').exec(part)?.groups
  const rest = found?.['rest'] ?? ''
  const isPrimary = /\bprimary\s+key\b/i.test(rest)
  return {
    name: plain(found?.['name']),
    type: ` ${rest}`.replace(MODIFIERS, '').trim(),
    isNullable: !isPrimary && !/\bnot\s+null\b/i.test(rest),
    hasDefault: /\bdefault\b|\bgenerated\b/i.test(rest) || /^(?:big|small)?serial\b/i.test(rest),
  }
}

/** What a column brings with it: keys, and the index of a unique one. */
function keysOf(table: string, part: string): SchemaChange[] {
  const { name } = columnOf(part)
  const target = new RegExp(String.raw`\breferences\s+(?<target>${NAME})`, 'i').exec(part)?.groups?.['target']
  const unique = /\bprimary\s+key\b/i.test(part)
    ? `${table}_pkey`
    : /\bunique\b/i.test(part)
      ? `${table}_${name}_key`
      : null
  const index = { does: 'create-index', table, columns: [name], isUnique: true, where: null } as const
  return [
    ...(unique === null ? [] : [{ ...index, index: unique }]),
    ...(target === undefined
      ? []
      : [{ does: 'add-foreign-key', table, columns: [name], target: plain(target) } as const]),
  ]
}

function createIndex({ unique, index, table, rest }: Groups): readonly SchemaChange[] {
  const [list = '', after = ''] = split(rest ?? '')
  const where =
    /^\s*(?:include\s*\([^)]*\)\s*)?(?:with\s*\([^)]*\)\s*)?where\s+(.*)$/is.exec(after)?.[1]?.trim() ?? null
  const columns = listParts(list).map((part) =>
    plain(part.replace(/\s+(?:asc|desc|nulls|\w+_ops)\b.*$/is, '')),
  )
  return [
    {
      does: 'create-index',
      index: plain(index),
      table: plain(table),
      columns,
      isUnique: unique !== undefined,
      where,
    },
  ]
}

/** Inside of the first brackets, and what follows them. */
function split(text: string): readonly [string, string] {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return [text.slice(1, at), text.slice(at + 1)]
  }
  return [text.slice(1), '']
}

function alterTable({ table, actions }: Groups): readonly SchemaChange[] | null {
  const changes = listParts(actions ?? '').map((action) => actionOf(plain(table), action))
  return changes.includes(null) ? null : changes.flatMap((change) => change ?? [])
}

function actionOf(table: string, action: string): readonly SchemaChange[] | null {
  for (const [pattern, read] of ACTIONS) {
    const groups = pattern.exec(action)?.groups
    if (groups !== undefined) return read({ ...groups, table })
  }
  return /^(?:owner|validate|cluster|force row level|no force)\b/i.test(action) ? [] : null
}

const alter = (groups: Groups, column: Partial<Column>): readonly SchemaChange[] => [
  {
    does: 'alter-column',
    table: plain(groups['table']),
    column: { name: plain(groups['column']), ...column },
  },
]

const ACTIONS: readonly Form[] = [
  [
    form(`enable row level security(?<rest>)`),
    ({ table }) => [{ does: 'enable-policies', table: plain(table) }],
  ],
  [
    form(`rename to (?<to>${NAME})`),
    ({ table, to }) => [{ does: 'rename-table', table: plain(table), to: plain(to) }],
  ],
  [
    form(`rename (?:column )?(?<column>${NAME}) to (?<to>${NAME})`),
    ({ table, column, to }) => [
      { does: 'rename-column', table: plain(table), column: plain(column), to: plain(to) },
    ],
  ],
  [
    form(`add (?<part>(?:constraint|primary|unique|foreign|check)\\b.*)$`),
    ({ table, part }) => constraintOf(plain(table), part ?? ''),
  ],
  [
    form(`add (?:column )?(?:if not exists )?(?<part>.*)$`),
    ({ table, part = '' }) => [
      { does: 'add-column', table: plain(table), column: columnOf(part) },
      ...keysOf(plain(table), part),
    ],
  ],
  [
    form(`drop column (?:if exists )?(?<column>${NAME})`),
    ({ table, column }) => [{ does: 'drop-column', table: plain(table), column: plain(column) }],
  ],
  [
    form(`alter (?:column )?(?<column>${NAME}) set not null`),
    (groups) => alter(groups, { isNullable: false }),
  ],
  [
    form(`alter (?:column )?(?<column>${NAME}) drop not null`),
    (groups) => alter(groups, { isNullable: true }),
  ],
  [form(`alter (?:column )?(?<column>${NAME}) set default`), (groups) => alter(groups, { hasDefault: true })],
  [
    form(`alter (?:column )?(?<column>${NAME}) drop default`),
    (groups) => alter(groups, { hasDefault: false }),
  ],
  [
    form(`alter (?:column )?(?<column>${NAME}) (?:set data )?type (?<type>.*?)(?:\\s+using\\b.*)?$`),
    (groups) => alter(groups, { type: groups['type'] ?? '' }),
  ],
]
