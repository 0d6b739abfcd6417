import type { Scene } from '../reports/scene.ts'
import type { Step } from '../reports/step.ts'

/**
 * Who looks on while something goes on, in this process or in another. It is told, never asked: nothing that it does or
 * fails to do changes what goes on.
 */
export interface Onlooker {
  /** One event, each once, in the order of the record. */
  happened(step: Step): void
  /** May look at how things stand, as often as it likes, until what is returned is disposed. */
  attend(look: () => Promise<Scene>): AsyncDisposable
}

/** One that only hears the lines that people follow. */
export function listening(narrate: (line: string) => void): Onlooker {
  return {
    happened: ({ line }) => {
      if (line !== null) narrate(line)
    },
    attend: () => ({ [Symbol.asyncDispose]: () => Promise.resolve() }),
  }
}
