import * as z from 'zod'
import { PRIORITIES, TASK_KINDS, TASK_STATES } from '../domain/task.ts'
import { defineOperation } from './operation.ts'
import { summariseTask, taskSummaryView } from './task-view.ts'

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.array(z.enum(values, { error: `must be one of ${values.join(', ')}` })).optional()

export const taskList = defineOperation({
  name: 'task-list',
  summary: 'List tasks, the most urgent first',
  input: z.strictObject({
    states: oneOf(TASK_STATES),
    kinds: oneOf(TASK_KINDS),
    priorities: oneOf(PRIORITIES),
    domain: z.string().optional(),
    text: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(100_000).default(1000),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  output: z.object({ tasks: z.array(taskSummaryView) }),
  async run(context, { states, kinds, priorities, domain, text, limit, offset }) {
    const ledger = await context.ledger()
    const tasks = await ledger.tasks({
      limit,
      offset,
      ...(states === undefined ? {} : { states }),
      ...(kinds === undefined ? {} : { kinds }),
      ...(priorities === undefined ? {} : { priorities }),
      ...(domain === undefined ? {} : { domain }),
      ...(text === undefined ? {} : { text }),
    })
    return { tasks: tasks.map(summariseTask) }
  },
})
