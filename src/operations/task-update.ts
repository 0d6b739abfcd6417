import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import type { Task } from '../domain/task.ts'
import type { TaskChanges } from '../ledger/ledger.ts'
import {
  agentSchema,
  allowSchema,
  artefactSchema,
  checksSchema,
  domainSchema,
  goalSchema,
  limitsShape,
  operationSchema,
  prioritySchema,
  redExitsSchema,
  revisionSchema,
  scopeSchema,
  titleSchema,
} from '../spec/task-draft.ts'
import { draftProblems, outlineOf } from '../spec/draft-problems.ts'
import { defineOperation } from './operation.ts'
import { taskView, viewTask } from './task-view.ts'

const changesSchema = z.strictObject({
  title: titleSchema.optional(),
  goal: goalSchema.optional(),
  priority: prioritySchema.optional(),
  domain: domainSchema.nullable().optional(),
  write: scopeSchema.shape.write.unwrap().optional(),
  strict: z.boolean().optional(),
  checks: checksSchema.optional(),
  /** Of the red-to-green checks that the task has. */
  redExits: redExitsSchema.optional(),
  agent: agentSchema.optional(),
  runs: limitsShape.runs.optional(),
  wallClockMs: limitsShape.wallClockMs.optional(),
  noProgressMs: limitsShape.noProgressMs.optional(),
  allow: allowSchema.optional(),
  at: revisionSchema.optional(),
  artefact: artefactSchema.optional(),
  operation: operationSchema.optional(),
})

type Changes = z.output<typeof changesSchema>

export const taskUpdate = defineOperation({
  name: 'task-update',
  summary: 'Change the named fields of a task and no others',
  input: z.strictObject({
    task: z.string().min(1),
    changes: changesSchema,
    /** The version the caller read; another one in the ledger refuses the change. */
    version: z.coerce.number().int().min(1).optional(),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({ task: taskView, changed: z.array(z.string()), dryRun: z.boolean() }),
  async run(context, { task: name, changes: named, version, dryRun }) {
    const ledger = await context.ledger()
    const now = await ledger.task(name)
    const changes = changesOf(named, now)
    const changed = Object.keys(changes)
    if (changed.length === 0) throw new ReveilleError('input-invalid', 'No field to change was named.')
    const [problem] = draftProblems(outlineOf({ ...now, ...changes }))
    if (problem !== undefined) throw new ReveilleError('input-invalid', problem.message)
    if (dryRun) return { task: viewTask({ ...now, ...changes }), changed, dryRun }
    // Scope and limits are merged with what was read, so a write in between must not be lost.
    const expected = version ?? now.version
    const task = await ledger.updateTask({ actor: context.actor, task: now.id, version: expected, changes })
    return { task: viewTask(task), changed, dryRun }
  },
})

function changesOf(named: Changes, task: Task): TaskChanges {
  const { title, goal, priority, domain, agent, write, strict, runs, wallClockMs, noProgressMs } = named
  const { allow, at, artefact, operation } = named
  const checks = named.checks ?? withRedExits(task, named.redExits)
  const scope = { ...task.scope, ...given({ write, strict }) }
  const limits = { ...task.limits, ...given({ runs, wallClockMs, noProgressMs }) }
  return {
    ...given({ title, goal, priority, domain, checks, agent, allow, at, artefact, operation }),
    ...(write === undefined && strict === undefined ? {} : { scope }),
    ...(runs === undefined && wallClockMs === undefined && noProgressMs === undefined ? {} : { limits }),
  }
}

/** Undefined where none is named. */
function withRedExits({ checks }: Task, redExits: Changes['redExits']): Task['checks'] | undefined {
  if (redExits === undefined) return undefined
  if (checks.some(({ expect }) => expect === 'red-to-green'))
    return checks.map((check) => (check.expect === 'red-to-green' ? { ...check, redExits } : check))
  throw new ReveilleError(
    'input-invalid',
    'It has no red-to-green check that these exit codes could be about.',
  )
}

type Given<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The fields that have a value. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  // Leaving out what is undefined is exactly what the type says; entries lose it on the way.
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>
}
