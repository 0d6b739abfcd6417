import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { tryLead } from '../missions/lead.ts'
import { folderBytes } from '../support/disk.ts'
import type { OperationContext } from './context.ts'
import { defineOperation } from './operation.ts'

const KINDS = ['workspace', 'tree', 'environment', 'transcript'] as const

const item = z.object({ kind: z.enum(KINDS), id: z.string(), bytes: z.int(), path: z.string() })
type Item = z.output<typeof item>

const output = z.object({ items: z.array(item), bytes: z.int(), removed: z.boolean() })
export type CleanResult = z.output<typeof output>

/**
 * Touches only what Reveille made and can make again, or what nothing refers to any more: saved work, evidence and the ledger
 * stay. Transcripts go only when asked for, because nothing can bring them back.
 */
export const clean = defineOperation({
  name: 'clean',
  summary: 'List or remove workspaces, cached trees, environments and transcripts of ended runs',
  input: z.strictObject({ dryRun: z.boolean().default(false), transcripts: z.boolean().default(false) }),
  output,
  async run(context, { dryRun, transcripts }) {
    if (dryRun) {
      const items = await findItems(context, transcripts)
      return { items, bytes: total(items), removed: false }
    }
    const lead = await tryLead(await context.leadership())
    if (lead === null) {
      throw new ReveilleError('leader-busy', 'a night is under way and needs what would be removed', {
        hint: 'reveille clean --dry-run shows the sizes meanwhile',
      })
    }
    try {
      const items = await findItems(context, transcripts)
      for (const found of items) await rm(found.path, { recursive: true, force: true })
      return { items, bytes: total(items), removed: true }
    } finally {
      lead.lock.release()
    }
  },
})

/** What a live run stands on is not listed: the next night takes it up again. */
async function findItems(context: OperationContext, withTranscripts: boolean): Promise<Item[]> {
  const { cacheDirectory, stateDirectory } = await context.project()
  const live = await (await context.ledger()).runs({ live: true })
  const kept = new Set(live.map((run) => run.id))
  const places: [Item['kind'], string][] = [['workspace', path.join(cacheDirectory, 'workspaces')]]
  if (live.length === 0) {
    places.push(
      ['tree', path.join(cacheDirectory, 'trees')],
      ['environment', path.join(cacheDirectory, 'environments')],
    )
  }
  if (withTranscripts) places.push(['transcript', path.join(stateDirectory, 'runs')])
  const items: Item[] = []
  for (const [kind, folder] of places) {
    for (const id of await namesIn(folder)) {
      const found = path.join(folder, id)
      if (!kept.has(id)) items.push({ kind, id, path: found, bytes: await folderBytes(found) })
    }
  }
  return items
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function total(items: readonly Item[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0)
}
