import { stat } from 'node:fs/promises'
import type { Run } from '../domain/run.ts'
import type { Leader } from '../ledger/ledger.ts'
import type { Activity, Scene } from '../reports/scene.ts'
import { readStatus, type StatusRecord } from '../reports/status-record.ts'
import { readTail, runFolder, transcriptPath } from '../runs/transcript.ts'
import type { OperationContext } from './context.ts'

/** More runs than this fit on no screen. */
const MOST_RUNS = 50
/** Reading the record again takes at most this part of the time. */
const SHARE = 1 / 20
const TAIL_BYTES = 2_000

/**
 * A look at how things stand, cheap enough to be repeated several times a second: the record is read again only when the
 * ledger has a new event, a transcript only when it has grown. Whoever leads, or is about to, is told as alive.
 */
export async function scenery(
  context: OperationContext,
  { isLeading }: { readonly isLeading: boolean },
): Promise<() => Promise<Scene>> {
  const ledger = await context.ledger()
  const { stateDirectory } = await context.project()
  const { clock } = context
  let record: StatusRecord | null = null
  let seen = 0
  let notBefore = 0
  let activity: ReadonlyMap<string, Activity> = new Map()
  return async () => {
    const last = await ledger.lastEvent()
    const begun = clock.now()
    if (record === null || (last !== seen && begun >= notBefore)) {
      record = await readStatus(ledger, MOST_RUNS)
      seen = last
      notBefore = clock.now() + (clock.now() - begun) / SHARE
    }
    activity = await activityOf(record.live.slice(0, MOST_RUNS), { stateDirectory, known: activity })
    return { record, activity, leaderAlive: isLeading || (await isLeaderAlive(record.leader)) }
  }
}

export async function isLeaderAlive(leader: Leader | null): Promise<boolean> {
  if (leader === null) return false
  const { isAlive } = await import('../support/identity.ts')
  return isAlive(leader.owner)
}

async function activityOf(
  live: readonly Run[],
  { stateDirectory, known }: { stateDirectory: string; known: ReadonlyMap<string, Activity> },
): Promise<ReadonlyMap<string, Activity>> {
  const found = new Map<string, Activity>()
  for (const { id } of live) {
    const folder = runFolder(stateDirectory, id)
    // There is none before its agent starts, and none once `clean` took it away.
    const at = (await stat(transcriptPath(folder)).catch(() => null))?.mtimeMs ?? null
    if (at === null) continue
    const before = known.get(id)
    const isSame = before?.at === at
    found.set(id, isSame ? before : { at, line: lastLine(await readTail(folder, TAIL_BYTES)) })
  }
  return found
}

function lastLine(text: string): string {
  return text.split('\n').findLast((line) => line.trim() !== '') ?? ''
}
