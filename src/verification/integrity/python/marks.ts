/** What decorators and marks say of a test: skipped, expected to fail, run again, run with many values. */
import { everyNode, type SyntaxNode } from '../../syntax/node.ts'
import {
  callOf,
  dottedName,
  lastName,
  plainText,
  stringValue,
  unwrapped,
  type PythonCall,
} from '../../syntax/python.ts'
import type { Skip } from '../test-file.ts'
import { skipWhen, strictest, type Condition } from '../typescript/conditions.ts'
import { constantOf, itemsOf, truthOfConstant } from './constant.ts'

export interface Marks {
  readonly skip: Skip | null
  readonly retries: number
  /** As in TestCase. */
  readonly cases: number | null
}

export const NO_MARKS: Marks = { skip: null, retries: 0, cases: 1 }

/** `nodes` are the expressions behind `@`, or the values of `pytestmark`. */
export function marksOf(nodes: readonly SyntaxNode[]): Marks {
  return nodes.map(markOf).reduce(bothMarks, NO_MARKS)
}

export function bothMarks(one: Marks, other: Marks): Marks {
  return {
    skip: strictest([one.skip, other.skip]),
    retries: Math.max(one.retries, other.retries),
    cases: one.cases === null || other.cases === null ? null : one.cases * other.cases,
  }
}

export function decoratorsOf(definition: SyntaxNode): readonly SyntaxNode[] {
  const outer = definition.parent?.kind === 'decorated_definition' ? definition.parent : null
  return (outer?.children ?? []).flatMap(({ kind, children: [, expression] }) =>
    kind === 'decorator' && expression !== undefined ? [expression] : [],
  )
}

/** `pytestmark = pytest.mark.skip`, or a list of such, in a block. */
export function ownMarks(block: SyntaxNode): Marks {
  const values = block.children.flatMap(({ children: [assignment] }) => {
    const [name, , value] = assignment?.kind === 'assignment' ? assignment.children : []
    if (name?.text !== 'pytestmark' || value === undefined) return []
    return ['list', 'tuple'].includes(value.kind) ? itemsOf(value) : [value]
  })
  return marksOf(values)
}

function markOf(node: SyntaxNode): Marks {
  const call = callOf(node)
  const name = lastName(call === null ? dottedName(node) : call.name)
  const asked = call ?? { name, args: [], named: new Map() }
  switch (name) {
    case 'skip':
      return { ...NO_MARKS, skip: { kind: 'skip', when: null, reason: reasonOf(asked, 0) } }
    case 'skipif':
    case 'skipIf':
      return { ...NO_MARKS, skip: conditional('skip', asked) }
    case 'skipUnless':
      return { ...NO_MARKS, skip: conditional('skip', asked, true) }
    case 'xfail':
      return { ...NO_MARKS, skip: conditional('expected-failure', asked) }
    case 'expectedFailure':
      return { ...NO_MARKS, skip: { kind: 'expected-failure', when: null, reason: null } }
    case 'flaky':
    case 'rerun':
    case 'retry':
      return { ...NO_MARKS, retries: retriesOf(asked) }
    default:
      return { ...NO_MARKS, cases: casesOf(asked, name) }
  }
}

/** The first text that is given as a reason, from that argument on. */
export function reasonOf({ args, named }: PythonCall, from: number): string | null {
  const said = [named.get('reason'), named.get('msg'), ...args.slice(from)]
  return said.map(stringValue).find((text) => text !== null) ?? null
}

function conditional(kind: Skip['kind'], call: PythonCall, isTurnedRound = false): Skip | null {
  const given = call.named.get('condition') ?? call.args[0]
  const isReason = kind === 'expected-failure' && given === undefined
  const condition: Condition =
    isReason || given === undefined ? { when: null } : pythonCondition(given, isTurnedRound)
  return skipWhen(condition, kind, reasonOf(call, 1))
}

/** pytest evaluates a condition that is given as text. */
export function pythonCondition(node: SyntaxNode, isTurnedRound = false): Condition {
  const text = stringValue(node)
  if (text !== null)
    return /^(?:False|0)$/.test(text.trim()) ? 'never' : { when: text === 'True' ? null : text }
  const truth = truthOfConstant(unwrapped(node))
  if (truth !== null) return truth === isTurnedRound ? 'never' : { when: null }
  return { when: isTurnedRound ? `!(${plainText(node)})` : plainText(node) }
}

/** One more try where no number is written. */
function retriesOf({ args, named }: PythonCall): number {
  const runs = named.get('max_runs') ?? named.get('tries') ?? named.get('attempts')
  const again = named.get('reruns') ?? args[0]
  const value = constantOf(runs ?? again ?? NOTHING)?.value
  if (typeof value !== 'number') return 1
  return Math.max(0, runs === undefined ? value : value - 1)
}

const NOTHING: SyntaxNode = {
  ...{ kind: '', role: '', word: '', text: '', start: 0, end: 0, line: 0 },
  ...{ parent: null, children: [] },
}

function casesOf({ args, named }: PythonCall, name: string): number | null {
  if (name === 'parametrize') return countOf(named.get('argvalues') ?? args[1])
  if (name === 'expand') return countOf(args[0])
  return name === 'data' ? args.length : 1
}

/** How many things a written list holds; null for anything else. */
export function countOf(node: SyntaxNode | undefined): number | null {
  if (node === undefined || !['list', 'tuple', 'set'].includes(node.kind)) return null
  const items = itemsOf(node)
  if (items.some(({ kind }) => kind.includes('splat'))) return null
  return items.filter((item) => !isSwitchedOff(item)).length
}

/** `pytest.param(1, marks=pytest.mark.skip)` is no case. */
function isSwitchedOff(item: SyntaxNode): boolean {
  const marks = callOf(item)?.named.get('marks')
  return marks !== undefined && everyNode(marks).some(({ text }) => ['skip', 'xfail'].includes(text))
}
