import { resolve } from 'node:path'
import { compose } from '../compose.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { CliCommand, Typed } from './command.ts'
import { dataEnvelope } from './envelope.ts'
import { worstExit, type ExitCode } from './exit-codes.ts'
import { listenForInterrupts, type Interrupts } from './interrupt.ts'
import type { Printer } from './print.ts'
import type { World } from './world.ts'

export interface Execution {
  readonly cli: CliCommand
  readonly typed: Typed
  readonly globals: Readonly<Record<string, unknown>>
  readonly world: World
  readonly printer: Printer
}

/** Runs a command in a composed world, prints its data and returns the exit code. */
export async function execute({ cli, typed, globals, world, printer }: Execution): Promise<ExitCode> {
  const interrupts = cli.resume === null ? null : listen(cli.resume, world, printer)
  const warnings: string[] = []
  const repo = globals['repo']
  await using context = compose({
    folder: typeof repo === 'string' ? resolve(world.cwd, repo) : world.cwd,
    variables: world.variables,
    narrate: (text) => printer.narrate(text),
    warn: (text) => {
      warnings.push(text)
      if (!printer.isJson) printer.narrate(`${printer.narrationStyle.warn('warning')}: ${text}`)
    },
    confirm: world.isInteractive && !printer.isJson ? (question) => ask(question, world) : null,
    ...(interrupts === null ? {} : { drain: interrupts.drain, stop: interrupts.stop }),
  })
  try {
    const outcome = await cli.execute(context, typed)
    printer.data(
      printer.isJson ? JSON.stringify(dataEnvelope(outcome.data, warnings)) : outcome.text(printer.style),
    )
    return interrupts?.drain.aborted === true ? interrupted(cli, outcome.exit, printer) : outcome.exit
  } catch (error) {
    if (interrupts === null || !isReveilleError(error, 'interrupted')) throw error
    if (!printer.isJson) printer.narrate(error.message)
    const exit = interrupted(cli, 130, printer)
    if (printer.isJson) throw error
    return exit
  } finally {
    interrupts?.dispose()
  }
}

function listen(resume: string, world: World, printer: Printer): Interrupts {
  return listenForInterrupts({ process: world.signals, narrate: (text) => printer.narrate(text), resume })
}

/** The last line of an interrupted command is the one that continues it. */
function interrupted(cli: CliCommand, exit: ExitCode, printer: Printer): ExitCode {
  printer.narrate(`Interrupted. Continue with: ${cli.resume ?? ''}`)
  return worstExit([130, exit])
}

async function ask(question: string, world: World): Promise<boolean> {
  const { askYesNo } = await import('./prompt.ts')
  return askYesNo(question, world.stderr)
}
