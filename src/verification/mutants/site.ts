import { ancestorsOf, type SyntaxNode } from '../syntax/node.ts'

/** One place in which a source can be changed into a fault, and how. */
export interface Site {
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** What is done there: `< became <=`. */
  readonly description: string
  readonly line: number
  /** Where the function begins that it stands in; -1 outside of any. */
  readonly home: number
}

export interface Change {
  readonly replacement: string
  readonly description: string
}

/** Operators that one slip of the hand turns into each other. The boundary first, then the opposite. */
export const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '//': ['*'],
  '%': ['*'],
  '**': ['*'],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  and: ['or'],
  or: ['and'],
  in: ['not in'],
  'not in': ['in'],
  is: ['is not'],
  'is not': ['is'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '++': ['--'],
  '--': ['++'],
}

export function site(
  node: Pick<SyntaxNode, 'start' | 'end' | 'line' | 'parent'>,
  { replacement, description }: Change,
): Site {
  const { start, end, line, parent } = node
  const around = parent === null ? [] : [parent, ...ancestorsOf(parent)]
  const home = around.find(({ kind }) => /[Ff]unction|^lambda$/.test(kind))?.start ?? -1
  return { start, end, replacement, description, line, home }
}

const LONGEST = 60

/** A piece of source on one line, for people. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

/** The next number; null for one that is not written in plain digits. */
export function nextNumber(text: string): string | null {
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(text) && String(Number(text)) === text
    ? String(Number(text) + 1)
    : null
}

/** Faults in what is only said to people say nothing about a test. */
export function isLog(name: string): boolean {
  return /^(?:(?:this|self|cls)\.)?_?(?:console|logger|logging|log|winston|debug|print|warnings)(?:\.\w+)*$/i.test(
    name,
  )
}
