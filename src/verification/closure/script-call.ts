/** Lines that run scripts of a package.json: npm, yarn, pnpm, bun and `node --run`. */
import { programOf } from './wrappers.ts'

export interface ScriptCall {
  /** Names to be looked up; the first is what was asked for. */
  readonly scripts: readonly string[]
  /** What is handed on to the script. */
  readonly handed: readonly string[]
  /** Folder that was named, relative to the working directory. */
  readonly folder: string
  /** Names or folders of workspaces; `all` for every package of the repository, null for the nearest. */
  readonly workspaces: readonly string[] | 'all' | null
  /** The line without manager and options, which is run when there is no such script; null where there is no such thing. */
  readonly tool: readonly string[] | null
}

const INSTALL = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare']
const FOLDER_OPTIONS = ['--prefix', '-C', '--dir', '--cwd']
const WORKSPACE_OPTIONS = ['-w', '--workspace', '--filter', '-F']
const ALL_OPTIONS = ['-ws', '--workspaces', '-r', '--recursive']
const VALUED = ['--loglevel', '--script-shell', '--cache', '--registry', '--reporter']
const RUN_VERBS = ['run', 'run-script', 'rum', 'urn']
const MANAGERS = ['npm', 'yarn', 'pnpm', 'bun']

interface Parsed {
  readonly operands: string[]
  /** Behind `--`. */
  readonly behind: readonly string[]
  folder: string
  workspaces: string[]
  isAll: boolean
}

/** Null where the line runs no script. */
export function scriptCall(words: readonly string[]): ScriptCall | null {
  const program = programOf(words)
  if (program === 'node') return nodeRun(words)
  if (!MANAGERS.includes(program)) return null
  const parsed = parse(words.slice(1), program !== 'npm')
  if (program === 'yarn') takeYarnWorkspace(parsed)
  const [verb = '', ...rest] = parsed.operands
  const where = {
    folder: parsed.folder,
    workspaces: parsed.isAll ? 'all' : orNull(parsed.workspaces),
  } as const
  const call = (scripts: readonly string[], handed: readonly string[]): ScriptCall => {
    return { ...where, scripts, handed: [...handed, ...parsed.behind], tool: null }
  }
  if (RUN_VERBS.includes(verb)) {
    const [script, ...handed] = rest
    if (script === undefined) return null
    return { ...call(withHooks(script), handed), tool: program === 'npm' ? null : [script, ...handed] }
  }
  if (program === 'bun') return null
  if (['test', 't', 'tst'].includes(verb)) return call(withHooks('test'), rest)
  if (['start', 'stop', 'restart'].includes(verb)) return call(withHooks(verb), rest)
  if (['ci', 'install', 'i'].includes(verb) || (program === 'yarn' && verb === '')) return call(INSTALL, [])
  if (program === 'npm' || verb === '') return null
  return { ...call(withHooks(verb), rest), tool: [verb, ...rest, ...parsed.behind] }
}

function nodeRun(words: readonly string[]): ScriptCall | null {
  const at = words.findIndex((word) => word === '--run' || word.startsWith('--run='))
  if (at === -1) return null
  const inline = words[at]?.startsWith('--run=') === true
  const script = inline ? words[at]?.slice('--run='.length) : words[at + 1]
  if (script === undefined) return null
  const handed = words.includes('--') ? words.slice(words.indexOf('--') + 1) : []
  return { scripts: [script], handed, folder: '', workspaces: null, tool: null }
}

/** With `handsOn`, options behind the script's name are the script's. */
function parse(words: readonly string[], handsOn: boolean): Parsed {
  const split = words.indexOf('--')
  const before = split === -1 ? words : words.slice(0, split)
  const behind = split === -1 ? [] : words.slice(split + 1)
  const parsed: Parsed = { operands: [], behind, folder: '', workspaces: [], isAll: false }
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? ''
    const isHandedOn = handsOn && parsed.operands.some((operand) => !RUN_VERBS.includes(operand))
    const [name = '', ...value] = word.split('=')
    const next = (): string => (word.includes('=') ? value.join('=') : (before[(at += 1)] ?? ''))
    if (isHandedOn || !word.startsWith('-')) parsed.operands.push(word)
    else if (FOLDER_OPTIONS.includes(name)) parsed.folder = next()
    else if (WORKSPACE_OPTIONS.includes(name)) parsed.workspaces.push(next())
    else if (ALL_OPTIONS.includes(name)) parsed.isAll = true
    else if (VALUED.includes(name)) next()
  }
  return parsed
}

/** `yarn workspace NAME SCRIPT` and `yarn workspaces [foreach ...] run SCRIPT`. */
function takeYarnWorkspace(parsed: Parsed): void {
  const { operands } = parsed
  if (operands[0] === 'workspace') parsed.workspaces.push(...operands.splice(0, 2).slice(1))
  if (operands[0] !== 'workspaces') return
  parsed.isAll = true
  const run = operands.findIndex((word) => RUN_VERBS.includes(word))
  operands.splice(0, run === -1 ? 1 : run)
}

function withHooks(script: string): readonly string[] {
  return [script, `pre${script}`, `post${script}`]
}

function orNull<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length === 0 ? null : items
}
