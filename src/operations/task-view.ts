/** Tasks as the doors show them: times as ISO text, everything else as recorded. */
import * as z from 'zod'
import { EXPECTATIONS, type Command } from '../domain/check.ts'
import { ALLOWANCES, PRIORITIES, RESOLUTIONS, TASK_KINDS, TASK_STATES, type Task } from '../domain/task.ts'
import { REPORT_FORMATS } from '../domain/test-report.ts'

export const commandView: z.ZodType<Command> = z.union([
  z.object({ argv: z.array(z.string()).readonly() }),
  z.object({ shell: z.string() }),
])

const parametersView = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

const summaryShape = {
  key: z.string(),
  title: z.string(),
  kind: z.enum(TASK_KINDS),
  priority: z.enum(PRIORITIES),
  domain: z.string().nullable(),
  state: z.enum(TASK_STATES),
  resolution: z.enum(RESOLUTIONS).nullable(),
  needs: z.array(z.string()).readonly(),
  attempts: z.int(),
  updatedAt: z.iso.datetime(),
}

export const taskSummaryView = z.object(summaryShape)

export const taskView = z.object({
  ...summaryShape,
  id: z.string(),
  version: z.int(),
  goal: z.string(),
  scope: z.object({ write: z.array(z.string()).readonly(), strict: z.boolean() }),
  checks: z
    .array(
      z.object({
        name: z.string(),
        command: commandView,
        expect: z.enum(EXPECTATIONS),
        timeoutMs: z.int(),
        redExits: z.array(z.int()).readonly(),
        report: z.union([
          z.enum(['auto', 'exit']),
          z.object({ format: z.enum(REPORT_FORMATS), file: z.string().nullable() }),
        ]),
        tests: z.array(z.string()).readonly(),
        mutants: z.object({ modules: z.array(z.string()).readonly(), percent: z.int() }).nullable(),
      }),
    )
    .readonly(),
  agent: z
    .union([
      z.object({
        kind: z.literal('program'),
        command: commandView,
        parameters: parametersView.exactOptional(),
      }),
      z.object({
        kind: z.literal('fixer'),
        name: z.string(),
        parameters: parametersView.exactOptional(),
      }),
      z.object({ kind: z.literal('scripted'), steps: z.array(z.unknown()).readonly() }),
    ])
    .nullable(),
  limits: z.object({ runs: z.int(), wallClockMs: z.int(), noProgressMs: z.int() }),
  allow: z.array(z.enum(ALLOWANCES)).readonly(),
  at: z.string().nullable(),
  artefact: z
    .union([
      z.object({ kind: z.literal('findings') }),
      z.object({ kind: z.literal('schema'), schema: z.record(z.string(), z.unknown()) }),
    ])
    .nullable(),
  operation: z.string().nullable(),
  losses: z.int(),
  filedBy: z.string(),
  createdAt: z.iso.datetime(),
})

export type TaskView = z.output<typeof taskView>
export type TaskSummaryView = z.output<typeof taskSummaryView>

export function viewTask(task: Task): TaskView {
  return { ...task, createdAt: isoTime(task.createdAt), updatedAt: isoTime(task.updatedAt) }
}

export function summariseTask(task: Task): TaskSummaryView {
  const { key, title, kind, priority, domain, state, resolution, needs, attempts } = task
  return {
    key,
    title,
    kind,
    priority,
    domain,
    state,
    resolution,
    needs,
    attempts,
    updatedAt: isoTime(task.updatedAt),
  }
}

export function isoTime(at: number): string {
  return new Date(at).toISOString()
}
