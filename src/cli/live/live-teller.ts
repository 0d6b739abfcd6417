import type { Clock } from '../../support/clock.ts'
import type { Style } from '../color.ts'
import type { Teller } from '../progress/teller.ts'
import { LiveRegion, type Terminal } from './region.ts'
import { liveView, scrolledLines, type Size } from './view.ts'

const LOOK_MS = 200
const USUAL = { columns: 80, rows: 24 }

/** What is said scrolls away above a view of how things stand. */
export function liveTeller(params: {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly style: Style
  /** How a line may be spelled on this terminal. */
  readonly spell: (text: string) => string
  readonly signals: Pick<NodeJS.Process, 'on' | 'off'>
}): Teller {
  const { terminal, clock, style, spell, signals } = params
  const region = new LiveRegion({ terminal, clock })
  const say = (text: string): void => region.say(spell(text))
  const abandon = (): void => region.abandon()
  // After a stop in the shell (Ctrl-Z) the terminal shows what the shell has printed meanwhile.
  const forget = (): void => region.forget()
  signals.on('exit', abandon).on('SIGCONT', forget)
  return {
    narrate: say,
    notice: say,
    onlooker: {
      happened(step) {
        const lines = scrolledLines(step, { style, columns: sizeOf(terminal).columns })
        if (lines !== null) say(lines)
      },
      attend(look) {
        const end = new AbortController()
        const draw = async (): Promise<void> => {
          while (!end.signal.aborted) {
            const scene = await look()
            if (end.signal.aborted) return
            const canvas = { now: clock.now(), size: sizeOf(terminal), style }
            region.show(liveView(scene, canvas).map(spell))
            await clock.sleep(LOOK_MS, end.signal)
          }
        }
        // A view that fails must not take with it what it looks at.
        const drawing = draw().catch((error: unknown) => {
          region.show([])
          say(`The live view ended: ${error instanceof Error ? error.message : String(error)}`)
        })
        return {
          async [Symbol.asyncDispose]() {
            end.abort()
            await drawing
            region.clear()
          },
        }
      },
    },
    close() {
      region.clear()
      signals.off('exit', abandon).off('SIGCONT', forget)
    },
  }
}

/** A terminal that does not know its size says 0, or nothing. */
function sizeOf({ columns, rows }: Terminal): Size {
  return { columns: columns || USUAL.columns, rows: rows || USUAL.rows }
}
