import { statusText } from '../../reports/status-text.ts'
import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

const FOLLOW =
  'Nobody leads a night, so there is nothing to watch. To wait for the next one: reveille watch --follow'

export const command = defineCommand({
  options: [
    ['-f, --follow', 'go on when nobody leads, and wait for the next night'],
    ['-n, --lines <number>', 'lines of what was told before, to begin with (10)'],
  ],
  examples: ['reveille watch', 'reveille watch --follow', 'reveille watch --json | jq .data.text'],
  notes: [
    'Only reads: nothing that is watched knows of it, and Ctrl-C ends the watching, not the night. Ends with the process',
    'that leads, and at once when nobody does. --json prints one envelope a line: events, how things stand, and the end.',
    'Exits with 1 when the leader is gone and has left live runs.',
  ],
  resume: 'reveille watch',
  stopping: 'The watching ends; the night goes on.',
  progress: 'stdout',
  operation: async () => (await import('../../operations/watch.ts')).watch,
  input: ({ options }) => present({ follow: options['follow'], lines: options['lines'] }),
  text: ({ reason, status }) =>
    reason === 'idle' ? `${statusText(status)}\n\n${FOLLOW}` : statusText(status),
  exit: ({ reason }) => (reason === 'stopped' ? 1 : 0),
})
