/** Variables that a shell text asks its environment for: those that it assigns itself are its own. */
import { interpolationsOf, type Interpolation } from './interpolation.ts'

/** Of the shell, the system or the runner; nobody has to set them. */
const GIVEN =
  /^(?:PATH|HOME|PWD|OLDPWD|USER|LOGNAME|SHELL|IFS|RANDOM|SECONDS|LINENO|REPLY|OPTARG|OPTIND|HOSTNAME|UID|EUID|PPID|TMPDIR|TERM|LANG|COLUMNS|CI|FUNCNAME|PIPESTATUS|BASH\w*|GITHUB_\w+|RUNNER_\w+|LC_\w+)$/
const LONGEST_WITH_DOCUMENTS = 100_000
const ASSIGNED = /(?:^|[\s;&|(])([A-Za-z_]\w*)\+?=/g
const DECLARED =
  /\b(?:for|read|local|declare|typeset|readonly|getopts\s+\S+|select)\s+((?:-\w+\s+)*[A-Za-z_][\w ]*)/g

/** Each place; `X=${X:-d}` reads X although it assigns it. */
export function shellReads(text: string): readonly Interpolation[] {
  const plain = blanked(text)
  const own = assignments(plain)
  return interpolationsOf(plain.replaceAll('$$', '  ')).filter(({ name, start, hasDefault }) => {
    if (GIVEN.test(name)) return false
    const first = own.get(name)
    if (first === undefined) return true
    return start < first || (hasDefault && new RegExp(`\\b${name}=["']?$`).test(plain.slice(0, start)))
  })
}

/** Simple values that the text gives to its variables. */
export function shellValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const pattern = /(?:^|[\n;&]|\bexport\s)[ \t]*([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"';&|]*))/g
  for (const [, name = '', double, single, plain = ''] of text.matchAll(pattern)) {
    const value = double ?? single ?? plain
    // One that is put together from itself keeps its default: `X=${X:-d}`.
    const own = new RegExp(`^\\$\\{${name}:?[-=]([^{}]*)\\}$`).exec(value)
    values.set(name, own?.[1] ?? value)
  }
  return values
}

function assignments(text: string): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  const add = (name: string, at: number): void => {
    if (!first.has(name) || at < (first.get(name) ?? 0)) first.set(name, at)
  }
  for (const match of text.matchAll(ASSIGNED)) add(match[1] ?? '', match.index)
  for (const match of text.matchAll(DECLARED))
    for (const name of (match[1] ?? '').split(/\s+/)) if (!name.startsWith('-')) add(name, match.index)
  return first
}

/** Comments and single quotes, in which nothing is put in, as blanks: offsets stay. */
function blanked(text: string): string {
  const pattern = /\\[^]|"(?:\\[^]|[^"\\])*"|'[^']*'|(^|[\s;])#[^\n]*/g
  return withPlainDocuments(text).replace(pattern, (whole) =>
    whole.startsWith('"') || whole.startsWith('\\') ? hideEscapes(whole) : whole.replace(/[^\n]/g, ' '),
  )
}

/** Quotes in a here-document mean nothing; one whose mark is quoted is not filled in. */
function withPlainDocuments(text: string): string {
  // One that is never closed is looked for to the end of the text, each time.
  if (text.length > LONGEST_WITH_DOCUMENTS) return text
  const pattern = /(<<-?[ \t]*)(["']?)([A-Za-z_]\w*)\2([^\n]*\n)([^]*?\n)([ \t]*\3[ \t]*(?:\n|$))/g
  return text.replace(pattern, (whole, ...groups: string[]) => {
    const [, quote = '', , , body = '', end = ''] = groups
    const head = whole.slice(0, whole.length - body.length - end.length)
    return head + body.replace(quote === '' ? /["'#]/g : /[^\n]/g, ' ') + end
  })
}

function hideEscapes(text: string): string {
  return text.replace(/\\\$/g, '  ')
}
