import type { Judgement, Objection } from '../../domain/judgement.ts'
import { shortened } from '../../domain/shortened.ts'
import type { FileChange } from '../file-change.ts'
import { normalText } from '../integrity/normal-text.ts'
import { objection } from '../objection.ts'
import { isTestPath, pathKind } from '../protected/kinds.ts'
import type { SyntaxNode } from '../syntax/node.ts'
import { isPython, parsePython, plainText } from '../syntax/python.ts'
import { parseScript } from '../syntax/script.ts'
import { isScript } from '../syntax/script-program.ts'
import { answersIn, known } from './answers.ts'
import { RULES, statements, type Finding } from './finding.ts'
import { pythonFindings } from './python-findings.ts'
import { scriptFindings } from './script-findings.ts'

const LONGEST_CODE = 200
/** One branch may be a special case of the matter itself. */
const FEWEST_ANSWERS = 2

/**
 * What work adds to source files (JavaScript, TypeScript, Python; neither tests nor configuration, which others judge) that only
 * serves to look right: code that asks whether it is tested, bends what it is measured with, leaves before it is asked, and the
 * like. Only what is new is held against it: what stood anywhere in the changed files before may stand there, or move. `tests` are
 * texts of tests that the work did not change; those that it did change are among the changes.
 */
export function suspicionsOf(changes: readonly FileChange[], tests: readonly string[] = []): Judgement {
  const texts = testTexts(changes, tests)
  const sources = changes.filter(({ path }) => isSource(path))
  return judgeFindings(
    sources.map(({ path, before, after }) => ({
      path,
      before: findingsIn(path, before, { tests: texts }),
      after: findingsIn(path, after, { tests: texts }),
    })),
  )
}

/** What one file had and has: small, so that many files are judged without holding their trees. */
export interface FileFindings {
  readonly path: string
  readonly before: readonly Finding[]
  readonly after: readonly Finding[]
}

export function testTexts(changes: readonly FileChange[], tests: readonly string[]): readonly string[] {
  return [...tests, ...changes.flatMap(({ path, after }) => (isTestPath(path) ? [after ?? ''] : []))]
}

/** Whether it is judged here. */
export function isSource(path: string): boolean {
  return (isScript(path) || isPython(path)) && pathKind(path) === null
}

export function judgeFindings(files: readonly FileFindings[]): Judgement {
  const had = new Map<string, number>()
  for (const finding of files.flatMap(({ before }) => before))
    had.set(keyOf(finding), (had.get(keyOf(finding)) ?? 0) + 1)
  const objections = files.flatMap(({ path, before, after }): readonly Objection[] => {
    const endedBefore = before.some(({ rule }) => rule === 'ends-process')
    const added = after
      .filter((finding) => !takeOne(had, keyOf(finding)))
      .filter(({ rule }) => rule !== 'ends-process' || !endedBefore)
    return [...Map.groupBy(added, whole).values()].flatMap((alike) =>
      alike.slice(0, 1).map((finding) => objectionTo(path, finding, alike.length)),
    )
  })
  return { judge: 'suspicion', objections, detail: detailOf(objections, files.length) }
}

function keyOf({ rule, subject }: Finding): string {
  return JSON.stringify([rule, subject])
}

function whole({ rule, subject, statement }: Finding): string {
  return JSON.stringify([rule, subject, statement])
}

function takeOne(left: Map<string, number>, key: string): boolean {
  const count = left.get(key) ?? 0
  if (count > 0) left.set(key, count - 1)
  return count > 0
}

/** Empty for what does not exist or cannot be read. `isProgram`: people start it, whatever it is called. */
export function findingsIn(
  path: string,
  text: string | null,
  { tests, isProgram = false }: { readonly tests: readonly string[]; readonly isProgram?: boolean },
): readonly Finding[] {
  if (text === null) return []
  if (isPython(path)) {
    const root = parsePython(text)
    return root === null ? [] : [...pythonFindings(path, root), ...answerFindings(root, tests, plainText)]
  }
  const root = parseScript(path, text)
  if (root === null) return []
  return [
    ...scriptFindings(path, root, isProgram),
    ...answerFindings(root, tests, (node) => normalText(node.text)),
  ]
}

function answerFindings(
  root: SyntaxNode,
  tests: readonly string[],
  textOf: (node: SyntaxNode) => string,
): readonly Finding[] {
  if (tests.length === 0) return []
  const statementOf = statements(textOf)
  const byHome = Map.groupBy(known(answersIn(root), tests), ({ home }) => home)
  return [...byHome.values()]
    .filter((answers) => answers.length >= FEWEST_ANSWERS)
    .flat()
    .map(({ node, input, output }) => ({
      rule: 'knows-answers' as const,
      subject: `${textOf(node.children.find(({ role }) => role === 'test') ?? node.children[1] ?? node)}: ${input}, ${output}`,
      statement: statementOf(node),
      line: node.line,
    }))
}

/** `times` is how often the work adds the very same to the file: who lets one pass has not let two pass. */
function objectionTo(path: string, finding: Finding, times: number): Objection {
  const { rule, subject, statement, line } = finding
  const inWhat = statement === subject ? '' : ` in ${shortened(statement, LONGEST_CODE)}`
  const often = times === 1 ? '' : ` (${times} times)`
  const text = `It ${RULES[rule]}: ${shortened(subject, LONGEST_CODE)}${inWhat}${often}`
  return objection({ judge: 'suspicion', rule, path, line, subject, text, matter: [statement, `${times}`] })
}

function detailOf(objections: readonly Objection[], files: number): string {
  const looked = `${files} changed source ${files === 1 ? 'file was' : 'files were'} looked at`
  const [first] = objections
  if (first === undefined) return `${looked}; nothing in them is suspicious.`
  const more = objections.length > 1 ? ` (and ${objections.length - 1} more)` : ''
  return `${looked}; ${first.path}:${first.line}: ${first.text}${more}.`
}
