import { commandArgv, type Command } from '../../domain/check.ts'
import type { ReportFormat } from '../../domain/test-report.ts'
import { unwrapped } from '../closure/wrappers.ts'
import { closureOf, type CommandClosure } from '../command-closure.ts'
import { append, reachable } from './appended.ts'
import { COPIED_REPORT } from './collect.ts'
import { readableGoTest } from './go-test.ts'
import { carriersOf, instrumented, REPORTERS, reporterArguments } from './instruments.ts'
import { overwritten } from './overwritten.ts'
import { recognise, runnerOf, type RunnerLine } from './recognise.ts'
import type { PlanReport, ReportOrigin, ReportPlan } from './report-plan.ts'

// What a check left of an earlier report is no report; whatever becomes of the copy, the exit code is the command's.
const COPY = `file=$1 copy=$2; shift 2; rm -rf -- "$file"; "$@"; code=$?
if [ -f "$file" ] && [ ! -L "$file" ]; then cp -- "$file" "$copy"; fi; exit "$code"`
// Reporters name files by where the command was started: runners may change to a package of the repository.
const AT_ROOT = 'REVEILLE_ROOT=$(pwd -P) && export REVEILLE_ROOT && exec "$@"'

type Asked = Parameters<PlanReport>[0]

/** See `PlanReport`. A check all of whose runners cannot be made to report is judged by its exit code alone. */
export const planReport: PlanReport = async (asked) => {
  const { command, report } = asked.check
  if (report === 'exit') return unplanned(asked)
  if (report === 'auto') return (await planAuto(asked)) ?? unplanned(asked)
  if (report.file !== null) return planFile(asked, { format: report.format, file: report.file })
  const closure = await closureOf([command], asked.tree)
  return planDeclared(asked, { format: report.format, closure })
}

/** What a check wrote, as people would have seen it without the plan. Never throws. */
export function readableOutput(plan: Pick<ReportPlan, 'reports'>, output: string): string {
  const isGo = plan.reports.some(({ format, from }) => format === 'go-test' && from === 'output')
  return isGo ? readableGoTest(output) : output
}

function unplanned({ check, variables }: Asked): ReportPlan {
  return { formats: [], reports: [], command: check.command, variables, readable: [] }
}

function planFile(
  asked: Asked,
  { format, file }: { readonly format: ReportFormat; readonly file: string },
): ReportPlan {
  const words = [`./${file}`, `${asked.folder}/${COPIED_REPORT}`, ...commandArgv(asked.check.command)]
  return {
    ...unplanned(asked),
    formats: [format],
    reports: [{ format, from: 'file' }],
    command: { argv: ['/bin/sh', '-c', COPY, 'sh', ...words] },
  }
}

async function planAuto(asked: Asked): Promise<ReportPlan | null> {
  const closure = await closureOf([asked.check.command], asked.tree)
  const runners = recognise(closure.lines)
  if (runners.length === 0) return null
  return instrument(asked, { runners, closure })
}

/** The author says what runs: what cannot be told of its reporter is read from the output, or reports nothing. */
async function planDeclared(
  asked: Asked,
  { format, closure }: { readonly format: ReportFormat; readonly closure: CommandClosure },
): Promise<ReportPlan> {
  const recognised = recognise(closure.lines).filter((line) => line.format === format)
  const runners = recognised.length > 0 ? recognised : [{ format, words: [] }]
  const isText = format === 'tap' || format === 'junit'
  const plan = isText ? null : await instrument(asked, { runners, closure })
  if (plan !== null) return plan
  const from = originOf(format)
  return { ...unplanned(asked), formats: [format], reports: [{ format, from }] }
}

interface Found {
  readonly runners: readonly RunnerLine[]
  readonly closure: CommandClosure
}

/** Null where one of the runners cannot be made to report: half a report would pass for a whole one. */
async function instrument(asked: Asked, { runners, closure }: Found): Promise<ReportPlan | null> {
  const formats = [...new Set(runners.map(({ format }) => format))].toSorted()
  const own = await ownArguments(asked, runners)
  const taken = await overwritten(formats.flatMap(carriersOf), {
    command: asked.check.command,
    closure,
    tree: asked.tree,
  })
  let { variables } = asked
  for (const format of formats) {
    if (format === own?.format || format === 'cargo-test') continue
    if (carriersOf(format).length === 0 || carriersOf(format).some((name) => taken.has(name))) return null
    if (format === 'go-test' && !onlyTests(closure)) return null
    const lines = runners.filter((line) => line.format === format)
    const next = instrumented(format, { variables, lines })
    if (next === null) return null
    variables = next
  }
  const reports = formats.map((format) => ({ format, from: originOf(format) }))
  const command = withoutFailFast(own?.command ?? asked.check.command)
  if (reports.every(({ from }) => from === 'output'))
    return { formats, reports, command, variables, readable: [] }
  return {
    formats,
    reports,
    command: { argv: ['/bin/sh', '-c', AT_ROOT, 'sh', ...commandArgv(command)] },
    variables: { ...variables, REVEILLE_REPORTS: asked.folder },
    readable: [REPORTERS],
  }
}

interface OwnArguments {
  readonly format: ReportFormat
  readonly command: Command
}

/** The command with the reporter appended, for the one runner that gets it there; null where none does. */
async function ownArguments(
  { check, tree }: Asked,
  runners: readonly RunnerLine[],
): Promise<OwnArguments | null> {
  const found = await reachable(check.command, tree)
  if (found === null) return null
  const added = reporterArguments(found.format, found.words)
  if (added === null || runners.filter(({ format }) => format === found.format).length !== 1) return null
  const words = added.length === 0 ? [] : [...found.prefix, ...added]
  return { format: found.format, command: append({ command: check.command, words }) }
}

function originOf(format: ReportFormat): ReportOrigin {
  return ['go-test', 'cargo-test', 'tap', 'junit'].includes(format) ? 'output' : 'reporter'
}

/** Other commands of go understand `-json` too, and change what they mean: `go vet` no longer fails, `go list` is unreadable. */
function onlyTests({ lines }: CommandClosure): boolean {
  return lines.every((words) => words[0] !== 'go' || words[1] === 'test')
}

/** cargo does not start the next binary after one with a failure, and then nothing is known of its tests. */
function withoutFailFast(command: Command): Command {
  if (!('argv' in command) || command.argv.includes('--no-fail-fast')) return command
  let words: readonly string[] | null = command.argv
  while (words !== null && runnerOf(words) !== 'cargo-test') words = unwrapped(words)
  if (words === null) return command
  const verb = words.findIndex((word, at) => at > 0 && !/^[-+]/.test(word))
  const at = command.argv.length - words.length + verb + 1
  return { argv: [...command.argv.slice(0, at), '--no-fail-fast', ...command.argv.slice(at)] }
}
