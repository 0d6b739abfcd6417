import * as z from 'zod'
import { TASK_STATES } from '../domain/task.ts'
import type { Status } from '../reports/status.ts'
import type { Schemas } from './operation.ts'

const age = z.number().min(0)
const instant = z.iso.datetime()

function listed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object({ total: z.int().min(0), first: z.array(z.object(shape)).readonly() })
}

export const statusOutput: z.ZodType<Status> = z.object({
  asOf: instant,
  verdict: z.object({
    kind: z.enum(['fine', 'needs-you', 'stopped', 'idle']),
    text: z.string(),
    command: z.string().nullable(),
  }),
  night: z.object({ number: z.int(), branch: z.string(), base: z.string(), openedAt: instant }).nullable(),
  leader: z.object({ pid: z.int(), epoch: z.int(), since: instant, alive: z.boolean() }).nullable(),
  tasks: z.record(z.enum(TASK_STATES), z.int().min(0)),
  running: listed({
    task: z.string(),
    run: z.int(),
    state: z.string(),
    agent: z.string(),
    sandbox: z.boolean(),
    ageMs: age,
  }),
  queue: listed({ task: z.string().nullable(), commit: z.string(), ageMs: age }),
  waitingOnYou: listed({ task: z.string(), question: z.string(), command: z.string(), ageMs: age }),
  failing: listed({
    task: z.string(),
    run: z.int(),
    reason: z.string(),
    detail: z.string().nullable(),
    agoMs: age,
  }),
  next: listed({ task: z.string(), priority: z.string(), ageMs: age }),
  landed: listed({ task: z.string().nullable(), commit: z.string(), at: instant }),
})

/** Apart from the operation, so that asking for the status does not load the schema library. */
export const statusSchemas: Schemas = { input: z.strictObject({}), output: statusOutput }
