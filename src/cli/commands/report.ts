import { resolve } from 'node:path'
import { handoffMarkdown } from '../../reports/handoff-markdown.ts'
import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  options: [
    ['-n, --night <number>', 'number of the night; the newest when not given'],
    ['-e, --export <folder>', 'also write handoff.md, handoff.json and events.jsonl there'],
  ],
  examples: [
    'reveille report',
    'reveille report --night 3 > night-3.md',
    'reveille report --json',
    'reveille report --export night-3 && node scripts/verify-report.mjs --repo . --export night-3',
  ],
  notes: ['Without --export it writes no file: the report is Markdown on stdout.'],
  operation: async () => (await import('../../operations/report.ts')).report,
  input: ({ options }) => present({ night: options['night'], export: absolute(options['export']) }),
  text: handoffMarkdown,
})

function absolute(folder: unknown): unknown {
  return typeof folder === 'string' ? resolve(folder) : folder
}
