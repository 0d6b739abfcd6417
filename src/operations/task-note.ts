import * as z from 'zod'
import { actorLabel } from '../domain/actor.ts'
import { defineOperation } from './operation.ts'
import { isoTime } from './task-view.ts'

export const taskNote = defineOperation({
  name: 'task-note',
  summary: 'Append a note to a task; agents read notes in their brief',
  input: z.strictObject({
    task: z.string().min(1),
    text: z.string().trim().min(1, { error: 'must not be empty' }).max(100_000),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({
    /** Null when nothing was written. */
    id: z.string().nullable(),
    task: z.string(),
    author: z.string(),
    text: z.string(),
    at: z.iso.datetime(),
    dryRun: z.boolean(),
  }),
  async run(context, { task, text, dryRun }) {
    const ledger = await context.ledger()
    const { key, id } = await ledger.task(task)
    if (dryRun) {
      const at = isoTime(context.clock.now())
      return { id: null, task: key, author: actorLabel(context.actor), text, at, dryRun }
    }
    const note = await ledger.noteTask({ actor: context.actor, task: id, text })
    return { id: note.id, task: key, author: note.author, text: note.text, at: isoTime(note.at), dryRun }
  },
})
