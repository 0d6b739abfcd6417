import { posix } from 'node:path'
import type { Adapter } from '../../adapter.ts'
import type { MigrationTool } from '../../relations/database.ts'
import { changesOf } from './sql-changes.ts'
import { statementsOf } from './sql-tokens.ts'

/** Where the way back begins in files that have both ways. */
const DOWN = /^--[ \t]*(?:migrate:down|\+goose Down|\+migrate Down|rollback;?[ \t]*$|@down)/im

/** Files of SQL: migrations by the place they are in, and what any other one changes. */
export const sqlFileAdapter: Adapter = {
  id: 'sql-file',
  version: 1,
  reads: (path) => /\.sql$/.test(path) && !/[._-](?:down|rollback|undo)\.sql$|(?:^|\/)down\.sql$/.test(path),
  read({ path, text: whole }, found) {
    const text = whole.slice(0, DOWN.exec(whole)?.index)
    const statements = statementsOf(text)
    const tool = toolOf(path)
    const version = tool === null ? path : versionOf(path, tool)
    const span = { start: 0, end: Math.max(1, text.length) }
    let [opaque, order] = [0, 0]
    for (const statement of statements ?? []) {
      const changes = changesOf(statement, text)
      if (changes === null) {
        opaque += 1
        found.unresolved('schemaChange', statement.span)
      }
      for (const change of changes ?? []) {
        found.fact('schemaChange', statement.span, { version, order, change })
        order += 1
      }
    }
    if (statements === null) found.unresolved('schemaChange', span)
    if (tool === null) return
    found.fact('migration', span, { tool, version, parents: null, opaque: statements === null ? 1 : opaque })
  },
}

function toolOf(path: string): MigrationTool | null {
  if (/(?:^|\/)supabase\/migrations\/[^/]+\.sql$/.test(path)) return 'supabase'
  if (/(?:^|\/)migrations\/[^/]+\/migration\.sql$/.test(path)) return 'prisma'
  if (/(?:^|\/)drizzle\/(?:migrations\/)?[^/]+\.sql$/.test(path)) return 'drizzle'
  return /(?:^|\/)migrations?\/(?:[^/]+\/)*[^/]+\.sql$/.test(path) ? 'sql' : null
}

function versionOf(path: string, tool: MigrationTool): string {
  return tool === 'prisma'
    ? posix.basename(posix.dirname(path))
    : posix.basename(path).replace(/(?:\.up)?\.sql$/, '')
}
