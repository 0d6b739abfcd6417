import { statusText } from '../../reports/status-text.ts'
import { defineCommand } from '../command.ts'

export const command = defineCommand({
  examples: ['reveille status', 'reveille status --json'],
  operation: async () => (await import('../../operations/status.ts')).status,
  input: () => ({}),
  text: statusText,
})
