import { systemClock } from '../../support/clock.ts'
import { asciiText, hasUnicode } from '../color.ts'
import type { CliCommand } from '../command.ts'
import { liveTeller } from '../live/live-teller.ts'
import type { Printer } from '../print.ts'
import type { World } from '../world.ts'
import { progressMode, type Mode } from './mode.ts'
import { annotatedTeller, jsonTeller, plainTeller, quietTeller, type Teller } from './teller.ts'

interface TellerRequest {
  readonly cli: Pick<CliCommand, 'progress'>
  readonly asked: unknown
  readonly world: World
  readonly printer: Printer
}

/** The teller that was asked for, or the one that fits where the command tells what goes on. */
export function openTeller(request: TellerRequest): Teller {
  const { cli, asked, world, printer } = request
  const isData = cli.progress === 'stdout'
  const stream = isData ? world.stdout : world.stderr
  const mode = progressMode({
    asked,
    variables: world.variables,
    isTerminal: stream.isTTY === true,
    isJson: printer.isJson,
    isData,
  })
  const teller = tellerOf(mode, request)
  // What is data of the command stays apart from what is only said about it.
  return isData && mode !== 'live' ? { ...teller, notice: (text) => printer.narrate(text) } : teller
}

function tellerOf(mode: Mode, { cli, world, printer }: TellerRequest): Teller {
  const clock = systemClock
  const isData = cli.progress === 'stdout'
  const print = (line: string): void => (isData ? printer.data(line) : printer.narrate(line))
  switch (mode) {
    case 'plain':
      return plainTeller({ clock, print })
    case 'annotated':
      return annotatedTeller({ clock, print })
    case 'json':
      return jsonTeller({ clock, print })
    case 'quiet':
      return quietTeller({ clock, print: (line) => printer.narrate(line) })
    case 'live':
      return liveTeller({
        ...{ terminal: isData ? world.stdout : world.stderr, clock, signals: world.signals },
        style: isData ? printer.style : printer.narrationStyle,
        spell: hasUnicode(world.variables) ? (text) => text : asciiText,
      })
  }
}
