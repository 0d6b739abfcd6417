import { connect, type Reader } from './connection.ts'
import { migrate, versionOf } from './migrate.ts'

/** The whole schema as the migrations make it: what schema.sql holds, so that a migration shows as a diff. */
export async function renderSchema(): Promise<string> {
  const still = { clock: { now: () => 0, sleep: async () => {} }, ids: { next: () => '' }, random: () => 0 }
  const connection = await connect({ path: ':memory:', ...still })
  try {
    await migrate(connection)
    return await connection.read(render)
  } finally {
    connection.close()
  }
}

/** The tables that full-text search keeps for itself are not ours. */
function render(reader: Reader): string {
  const objects = reader.all<{ sql: string }>(
    `SELECT sql FROM sqlite_schema
     WHERE sql IS NOT NULL AND name NOT LIKE 'task\\_search\\_%' ESCAPE '\\'
     ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name`,
  )
  const statements = objects.map(({ sql }) => `${sql.replaceAll(/^ {2}/gm, '')};\n`)
  return [`PRAGMA user_version = ${versionOf(reader)};\n`, ...statements].join('\n')
}
