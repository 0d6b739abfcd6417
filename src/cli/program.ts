/** The frame of the command line: words to commands, and what came out to streams and an exit code. */
import { resolve } from 'node:path'
import { Command, CommanderError } from 'commander'
import { isReveilleError, ReveilleError } from '../domain/errors.ts'
import { asciiText, hasColor, hasUnicode, styleFor } from './color.ts'
import { optionsOf, type CliCommand } from './command.ts'
import { COMMANDS, PREFIXES, type CommandEntry } from './commands.ts'
import { dataEnvelope } from './envelope.ts'
import type { ExitCode } from './exit-codes.ts'
import { EVERYWHERE } from './option-shape.ts'
import { createPrinter, type Printer } from './print.ts'
import type { World } from './world.ts'

/** Runs one command line and returns its exit code. Never throws: what went wrong has been told. */
export async function runCommandLine(world: World): Promise<ExitCode> {
  if (world.argv[0] === COMPLETE) {
    await (await import('./completion/complete.ts')).complete(world, world.argv.slice(1))
    return 0
  }
  const printer = printerFor(world)
  const session: Session = { world, printer, exit: 0 }
  try {
    await buildProgram(session).parseAsync([...wordsOf(world, printer)], { from: 'user' })
    return session.exit
  } catch (thrown) {
    if (thrown instanceof CommanderError && isHelp(thrown)) return thrown.code === 'commander.help' ? 2 : 0
    const error = thrown instanceof CommanderError ? usageError(thrown) : thrown
    return tellFailure(world, withHelp(error, world.argv))
  }
}

/** Tells what went wrong and returns its exit code. */
export async function tellFailure(world: World, error: unknown): Promise<ExitCode> {
  const printer = printerFor(world)
  const { errorEnvelope, errorText, exitOf } = await import('./failure.ts')
  if (printer.isJson) printer.data(JSON.stringify(errorEnvelope(error)))
  else printer.narrate(errorText(error, printer.narrationStyle, world.machine()))
  return exitOf(error)
}

/** The first evening, in the order of its commands. */
const EXAMPLES = [
  'reveille demo              # a night on a copy of an example; touches nothing of yours',
  'reveille init              # in your repository: writes .reveille/config.yaml',
  'reveille night             # works on all tasks until they are done or stuck',
  'reveille watch             # the same from another terminal',
  'reveille report            # in the morning: what landed with its proof, what needs you',
  'reveille accept            # your branch goes to what landed',
]

/** What the shells' scripts call; nobody types it, and it is answered without the parser. */
const COMPLETE = '__complete'

interface Session {
  readonly world: World
  readonly printer: Printer
  exit: ExitCode
}

function printerFor(world: World): Printer {
  const end = world.argv.indexOf('--')
  const typed = end === -1 ? world.argv : world.argv.slice(0, end)
  const isRefused = typed.includes('--no-color')
  const isUnicode = hasUnicode(world.variables)
  const style = (isTerminal: boolean) =>
    styleFor({ isColored: hasColor({ variables: world.variables, isTerminal, isRefused }), isUnicode })
  const isJson = typed.includes('--json')
  const spell = (isTerminal: boolean) =>
    isTerminal && !isUnicode && !isJson ? asciiText : (text: string) => text
  const { stdout, stderr } = world
  const [isOutTerminal, isErrTerminal] = [stdout.isTTY === true, stderr.isTTY === true]
  return createPrinter({
    ...{ stdout, stderr, isJson },
    style: style(isOutTerminal),
    narrationStyle: style(isErrTerminal),
    spellData: spell(isOutTerminal),
    spellNarration: spell(isErrTerminal),
  })
}

/** Help asked for in JSON is answered by the help command, whichever way it was asked for. */
function wordsOf({ argv }: World, printer: Printer): readonly string[] {
  const end = argv.indexOf('--')
  const typed = end === -1 ? argv : argv.slice(0, end)
  const wantsHelp = typed.includes('--help') || typed.includes('-h')
  return printer.isJson && wantsHelp
    ? ['help', ...typed.filter((word) => !word.startsWith('-')), '--json']
    : argv
}

