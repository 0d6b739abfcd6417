import type { Onlooker } from '../../operations/onlooker.ts'
import { listening } from '../../operations/onlooker.ts'
import { statusOf } from '../../reports/status.ts'
import type { Clock } from '../../support/clock.ts'
import { dataEnvelope } from '../envelope.ts'
import { annotation, harmless } from './annotation.ts'

/** What becomes of everything that a command says before it has its data. */
export interface Teller {
  /** One line about what happens. */
  narrate(text: string): void
  /** What must not be missed, however little is asked for. */
  notice(text: string): void
  readonly onlooker: Onlooker
  /** How what the command says at its end is spelled where it tells; as it is, when not given. */
  readonly spell?: (text: string) => string
  /** Everything said so far is out after it, and nothing of it can be written over. */
  close(): void
}

export interface TellerParts {
  readonly clock: Clock
  /** Writes a line. */
  readonly print: (line: string) => void
}

const HEARTBEAT_MS = 60_000

/** One line for every change; after a minute without any, one that says how things stand. */
export function plainTeller({ clock, print }: TellerParts): Teller {
  let last = clock.now()
  const say = (line: string): void => {
    last = clock.now()
    print(line)
  }
  return {
    narrate: say,
    notice: say,
    close: () => undefined,
    onlooker: {
      happened: ({ line }) => {
        if (line !== null) say(line)
      },
      attend: (look) =>
        repeatedly({
          clock,
          after: () => Math.max(0, last + HEARTBEAT_MS - clock.now()),
          async act() {
            if (clock.now() - last < HEARTBEAT_MS) return
            const { record, leaderAlive } = await look()
            const now = clock.now()
            say(
              `${new Date(now).toISOString().slice(11, 19)} ${statusOf(record, { now, leaderAlive }).verdict.text}`,
            )
          },
          failed: say,
        }),
    },
  }
}

/** Plain lines, in which nothing can pass for a command to the runner, and annotations among them. */
export function annotatedTeller({ clock, print }: TellerParts): Teller {
  const spell = (text: string): string => text.split('\n').map(harmless).join('\n')
  const teller = plainTeller({ clock, print: (line) => print(spell(line)) })
  return {
    ...teller,
    spell,
    onlooker: {
      ...teller.onlooker,
      happened(step) {
        teller.onlooker.happened(step)
        const line = annotation(step)
        if (line !== null) print(line)
      },
    },
  }
}

/** One envelope a line: events as they happen, and once a minute how things stand. */
export function jsonTeller({ clock, print }: TellerParts): Teller {
  const say = (data: object): void => print(JSON.stringify(dataEnvelope(data)))
  return {
    narrate: (text) => say({ type: 'narration', text }),
    notice: (text) => say({ type: 'notice', text }),
    close: () => undefined,
    onlooker: {
      happened: (step) => say({ type: 'event', ...step }),
      attend: (look) =>
        repeatedly({
          clock,
          after: (isFirst) => (isFirst ? 0 : HEARTBEAT_MS),
          async act() {
            const { record, leaderAlive } = await look()
            say({ type: 'standing', status: statusOf(record, { now: clock.now(), leaderAlive }) })
          },
          failed: (text) => say({ type: 'notice', text }),
        }),
    },
  }
}

/** Only what must not be missed. */
export function quietTeller({ print }: TellerParts): Teller {
  const onlooker = listening(() => undefined)
  return { narrate: () => undefined, notice: print, onlooker, close: () => undefined }
}

interface Repetition {
  readonly clock: Clock
  /** How many milliseconds to wait before the next time. */
  readonly after: (isFirst: boolean) => number
  readonly act: () => Promise<void>
  readonly failed: (reason: string) => void
}

/** Does something again and again until it is disposed. */
function repeatedly({ clock, after, act, failed }: Repetition): AsyncDisposable {
  const end = new AbortController()
  const run = async (): Promise<void> => {
    for (let isFirst = true; ; isFirst = false) {
      await clock.sleep(after(isFirst), end.signal)
      if (end.signal.aborted) return
      await act()
    }
  }
  // A look that fails ends the looking, never what is looked at.
  const running = run().catch((error: unknown) => {
    failed(`How things stand cannot be told: ${error instanceof Error ? error.message : String(error)}`)
  })
  return {
    [Symbol.asyncDispose]: () => {
      end.abort()
      return running
    },
  }
}
