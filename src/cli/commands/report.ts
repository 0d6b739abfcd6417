import { handoffMarkdown } from '../../reports/handoff-markdown.ts'
import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  options: [['-n, --night <number>', 'number of the night; the newest when not given']],
  examples: ['reveille report', 'reveille report --night 3 > night-3.md', 'reveille report --json'],
  notes: ['It writes no file: the report is Markdown on stdout.'],
  operation: async () => (await import('../../operations/report.ts')).report,
  input: ({ options }) => present({ night: options['night'] }),
  text: handoffMarkdown,
})
