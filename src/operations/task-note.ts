import * as z from 'zod'
import { defineOperation } from './operation.ts'
import { isoTime } from './task-view.ts'

export const taskNote = defineOperation({
  name: 'task-note',
  summary: 'Append a note to a task; agents read notes in their brief',
  input: z.strictObject({
    task: z.string().min(1),
    text: z.string().trim().min(1, { error: 'must not be empty' }).max(100_000),
  }),
  output: z.object({
    id: z.string(),
    task: z.string(),
    author: z.string(),
    text: z.string(),
    at: z.iso.datetime(),
  }),
  async run(context, { task, text }) {
    const ledger = await context.ledger()
    const note = await ledger.noteTask({ actor: context.actor, task, text })
    const { key } = await ledger.task(note.taskId)
    return { id: note.id, task: key, author: note.author, text: note.text, at: isoTime(note.at) }
  },
})
