import { resolve } from 'node:path'
import { compose } from '../compose.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { CliCommand, Typed } from './command.ts'
import { dataEnvelope } from './envelope.ts'
import { worstExit, type ExitCode } from './exit-codes.ts'
import { listenForInterrupts, type Interrupts } from './interrupt.ts'
import type { Printer } from './print.ts'
import { listening } from '../operations/onlooker.ts'
import type { openTeller } from './progress/open.ts'
import type { Teller } from './progress/teller.ts'
import type { World } from './world.ts'

export interface Execution {
  readonly cli: CliCommand
  readonly typed: Typed
  readonly globals: Readonly<Record<string, unknown>>
  readonly world: World
  readonly printer: Printer
}

/** Runs a command in a composed world, prints its data and returns the exit code. */
export async function execute(execution: Execution): Promise<ExitCode> {
  const { cli, globals, world, printer } = execution
  const { progress, ...options } = execution.typed.options
  const typed = cli.progress === null ? execution.typed : { ...execution.typed, options }
  const teller = await tellerFor({ cli, asked: progress, world, printer })
  const interrupts = cli.resume === null ? null : listen(cli, world, teller)
  const warnings: string[] = []
  const repo = globals['repo']
  try {
    await using context = compose({
      folder: typeof repo === 'string' ? resolve(world.cwd, repo) : world.cwd,
      variables: world.variables,
      narrate: (text) => teller.narrate(text),
      onlooker: teller.onlooker,
      warn: (text) => {
        warnings.push(text)
        if (!printer.isJson) teller.notice(`${printer.narrationStyle.warn('warning')}: ${text}`)
      },
      confirm: world.isInteractive && !printer.isJson ? (question) => ask(question, world) : null,
      ...(interrupts === null ? {} : { drain: drainOf(cli, interrupts, world), stop: interrupts.stop }),
    })
    const outcome = await cli.execute(context, typed)
    teller.close()
    const { spell = String } = teller
    const text = (): string => spell(outcome.text(printer.style))
    printer.data(printer.isJson ? JSON.stringify(dataEnvelope(outcome.data, warnings)) : text())
    return interrupts?.drain.aborted === true ? interrupted(cli, outcome.exit, printer) : outcome.exit
  } catch (error) {
    teller.close()
    if (interrupts === null || !isReveilleError(error, 'interrupted')) throw error
    if (!printer.isJson) printer.narrate(error.message)
    const exit = interrupted(cli, 130, printer)
    if (printer.isJson) throw error
    return exit
  } finally {
    interrupts?.dispose()
  }
}

async function tellerFor(params: Parameters<typeof openTeller>[0]): Promise<Teller> {
  const { cli, printer } = params
  if (cli.progress !== null) return (await import('./progress/open.ts')).openTeller(params)
  const narrate = (text: string): void => printer.narrate(text)
  return { narrate, notice: narrate, onlooker: listening(narrate), close: () => undefined }
}

/** What only tells is over when nobody reads it. */
function drainOf({ progress }: CliCommand, { drain }: Interrupts, { readerGone }: World): AbortSignal {
  return progress === 'stdout' ? AbortSignal.any([drain, readerGone]) : drain
}

function listen({ resume, stopping }: CliCommand, world: World, teller: Teller): Interrupts {
  return listenForInterrupts({
    process: world.signals,
    narrate: (text) => teller.notice(text),
    resume: resume ?? '',
    ...(stopping === null ? {} : { stopping }),
  })
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
