import type { Hold } from './choose.ts'

/** Why a task did not start, for people. */
export function holdSentence(hold: Hold): string {
  switch (hold.kind) {
    case 'waits-for':
      return `It waits for ${hold.needs.join(', ')}.`
    case 'no-agent':
      return 'It has no agent: say who works on it with reveille task update.'
    case 'scope-taken':
      return `Its scope overlaps with that of ${hold.by}.`
    case 'no-slot':
      return 'No slot was free.'
  }
}
