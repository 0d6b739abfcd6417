import { normalText } from '../integrity/normal-text.ts'
import { everyNode, type SyntaxNode } from '../syntax/node.ts'
import { isStarted, outermost, statements, type Finding, type Rule } from './finding.ts'
import { changesBuiltIns, equalsEverything } from './script-built-ins.ts'
import { decidesByDate, endsProcess, runsData, timesOf } from './script-ends.ts'
import { handsOutLibrary, librariesIn } from './script-libraries.ts'
import { namesOf } from './script-names.ts'
import { testedRule } from './script-tested.ts'

export function scriptFindings(path: string, root: SyntaxNode, isProgram = false): readonly Finding[] {
  const nodes = everyNode(root)
  const names = namesOf(nodes)
  const libraries = librariesIn(nodes, names)
  const times = timesOf(nodes)
  const started = isProgram || isStarted({ path, text: root.text })
  const ruleOf = (node: SyntaxNode): Rule | null => {
    const tested = testedRule(node, names)
    if (tested !== null) return tested
    if (changesBuiltIns(node, names)) return 'changes-built-ins'
    if (handsOutLibrary(node, { names, libraries })) return 'hands-out-library'
    if (equalsEverything(node)) return 'equals-everything'
    if (!started && endsProcess(node, names)) return 'ends-process'
    if (decidesByDate(node, times)) return 'decides-by-date'
    return runsData(node, names) ? 'runs-data' : null
  }
  const statementOf = statements((node) => normalText(node.text))
  return outermost(nodes, ruleOf).map(({ rule, node }) => ({
    rule,
    subject: normalText(node.text),
    statement: statementOf(node),
    line: node.line,
  }))
}
