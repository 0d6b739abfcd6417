/** Columns of SQLAlchemy and Alembic: `Column(...)`, `mapped_column(...)`, `Mapped[...]`. */
import type { SgNode } from '@ast-grep/napi'
import type { Column } from '../../relations/database.ts'
import { asWritten, callOf, lastName, type PythonCall } from './calls.ts'
import { foldText, type Scope } from './literals.ts'

export interface ReadColumn {
  readonly column: Column
  /** Table of its foreign key; null without one, empty where it cannot be read. */
  readonly target: string | null
  readonly isPrimary: boolean
  readonly isUnique: boolean
  readonly isIndexed: boolean
}

export interface ColumnGiven {
  readonly call: PythonCall
  /** The name where the call gives none: that of the attribute. */
  readonly name: string | null
  /** Annotation, e.g. `Mapped[int | None]`. */
  readonly type: string | null
  readonly scope: Scope
}

export function isColumn(call: PythonCall | null): call is PythonCall {
  return call !== null && /^(?:Column|mapped_column)$/.test(lastName(call.name))
}

/** Null where its name cannot be read. */
export function readColumn({ call, name, type, scope }: ColumnGiven): ReadColumn | null {
  const [first] = call.args
  const written = foldText(call.named.get('name') ?? (isText(first) ? first : undefined), scope)?.text
  const column = written ?? name
  if (column === null || column.includes('{}')) return null
  const rest = written !== undefined && isText(first) ? call.args.slice(1) : call.args
  const key = rest.map(callOf).find((one) => one !== null && lastName(one.name) === 'ForeignKey')
  const isPrimary = isTrue(call, 'primary_key')
  const kind = typeOf(rest, { call, type })
  return {
    column: {
      name: column,
      type: kind,
      isNullable: nullability(call, { type, isPrimary }),
      hasDefault:
        hasDefault(call, rest) || (isPrimary && /int|serial|identity/i.test(kind) && key === undefined),
    },
    target: key === undefined || key === null ? null : targetOf(key, scope),
    isPrimary,
    isUnique: isTrue(call, 'unique'),
    isIndexed: isTrue(call, 'index'),
  }
}

/** Table of `ForeignKey("wards.id")`, with its schema; empty where it is not written out. */
function targetOf(key: PythonCall, scope: Scope): string {
  const text = foldText(key.args[0] ?? key.named.get('column'), scope)?.text ?? ''
  return text.includes('{}') ? '' : text.replace(/\.[^.]*$/, '')
}

function isText(node: SgNode | undefined): node is SgNode {
  return node !== undefined && ['string', 'concatenated_string'].includes(String(node.kind()))
}

function isTrue(call: PythonCall, name: string): boolean {
  return call.named.get(name)?.text() === 'True'
}

const NO_TYPES = /^(?:ForeignKey|Identity|Sequence|Computed|CheckConstraint|FetchedValue)$/

function typeOf(args: readonly SgNode[], { call, type }: { call: PythonCall; type: string | null }): string {
  const given =
    call.named.get('type_') ?? args.find((node) => !NO_TYPES.test(lastName(callOf(node)?.name ?? '')))
  if (given !== undefined) return asWritten(given).replace(/^(?:sa|sqlalchemy|db)\./, '')
  return type === null ? '' : innerType(type)
}

/** Without `Mapped[]`, `Optional[]` and `| None`. */
export function innerType(type: string): string {
  const inner = type
    .replace(/^(?:\w+\.)*Mapped\[(.*)\]$/s, '$1')
    .replace(/^(?:\w+\.)*Optional\[(.*)\]$/s, '$1')
  return inner.replaceAll(/\s*\|\s*None|None\s*\|\s*/g, '').replaceAll(/^["']|["']$/g, '')
}

export function isOptional(type: string): boolean {
  return /\bOptional\[|\|\s*None\b|\bNone\s*\|/.test(type)
}

/** An explicit word counts first; a plain column takes nulls, a mapped one what its type says. */
function nullability(
  call: PythonCall,
  { type, isPrimary }: { type: string | null; isPrimary: boolean },
): boolean {
  const given = call.named.get('nullable')?.text()
  if (given !== undefined) return given === 'True'
  if (isPrimary) return false
  return type !== null && /Mapped\[/.test(type) ? isOptional(type) : true
}

const DEFAULTS = ['server_default', 'default', 'default_factory', 'insert_default', 'autoincrement'] as const

function hasDefault(call: PythonCall, args: readonly SgNode[]): boolean {
  const isGiven = DEFAULTS.some(
    (name) => !['None', 'False', undefined].includes(call.named.get(name)?.text()),
  )
  return (
    isGiven ||
    args.some((node) => /^(?:Identity|Sequence|Computed)$/.test(lastName(callOf(node)?.name ?? '')))
  )
}
