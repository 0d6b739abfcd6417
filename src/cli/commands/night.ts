import { defineCommand } from '../command.ts'
import { NIGHT_OPTIONS, nightExit, nightInput, nightText } from '../night-text.ts'

export const command = defineCommand({
  options: NIGHT_OPTIONS,
  examples: ['reveille night', 'reveille night --concurrency 4', 'reveille night --json'],
  notes: [
    'Starting again continues where the last night stopped, whatever stopped it.',
    'Exit code: 0 all done, 3 something waits for a person, 1 something else is not done.',
  ],
  resume: 'reveille night',
  progress: 'stderr',
  operation: async () => (await import('../../operations/night.ts')).night,
  input: ({ options }) => nightInput(options),
  text: nightText,
  exit: nightExit,
})
