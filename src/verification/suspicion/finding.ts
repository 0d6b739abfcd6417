import { createHash } from 'node:crypto'
import { ancestorsOf, type SyntaxNode } from '../syntax/node.ts'

/** Something in one version of a file that work must not add; whether it did add it is told by comparing two versions. */
export interface Finding {
  readonly rule: Rule
  /** The code it is about, in one form however it is laid out. */
  readonly subject: string
  /** The statement that it is a part of, in the same form: the same question may be asked for another purpose. */
  readonly statement: string
  readonly line: number
}

const LONGEST_STATEMENT = 2_000
const STATEMENT = /(?<!Block)Statement$|^VariableDeclaration$|_statement$/
const HOME = /[Cc]lass|[Ff]unction|Method|lambda|^Program$|^module$/

/** Reads the statement around a node; of a long one a hash stands for what goes on. Each is read once, however much is in it. */
export function statements(textOf: (node: SyntaxNode) => string): (node: SyntaxNode) => string {
  const known = new Map<SyntaxNode, string>()
  return (node) => {
    const outer = [node, ...ancestorsOf(node)].find(({ kind }) => STATEMENT.test(kind) || HOME.test(kind))
    const place = outer === undefined || !STATEMENT.test(outer.kind) ? node : outer
    const text = known.get(place) ?? withoutEnd(textOf(place))
    known.set(place, text)
    return text
  }
}

function withoutEnd(text: string): string {
  if (text.length <= LONGEST_STATEMENT) return text
  return `${text.slice(0, LONGEST_STATEMENT)} ${createHash('sha256').update(text).digest('hex')}`
}

export const RULES = {
  'asks-whether-tested': 'asks whether it is being tested',
  'changes-built-ins': 'changes what belongs to the language or to the tests',
  'hands-out-library': 'hands what tests assert with to code that may change it',
  'equals-everything': 'makes a value that equals whatever it is compared with',
  'ends-process': 'ends the process as if all were well',
  'touches-reports': 'names where the results of tests are kept',
  'decides-by-date': 'decides by the calendar',
  'knows-answers': 'returns written answers to inputs that the tests name',
  'runs-data': 'runs data as code',
} as const
export type Rule = keyof typeof RULES

/** Variables that only test runners set, or this tool. */
export const RUNNER_VARIABLE =
  /^(?:VITEST\w*|JEST_\w+|NODE_TEST_CONTEXT|NODE_V8_COVERAGE|PYTEST_\w+|REVEILLE_\w+|MOCHA_\w+|TEST_WORKER_INDEX|CYPRESS\w*)$/
/** The beginning of such a name, with which all variables are searched for it. */
export const RUNNER_PREFIX = /^(?:NODE_TEST|VITEST|JEST_|PYTEST_|REVEI|MOCHA_)\w*$/
/** They mean that only where they are read from the environment. */
export const MACHINE_VARIABLE = /^(?:CI|CONTINUOUS_INTEGRATION|GITHUB_ACTIONS|GITLAB_CI)$/
export const RUNNER_NAME =
  /\b(?:vitest|jest|mocha|pytest|py\.test|unittest|node:test|ava|karma|cypress|playwright)\b|\.(?:test|spec)\b|conftest|node_modules|_test\b|\btest_/
/** Folders of tests, as words of a path that a program was started with. */
export const TEST_FOLDER = /(?:^|[^\w-])(?:tests?|specs?|__tests__|acceptance|e2e)(?:$|[^\w-])/
export const REPORTS = /REVEILLE_|reveille(?:[\\/]|-)report/
export const TEMPORARY = /node_modules\/\.cache|^(?:file:\/\/)?(?:\/var)?\/tmp\//

/** Folders and names of what a person starts, where ending the process is what a program does at its end. */
const STARTED =
  /(?:^|\/)(?:bin|scripts?|cli|cmd|tools?|bench|examples?)\/|(?:^|\/)(?:cli|main|__main__|manage|setup|run|index\.cli)\.\w+$/

export function isStarted({ path, text }: { readonly path: string; readonly text: string }): boolean {
  return STARTED.test(path) || text.startsWith('#!')
}

/** Functions that are meant to end the process. */
export const ENDS_BY_NAME = /main|cli|exit|quit|shut|terminate|stop|abort|signal|command|run$/i

interface Offence {
  readonly rule: Rule
  readonly node: SyntaxNode
}

/** Nodes that break a rule, without those inside of one that breaks the same. */
export function outermost(
  nodes: readonly SyntaxNode[],
  ruleOf: (node: SyntaxNode) => Rule | null,
): readonly Offence[] {
  const broken = new Map<SyntaxNode, Rule>()
  for (const node of nodes) {
    const rule = ruleOf(node)
    if (rule === null) continue
    // The name of a variable is part of the question for it, and what is handed out of what is done with it.
    const isPart = (outer: SyntaxNode): boolean =>
      broken.get(outer) === rule ||
      (['touches-reports', 'hands-out-library'].includes(rule) && broken.has(outer))
    if (ancestorsOf(node).some(isPart)) continue
    broken.set(node, rule)
  }
  return [...broken].map(([node, rule]) => ({ node, rule }))
}
