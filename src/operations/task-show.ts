import * as z from 'zod'
import { END_REASONS } from '../domain/ending.ts'
import { RUN_STATES, type Run } from '../domain/run.ts'
import { blockerView, viewBlocker } from './blocker-view.ts'
import { defineOperation } from './operation.ts'
import { isoTime, taskView, viewTask } from './task-view.ts'

const runView = z.object({
  id: z.string(),
  number: z.int(),
  state: z.enum(RUN_STATES),
  endReason: z.enum(END_REASONS).nullable(),
  endDetail: z.string().nullable(),
  claimedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})

export const taskShow = defineOperation({
  name: 'task-show',
  summary: 'Show a task with its notes, runs and blockers',
  input: z.strictObject({ task: z.string().min(1) }),
  output: z.object({
    task: taskView,
    notes: z.array(z.object({ author: z.string(), text: z.string(), at: z.iso.datetime() })),
    runs: z.array(runView),
    blockers: z.array(blockerView),
  }),
  async run(context, input) {
    const ledger = await context.ledger()
    const task = await ledger.task(input.task)
    const [notes, runs, blockers] = await Promise.all([
      ledger.notes(task.id),
      ledger.runs({ taskId: task.id }),
      ledger.blockers({ taskId: task.id }),
    ])
    return {
      task: viewTask(task),
      notes: notes.map(({ author, text, at }) => ({ author, text, at: isoTime(at) })),
      runs: runs.map(viewRun),
      blockers: blockers.map((blocker) => viewBlocker(blocker, { task: task.key, now: context.clock.now() })),
    }
  },
})

function viewRun({
  id,
  number,
  state,
  endReason,
  endDetail,
  claimedAt,
  endedAt,
}: Run): z.output<typeof runView> {
  return {
    id,
    number,
    state,
    endReason,
    endDetail,
    claimedAt: isoTime(claimedAt),
    endedAt: endedAt === null ? null : isoTime(endedAt),
  }
}
