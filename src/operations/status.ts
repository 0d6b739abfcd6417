import { ReveilleError } from '../domain/errors.ts'
import { readStatus } from '../reports/status-record.ts'
import { statusOf, type Status } from '../reports/status.ts'
import type { Operation } from './operation.ts'
import { isLeaderAlive } from './scenery.ts'

/** Written without the schema library, which would take longer to load than the status to read. */
export const status: Operation<Readonly<Record<string, never>>, Status> = {
  name: 'status',
  summary: 'Show whether it is fine: what runs, waits for you, fails and landed',
  parse(raw) {
    const names = Object.keys(Object(raw) as object)
    if (names.length === 0) return {}
    throw new ReveilleError('input-invalid', `status takes no input, but was given ${names.join(', ')}`)
  },
  schemas: async () => (await import('./status-schema.ts')).statusSchemas,
  async run(context) {
    const record = await readStatus(await context.ledger())
    return statusOf(record, { now: context.clock.now(), leaderAlive: await isLeaderAlive(record.leader) })
  },
}
