import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { handoffMarkdown } from '../reports/handoff-markdown.ts'
import type { Handoff } from '../reports/handoff.ts'
import { readNight, type NightRecord } from '../reports/record.ts'
import { writeWhole } from '../support/whole-file.ts'

/** A night that is under way writes now and then; one that never rests cannot be read whole. */
const MOST_READS = 100

export interface StillRecord {
  readonly record: NightRecord
  /** The newest event that the record rests on. */
  readonly lastEvent: number
}

/** The record of a night and the event up to which it is true: nothing was written while it was read. Throws `ledger-busy`. */
export async function readStill(ledger: Ledger, night: number | null): Promise<StillRecord> {
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const lastEvent = await ledger.lastEvent()
    const record = await readNight(ledger, night)
    if ((await ledger.lastEvent()) === lastEvent) return { record, lastEvent }
  }
  throw new ReveilleError('ledger-busy', 'The ledger was written to each time it was read', {
    hint: 'export when the night has ended',
  })
}

/**
 * Writes the hand-off, for people and for programs, and every event up to it, as recorded: all that it takes to check the
 * night without Reveille. In the folder, which is made where there is none, only these three files are touched.
 */
export async function exportHandoff(
  ledger: Pick<Ledger, 'events'>,
  { handoff, lastEvent, folder }: { handoff: Handoff; lastEvent: number; folder: string },
): Promise<void> {
  const events = (await ledger.events({})).filter(({ seq }) => seq <= lastEvent)
  await mkdir(folder, { recursive: true })
  const files = [
    ['handoff.md', handoffMarkdown(handoff)],
    ['handoff.json', `${JSON.stringify(handoff, null, 1)}\n`],
    ['events.jsonl', events.map((event) => `${JSON.stringify(event)}\n`).join('')],
  ] as const
  for (const [name, content] of files) await writeWhole(join(folder, name), content)
}