function buildProgram(session: Session): Command {
  const program = new Command('reveille')
    .description('Runs coding agents through the night and reports, in the morning, what it can prove.')
    .usage('<command> [options]')
    .option('-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, styleTitle: session.printer.style.bold })
    .configureOutput({
      writeOut: (text) => session.printer.data(text),
      writeErr: (text) => {
        if (!session.printer.isJson) session.printer.narrate(text)
      },
      outputError: () => undefined,
      getOutHasColors: () => true,
      getErrHasColors: () => true,
    })
  for (const [flags, about] of EVERYWHERE) program.option(flags, about)
  if (asksHelp(session.world)) program.addHelpText('before', `Examples:\n${indented(EXAMPLES)}\n`)
  program.on('option:version', () => {
    session.printer.data(
      session.printer.isJson
        ? JSON.stringify(dataEnvelope(session.world.machine()))
        : session.world.machine().reveille,
    )
    throw new CommanderError(0, 'commander.version', '')
  })
  addCommands(program, session)
  addHelp(program, session)
  return program
}

function addCommands(program: Command, session: Session): void {
  const entries = new Map<Command, CommandEntry>()
  const parents = new Map<string, Command>()
  const parentOf = (word: string, entry: CommandEntry): Command => {
    const known = parents.get(word)
    if (known !== undefined) return known
    const parent = program.command(word).description(PREFIXES[word] ?? '')
    parents.set(word, parent.helpGroup(`${entry.group}:`).helpCommand(false))
    return parent
  }
  for (const entry of COMMANDS) {
    const [first = '', second] = entry.name.split(' ')
    const command = second === undefined ? program.command(first) : parentOf(first, entry).command(second)
    entries.set(command.description(entry.summary).helpGroup(`${entry.group}:`), entry)
  }
  for (const parent of [program, ...parents.values()]) {
    parent.hook('preSubcommand', async (_, command) => {
      const entry = entries.get(command)
      if (entry !== undefined) await fillIn(command, (await entry.load()).command, session)
    })
  }
}

/** Only the command that was called is loaded. */
async function fillIn(command: Command, cli: CliCommand, session: Session): Promise<void> {
  for (const [syntax, description] of cli.arguments) command.argument(syntax, description)
  for (const [flags, description] of optionsOf(cli)) command.option(flags, description)
  if (asksHelp(session.world)) {
    const { dataFields } = await import('./help.ts')
    const text = await dataFields(cli)
    command.addHelpText('before', `Examples:\n${indented(cli.examples)}\n`)
    command.addHelpText('after', ['', ...cli.notes, ...(cli.notes.length > 0 ? [''] : []), text].join('\n'))
  }
  command.action(async () => {
    const typed = {
      args: command.processedArgs as readonly unknown[],
      options: command.opts(),
      readText: session.world.readText,
      absolute: (path: string) => resolve(session.world.cwd, path),
    }
    const { execute } = await import('./execute.ts')
    session.exit = await execute({
      cli,
      typed,
      globals: command.optsWithGlobals(),
      world: session.world,
      printer: session.printer,
    })
  })
}

function asksHelp({ argv }: World): boolean {
  return argv.length === 0 || argv.some((word) => word === '--help' || word === '-h' || word === 'help')
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}

function addHelp(program: Command, session: Session): void {
  program
    .command('help')
    .description('Show help: of a command, `exit-codes` or `errors`')
    .argument('[words...]', 'command')
    .helpGroup('Help:')
    .action(async (words: readonly string[]) => {
      const { help, namesCommand } = await import('./help.ts')
      const answer = await help(words, session.printer.style, session.printer.isJson)
      if (answer !== null) {
        session.printer.data(session.printer.isJson ? JSON.stringify(dataEnvelope(answer.data)) : answer.text)
        return
      }
      // Words that are no command are left to the parser, which tells what may have been meant.
      const asked = namesCommand(words) ? [...words, '--help'] : words
      await buildProgram(session).parseAsync(asked, { from: 'user' })
    })
}

function isHelp(error: CommanderError): boolean {
  return ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code)
}

/** The parser's sentence, with its guess at what was meant as the hint. */
function usageError(error: CommanderError): ReveilleError {
  if (isReveilleError(error.cause)) return error.cause
  const [sentence = '', guess] = error.message.replace(/^error: /, '').split('\n')
  const meant = /^\(Did you mean (.+)\?\)$/.exec(guess ?? '')?.[1]
  const whole = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1).replace(/\.+$/, '')}.`
  return new ReveilleError(
    'input-invalid',
    whole,
    meant === undefined ? {} : { hint: `Did you mean ${meant}?` },
  )
}

/** Whoever called a command wrongly and was told no more is led to the help of that command. */
function withHelp(error: unknown, argv: World['argv']): unknown {
  if (!isReveilleError(error, 'input-invalid') || error.hint !== undefined) return error
  const { code, message, data, cause } = error
  const called = COMMANDS.find(({ name }) => name.split(' ').every((word, at) => argv[at] === word))
  const hint = called === undefined ? 'reveille help' : `reveille help ${called.name}`
  return new ReveilleError(code, message, { hint, cause, ...(data === undefined ? {} : { data }) })
}
