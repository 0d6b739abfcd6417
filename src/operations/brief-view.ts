import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { BRIEF_FILE } from '../runs/brief.ts'
import { runFolder } from '../runs/transcript.ts'

export const briefView = z.object({
  /** Number of the run that was given it. */
  run: z.int(),
  text: z.string(),
  sha256: z.string(),
  tokens: z.int(),
  budget: z.int(),
  parts: z.array(z.object({ name: z.string(), tokens: z.int(), leftOut: z.int() })).readonly(),
})

/**
 * What the agent of a run was given to read, the newest run's where no number is given. Throws `not-found` when no agent was
 * given anything, or when the file is not what the ledger says it was.
 */
export async function readBrief(
  ledger: Ledger,
  params: { readonly stateDirectory: string; readonly task: string; readonly number: number | null },
): Promise<z.output<typeof briefView>> {
  const task = await ledger.task(params.task)
  const runs = await ledger.runs({ taskId: task.id })
  const events = await ledger.events({ taskId: task.id, kinds: ['run.briefed'] })
  const briefed = events.flatMap((event) => {
    const run = runs.find(({ id }) => id === event.runId)
    const brief = dataOf(event, 'run.briefed')
    return run === undefined || brief === null ? [] : [{ run, brief }]
  })
  const found = briefed.findLast(({ run }) => params.number === null || run.number === params.number)
  if (found === undefined) {
    const numbers = briefed.map(({ run }) => run.number)
    throw new ReveilleError('not-found', `No such run of ${task.key} was given a brief.`, {
      hint: numbers.length === 0 ? 'its agent did not start yet' : `runs with a brief: ${numbers.join(', ')}`,
    })
  }
  const { run, brief } = found
  const text = await readFile(join(runFolder(params.stateDirectory, run.id), BRIEF_FILE), 'utf8').catch(
    () => null,
  )
  if (text === null || createHash('sha256').update(text).digest('hex') !== brief.sha256) {
    throw new ReveilleError('not-found', `The brief of run ${run.number} is not on disk as it was given.`)
  }
  return { run: run.number, text, ...brief }
}
