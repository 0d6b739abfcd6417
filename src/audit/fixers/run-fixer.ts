import { isReveilleError } from '../../domain/errors.ts'
import { printable } from '../../domain/printable.ts'
import { ALLOWANCES, type Allowance } from '../../domain/task.ts'
import { scopeMatcher } from '../../spec/scope.ts'
import { runCommand } from '../../support/process.ts'
import { applyEdits } from './apply.ts'
import type { Fixer, FixerOrder, Refusal } from './fixer.ts'
import { readTree } from './tree.ts'

/** What a fixer ends with that declines; 0 is finished, anything else has gone wrong. */
export const REFUSED_EXIT = 20
const FAILED_EXIT = 3

/** Begins the words of a refusal, which are the last that are said. */
export const REFUSED_SIGN = 'Refused: '

const SHOWN_BLOCKERS = 40
const LONGEST_SEEN = 3_900
const ASKING_MS = 60_000

export interface FixerRun {
  readonly fixers: Readonly<Record<string, () => Promise<Fixer>>>
  /** Name, parameters and limits of the task, as the agent wrote them. */
  readonly order: string
  readonly root: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly say: (line: string) => void
}

/** Plans, then does it or declines, and says what it did. Resolves with the exit code. */
export async function runFixer({ fixers, order, root, variables, say }: FixerRun): Promise<number> {
  try {
    const { name, write, allow, parameters } = readOrder(order)
    const load = Object.hasOwn(fixers, name) ? fixers[name] : undefined
    if (load === undefined) throw new TypeError(`there is no fixer ${name}`)
    const asked: FixerOrder = { parameters, allow, mayWrite: scopeMatcher({ write }) }
    const plan = (await load()).plan(readTree(root), asked)
    if (plan.kind === 'refusal') return await refuse(plan.refusal, { variables, say })
    applyEdits(root, plan.edits)
    for (const sentence of plan.sentences) say(printable(sentence))
    return 0
  } catch (error) {
    // A bug shows where it is; what was to be expected is a sentence.
    say(isReveilleError(error) ? error.message : error instanceof Error ? (error.stack ?? '') : String(error))
    return FAILED_EXIT
  }
}

interface Order {
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  readonly write: readonly string[]
  readonly allow: readonly Allowance[]
}

/** Our own agent writes it, from a task that was checked. */
function readOrder(text: string): Order {
  const { name, parameters, write, allow } = JSON.parse(text) as Order
  return {
    name,
    write,
    allow: ALLOWANCES.filter((one) => allow.includes(one)),
    parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)])),
  }
}

/** Asks a person through the run's socket; where nobody listens the exit code and the words remain. */
async function refuse(
  refusal: Refusal,
  { variables, say }: Pick<FixerRun, 'variables' | 'say'>,
): Promise<number> {
  const { reason, blockers, tried, question, options } = refusal
  const lines = blockers.slice(0, SHOWN_BLOCKERS).map((line) => `- ${printable(line)}`)
  const more = blockers.length - lines.length
  if (more > 0) lines.push(`- and ${more} more`)
  const asked = await ask(refusal, { seen: [reason, ...lines].join('\n'), variables })
  say(asked)
  say(`${REFUSED_SIGN}${printable(reason)}`)
  for (const line of lines) say(line)
  say(printable(tried))
  say(question)
  for (const [key, text] of Object.entries(options)) say(`- ${key}: ${printable(text)}`)
  return REFUSED_EXIT
}

/** Resolves with what became of the question. */
async function ask(
  { tried, question, options }: Refusal,
  { seen, variables }: Pick<FixerRun, 'variables'> & { readonly seen: string },
): Promise<string> {
  const { REVEILLE: command, REVEILLE_SOCKET: socket = '', PATH = '', HOME = '' } = variables
  if (command === undefined) return 'Nobody can be asked: this is no run of Reveille.'
  const result = await runCommand({
    argv: [
      command,
      'blocker',
      ...['--wait', '30', '--seen', seen.slice(0, LONGEST_SEEN), '--tried', tried, '--question', question],
      ...Object.entries(options).flatMap(([key, text]) => ['--option', `${key}=${text}`]),
    ],
    variables: { REVEILLE_SOCKET: socket, PATH, HOME },
    cwd: '/',
    timeoutMs: ASKING_MS,
    maxOutputBytes: 64 * 1024,
  })
  const said = Buffer.concat([result.stdout, result.stderr]).toString().trim()
  return result.exitCode === 0 ? `A person was asked. ${said}` : `Nobody was asked. ${said}`
}
