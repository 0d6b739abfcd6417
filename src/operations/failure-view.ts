import { join } from 'node:path'
import * as z from 'zod'
import { END_REASONS, ENDINGS } from '../domain/ending.ts'
import { savedWorkRef } from '../domain/night.ts'
import type { Run } from '../domain/run.ts'
import type { Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { answerCommand, diffCommand } from '../reports/commands.ts'
import { lastLines } from '../reports/wording.ts'
import { readTail, runFolder, transcriptPath } from '../runs/transcript.ts'

/** How the last run of a task failed, and where to look. */
export const failureView = z.object({
  run: z.int(),
  reason: z.enum(END_REASONS),
  detail: z.string(),
  /** The last lines of the check that was red, or of the agent. */
  output: z.string(),
  /** Transcript of the agent, and the full record of the red check where there is one. */
  transcript: z.string(),
  record: z.string().nullable(),
  /** What shows the work; null where the agent never started. */
  work: z.string().nullable(),
  again: z.string(),
})
export type FailureView = z.output<typeof failureView>

const MOST_LINES = 40
const TAIL_BYTES = 16_000

/** Null when its last run did not end through its own doing. */
export async function failureOf(
  ledger: Ledger,
  { task, stateDirectory }: { readonly task: Task; readonly stateDirectory: string },
): Promise<FailureView | null> {
  const last = (await ledger.runs({ taskId: task.id })).at(-1)
  if (last === undefined || last.endReason === null) return null
  if (!ENDINGS[last.endReason].usesAttempt && last.endReason !== 'suspicious') return null
  const red = (await ledger.evidence({ runId: last.id })).findLast(({ green }) => !green)
  const isCheck = last.endReason === 'check-failed' && red !== undefined
  const folder = runFolder(stateDirectory, last.id)
  return {
    run: last.number,
    reason: last.endReason,
    detail: last.endDetail ?? ENDINGS[last.endReason].about,
    output: lastLines(isCheck ? red.excerpt : await readTail(folder, TAIL_BYTES), MOST_LINES),
    transcript: transcriptPath(folder),
    record: isCheck ? join(stateDirectory, red.file) : null,
    work: workOf(last),
    again: await againCommand(ledger, task),
  }
}

function workOf({ id, base, host }: Run): string | null {
  return host === null ? null : diffCommand(base, savedWorkRef(id))
}

async function againCommand(ledger: Ledger, { id, key }: Task): Promise<string> {
  const [blocker] = await ledger.blockers({ open: true, taskId: id })
  const option = blocker?.options.find(({ effect }) => effect === 'retry')
  return option === undefined ? `reveille run ${key}` : answerCommand(key, option.key)
}
