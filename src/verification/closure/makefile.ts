/** What `make` would run, read tolerantly: simple variables are put in, functions and conditions are not understood. */

export interface MakeCall {
  /** Folder of `-C`, relative to the working directory. */
  readonly folder: string
  /** File of `-f`, null for the usual names. */
  readonly file: string | null
  readonly targets: readonly string[]
}

export const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile']
const VALUED = ['-I', '-o', '-W', '--eval', '--include-dir']
const VARIABLE = /^(?:export\s+|override\s+)?([\w.-]+)\s*(?:::?|\?)?=\s*(.*)$/
const RULE = /^([^\t#:=][^:=]*?)\s*::?(?!=)([^;]*)(?:;(.*))?$/
const INCLUDE = /^[-s]?include\s+(.+)$/
const DEEPEST_VALUE = 5
const LONGEST_LINE = 4_000

export function makeCall(words: readonly string[]): MakeCall {
  const call = { folder: '', file: null as string | null, targets: [] as string[] }
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const [, name = word, glued = ''] =
      /^(-[Cf])(.+)$/.exec(word) ?? /^(--(?:directory|file|makefile))=(.*)$/.exec(word) ?? []
    const value = (): string => (glued === '' ? (words[(at += 1)] ?? '') : glued)
    if (name === '-C' || name === '--directory') call.folder = value()
    else if (name === '-f' || name === '--file' || name === '--makefile') call.file = value()
    else if (VALUED.includes(word)) at += 1
    else if (!word.startsWith('-') && !word.includes('=')) call.targets.push(word)
  }
  return call
}

/** Recipe lines of the targets and of what they need; without targets, of the first rule. */
export function recipesOf(text: string, targets: readonly string[]): readonly string[] {
  const { rules, variables } = readMakefile(text)
  const put = (line: string): string => expand(line, variables)
  const first = [...rules.keys()].find((name) => !name.startsWith('.'))
  const queue = targets.length > 0 ? [...targets] : first === undefined ? [] : [first]
  const seen = new Set<string>()
  const lines: string[] = []
  for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
    if (seen.has(target)) continue
    seen.add(target)
    const rule = rules.get(target) ?? patternRule(rules, target)
    if (rule === undefined) continue
    lines.push(...rule.recipe.map((line) => put(line).replace(/^[\s@+-]+/, '')))
    queue.push(...rule.needs.flatMap((needed) => put(needed).split(/\s+/)).filter((name) => name !== ''))
  }
  return lines
}

/** Names of the files that a Makefile includes. */
export function includesOf(text: string): readonly string[] {
  const { includes, variables } = readMakefile(text)
  return includes.flatMap((line) => expand(line, variables).trim().split(/\s+/))
}

interface Rule {
  readonly recipe: string[]
  readonly needs: string[]
}

function readMakefile(text: string) {
  const rules = new Map<string, Rule>()
  const variables = new Map<string, string>()
  const includes: string[] = []
  let current: readonly Rule[] = []
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const bounded = line.slice(0, LONGEST_LINE)
    const [variable, rule] = [VARIABLE.exec(bounded), RULE.exec(bounded)]
    if (bounded.startsWith('\t')) {
      for (const one of current) one.recipe.push(bounded)
    } else if (variable !== null) {
      variables.set(variable[1] ?? '', variable[2] ?? '')
    } else if (rule !== null) {
      const names = (rule[1] ?? '').split(/\s+/).filter((name) => name !== '')
      current = names.map((name) => ruleOf(rules, name))
      for (const one of current) {
        one.needs.push((rule[2] ?? '').replace('|', ' '))
        if (rule[3] !== undefined) one.recipe.push(rule[3])
      }
    } else {
      const included = INCLUDE.exec(bounded)?.[1]
      if (included !== undefined) includes.push(included)
    }
  }
  return { rules, variables, includes }
}

function ruleOf(rules: Map<string, Rule>, name: string): Rule {
  const rule = rules.get(name) ?? { recipe: [], needs: [] }
  rules.set(name, rule)
  return rule
}

function patternRule(rules: ReadonlyMap<string, Rule>, target: string): Rule | undefined {
  for (const [name, rule] of rules) {
    const [before, after, ...more] = name.split('%')
    if (before === undefined || after === undefined || more.length > 0) continue
    if (target.startsWith(before) && target.endsWith(after)) return rule
  }
  return undefined
}

/** `$$` is the shell's dollar; a variable that is not known stays as it is. */
function expand(line: string, variables: ReadonlyMap<string, string>): string {
  let text = line
  for (let round = 0; round < DEEPEST_VALUE; round += 1) {
    const next = text.replace(
      /(?<!\$)\$[({]([\w.-]+)[)}]/g,
      (whole, name: string) => variables.get(name) ?? whole,
    )
    if (next === text || next.length > LONGEST_LINE) break
    text = next
  }
  return text.replaceAll('$(MAKE)', 'make').replaceAll('$$', '$')
}
