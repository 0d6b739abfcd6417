import path from 'node:path'
import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { savedWorkRef } from '../domain/night.ts'
import { isLive, type Run } from '../domain/run.ts'
import { tryLead } from '../missions/lead.ts'
import { count } from '../reports/wording.ts'
import { bytesText } from '../support/disk.ts'
import { bytesOf, namesIn, removeFolder } from '../support/folders-on-disk.ts'
import type { OperationContext } from './context.ts'
import { defineOperation } from './operation.ts'

const KINDS = ['workspace', 'tree', 'environment', 'probe', 'transcript'] as const

const item = z.object({ kind: z.enum(KINDS), id: z.string(), bytes: z.int(), path: z.string() })
type Item = z.output<typeof item>

const keptItem = z.object({ kind: z.enum(KINDS), id: z.string(), path: z.string(), reason: z.string() })
type Kept = z.output<typeof keptItem>

const output = z.object({
  items: z.array(item),
  bytes: z.int(),
  removed: z.boolean(),
  kept: z.array(keptItem).describe('What is not taken away although nothing uses it now'),
})
export type CleanResult = z.output<typeof output>

/**
 * Touches only what Reveille made and can make again, or what nothing refers to any more: saved work, evidence and the ledger
 * stay, and so does a workspace that holds the only copy of work. Transcripts go only when asked for, because nothing can bring them back.
 */
export const clean = defineOperation({
  name: 'clean',
  summary: 'List or remove workspaces, cached trees, environments and transcripts of ended runs',
  input: z.strictObject({
    dryRun: z.boolean().default(false),
    transcripts: z.boolean().default(false),
    /** Transcripts go without a question. */
    isYes: z.boolean().default(false),
  }),
  output,
  async run(context, { dryRun, transcripts, isYes }) {
    if (dryRun) return { ...(await find(context, transcripts)), removed: false }
    if (transcripts && !isYes && !(await isWanted(context))) {
      return { ...(await find(context, transcripts)), removed: false }
    }
    const lead = await tryLead(await context.leadership())
    if (lead === null) {
      throw new ReveilleError('leader-busy', 'a night is under way and needs what would be removed', {
        hint: 'reveille clean --dry-run shows the sizes meanwhile',
      })
    }
    try {
      const found = await find(context, transcripts)
      for (const one of found.items) await removeFolder(one.path, searchPathOf(context))
      return { ...found, removed: true }
    } finally {
      lead.lock.release()
    }
  },
})

/** What can be made again needs no question; nothing brings a transcript back. */
async function isWanted(context: OperationContext): Promise<boolean> {
  const { items } = await find(context, true)
  const transcripts = items.filter(({ kind }) => kind === 'transcript')
  if (transcripts.length === 0) return true
  const bytes = transcripts.reduce((sum, one) => sum + one.bytes, 0)
  const what = `${count(transcripts.length, 'transcript')}, ${bytesText(bytes)}`
  if (context.confirm !== null) return context.confirm(`Remove ${what}, which nothing can bring back?`)
  throw new ReveilleError('input-invalid', `Nobody is there to confirm that ${what} may be removed.`, {
    hint: 'reveille clean --transcripts --yes, or --dry-run to look only',
  })
}

async function find(
  context: OperationContext,
  withTranscripts: boolean,
): Promise<Omit<CleanResult, 'removed'>> {
  const { cacheDirectory, stateDirectory } = await context.project()
  const live = new Set((await (await context.ledger()).runs({ live: true })).map((run) => run.id))
  const workspaces = path.join(cacheDirectory, 'workspaces')
  const unsaved = await unsavedRuns(context, await namesIn(workspaces))
  const places: [Item['kind'], string][] = [['workspace', workspaces]]
  // What a live run or unsaved work stands on stays too: an overlay without its layers is not the work.
  if (live.size === 0 && unsaved.length === 0) {
    places.push(
      ['tree', path.join(cacheDirectory, 'trees')],
      ['environment', path.join(cacheDirectory, 'environments')],
    )
  }
  if (withTranscripts) places.push(['transcript', path.join(stateDirectory, 'runs')])
  const spared = new Set([...live, ...unsaved])
  const found = withTranscripts ? await runsWithArtefact(context) : new Set<string>()
  const items: Item[] = []
  for (const [kind, folder] of places) {
    const ids = (await namesIn(folder, { hidden: true })).filter(
      (id) => !spared.has(id) && !(kind === 'transcript' && found.has(id)),
    )
    items.push(...(await measured(context, { kind, folder, ids })))
  }
  const probes = (await namesIn(cacheDirectory)).filter((name) => PROBE.test(name))
  items.push(...(await measured(context, { kind: 'probe', folder: cacheDirectory, ids: probes })))
  const bytes = items.reduce((sum, one) => sum + one.bytes, 0)
  return { items, bytes, kept: unsaved.map((id) => keptWorkspace(id, workspaces)) }
}

/** What an explore task has brought stands in the folder of its run, and tasks that need it read it there. */
async function runsWithArtefact(context: OperationContext): Promise<ReadonlySet<string>> {
  const ledger = await context.ledger()
  const tasks = await ledger.tasks({ kinds: ['explore'] })
  const concluded = await ledger.conclusions(tasks.map(({ id }) => id))
  return new Set(concluded.map(({ runId }) => runId))
}

/** Left by a command that was killed while it tried what this machine can do. */
const PROBE = /^(?:probe|reveille-proof)-/

/** Runs that are over, whose agent may have worked, and whose work is in its workspace only. */
async function unsavedRuns(
  context: OperationContext,
  workspaces: readonly string[],
): Promise<readonly string[]> {
  if (workspaces.length === 0) return []
  const runs = await (await context.ledger()).runs({})
  const saved = new Set((await (await context.git()).listRefs(savedWorkRef(''))).map(({ ref }) => ref))
  const isUnsaved = (run: Run): boolean =>
    !isLive(run) && run.host !== null && !saved.has(savedWorkRef(run.id))
  const unsaved = new Set(runs.filter(isUnsaved).map(({ id }) => id))
  return workspaces.filter((id) => unsaved.has(id))
}

function keptWorkspace(id: string, workspaces: string): Kept {
  const reason = `It holds work that is not saved at ${savedWorkRef(id)}.`
  return { kind: 'workspace', id, path: path.join(workspaces, id), reason }
}

async function measured(
  context: OperationContext,
  { kind, folder, ids }: Pick<Item, 'kind'> & { readonly folder: string; readonly ids: readonly string[] },
): Promise<Item[]> {
  const items: Item[] = []
  for (const id of ids) {
    const place = path.join(folder, id)
    items.push({ kind, id, path: place, bytes: await bytesOf(place, searchPathOf(context)) })
  }
  return items
}

function searchPathOf({ variables }: OperationContext): string {
  return variables['PATH'] ?? ''
}
