import type { Judgement, Objection } from '../../domain/judgement.ts'
import type { FileChange } from '../file-change.ts'
import { normalText } from '../integrity/normal-text.ts'
import { objection } from '../objection.ts'
import { isTestPath, pathKind } from '../protected/kinds.ts'
import type { SyntaxNode } from '../syntax/node.ts'
import { isPython, parsePython, plainText } from '../syntax/python.ts'
import { isReadable } from '../syntax/readable.ts'
import { isScript, parseScript } from '../syntax/script.ts'
import { answersIn, known } from './answers.ts'
import { RULES, type Finding } from './finding.ts'
import { pythonFindings } from './python-findings.ts'
import { scriptFindings } from './script-findings.ts'

const LONGEST_SUBJECT = 200
/** One branch may be a special case of the matter itself. */
const FEWEST_ANSWERS = 2

/**
 * What work adds to source files (JavaScript, TypeScript, Python; neither tests nor configuration, which others judge) that only
 * serves to look right: code that asks whether it is tested, bends what it is measured with, leaves before it is asked, and the
 * like. Only what is new is held against it: what stood anywhere in the changed files before may stand there, or move. `tests` are
 * texts of tests that the work did not change; those that it did change are among the changes.
 */
export function suspicionsOf(changes: readonly FileChange[], tests: readonly string[] = []): Judgement {
  const files = changes.filter(({ path }) => (isScript(path) || isPython(path)) && pathKind(path) === null)
  const texts = [...tests, ...changes.flatMap(({ path, after }) => (isTestPath(path) ? [after ?? ''] : []))]
  const had = new Map<string, number>()
  for (const { path, before } of files)
    for (const finding of findingsIn(path, before, texts))
      had.set(keyOf(finding), (had.get(keyOf(finding)) ?? 0) + 1)
  const objections = files.flatMap(({ path, before, after }) => {
    const endedBefore = findingsIn(path, before, texts).some(({ rule }) => rule === 'ends-process')
    return findingsIn(path, after, texts)
      .filter((finding) => !takeOne(had, keyOf(finding)))
      .filter(({ rule }) => rule !== 'ends-process' || !endedBefore)
      .map((finding) => objectionTo(path, finding))
  })
  const found = distinct(objections)
  return { judge: 'suspicion', objections: found, detail: detailOf(found, files.length) }
}

function keyOf({ rule, subject }: Finding): string {
  return JSON.stringify([rule, subject])
}

function takeOne(left: Map<string, number>, key: string): boolean {
  const count = left.get(key) ?? 0
  if (count > 0) left.set(key, count - 1)
  return count > 0
}

/** Of objections that nothing tells apart, the first. */
function distinct(objections: readonly Objection[]): readonly Objection[] {
  return [...new Map(objections.toReversed().map((one) => [one.fingerprint, one])).values()].toReversed()
}

function findingsIn(path: string, text: string | null, tests: readonly string[]): readonly Finding[] {
  if (text === null) return []
  if (isPython(path)) {
    const root = parsePython(text)
    return root === null ? [] : [...pythonFindings(path, root), ...answerFindings(root, tests, plainText)]
  }
  if (!isReadable(text)) return [{ rule: 'unreadable', subject: path, line: 1 }]
  const root = parseScript(path, text)
  if (root === null) return []
  return [...scriptFindings(path, root), ...answerFindings(root, tests, (node) => normalText(node.text))]
}

function answerFindings(
  root: SyntaxNode,
  tests: readonly string[],
  textOf: (node: SyntaxNode) => string,
): readonly Finding[] {
  if (tests.length === 0) return []
  const byHome = Map.groupBy(known(answersIn(root), tests), ({ home }) => home)
  return [...byHome.values()]
    .filter((answers) => answers.length >= FEWEST_ANSWERS)
    .flat()
    .map(({ node, input, output }) => ({
      rule: 'knows-answers' as const,
      subject: `${textOf(node.children.find(({ role }) => role === 'test') ?? node.children[1] ?? node)}: ${input}, ${output}`,
      line: node.line,
    }))
}

function objectionTo(path: string, { rule, subject, line }: Finding): Objection {
  const said = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT)}…` : subject
  const text = `${path}:${line} ${RULES[rule]}: ${said}`
  return objection({ judge: 'suspicion', rule, path, line, subject, text })
}

function detailOf(objections: readonly Objection[], files: number): string {
  const looked = `${files} changed source ${files === 1 ? 'file was' : 'files were'} looked at`
  const [first] = objections
  if (first === undefined) return `${looked}; nothing in them is suspicious.`
  const more = objections.length > 1 ? ` (and ${objections.length - 1} more)` : ''
  return `${looked}; ${first.text}${more}.`
}
