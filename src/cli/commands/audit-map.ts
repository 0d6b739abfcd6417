import { mapMarkdown } from '../../audit/map/map-markdown.ts'
import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  arguments: [['[path]', 'a repository; the one you stand in when not given']],
  examples: [
    'reveille audit map',
    'reveille audit map ~/your/repository > map.md',
    'reveille audit map --json',
  ],
  notes: [
    'Reads tracked files and runs nothing. What it has found is kept by content, so that a second map is quick.',
  ],
  operation: async () => (await import('../../operations/audit-map.ts')).auditMap,
  input: ({ args: [path], absolute }) =>
    present({ path: typeof path === 'string' ? absolute(path) : undefined }),
  text: mapMarkdown,
})
