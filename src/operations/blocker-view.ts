import * as z from 'zod'
import { ANSWER_EFFECTS, type Blocker } from '../domain/blocker.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { isoTime } from './task-view.ts'

export const blockerView = z.object({
  id: z.string(),
  task: z.string(),
  runId: z.string().nullable(),
  seen: z.string(),
  tried: z.string(),
  question: z.string(),
  /** What an approval or grant covers. */
  about: z.array(z.string()).readonly(),
  options: z
    .array(z.object({ key: z.string(), text: z.string(), effect: z.enum(ANSWER_EFFECTS) }))
    .readonly(),
  raisedBy: z.string(),
  raisedAt: z.iso.datetime(),
  ageMs: z.int(),
  /** What is chosen when nobody has answered by the deadline. */
  default: z.string().nullable(),
  deadline: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
  note: z.string().nullable(),
  /** Until when a grant holds. */
  until: z.iso.datetime().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
})

export type BlockerView = z.output<typeof blockerView>

export function viewBlocker(
  blocker: Blocker,
  { task, now }: { readonly task: string; readonly now: number },
): BlockerView {
  const { taskId: _, ...rest } = blocker
  return {
    ...rest,
    task,
    raisedAt: isoTime(blocker.raisedAt),
    ageMs: Math.max(0, now - blocker.raisedAt),
    deadline: timeOrNull(blocker.deadline),
    until: timeOrNull(blocker.until),
    answeredAt: timeOrNull(blocker.answeredAt),
  }
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}

/** A blocker by its id, or the newest of the task with this key: people know tasks. An open one comes first. */
export async function findBlocker(ledger: Ledger, name: string): Promise<Blocker> {
  const byId = (await ledger.blockers({})).find(({ id }) => id === name)
  if (byId !== undefined) return byId
  const task = await ledger.task(name)
  const blockers = await ledger.blockers({ taskId: task.id })
  const found = blockers.findLast(({ answer }) => answer === null) ?? blockers.at(-1)
  if (found !== undefined) return found
  throw new ReveilleError('not-found', `Nothing blocks the task ${task.key}.`, {
    hint: 'reveille blocker list',
  })
}
