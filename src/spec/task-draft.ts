import * as z from 'zod'
import { DEFAULT_CHECK_TIMEOUT_MS, EXPECTATIONS, type Check, type Command } from '../domain/check.ts'
import { DEFAULT_LIMITS, isTaskKey, PRIORITIES, TASK_KINDS, type TaskDraft } from '../domain/task.ts'

const LONGEST_MS = 7 * 24 * 60 * 60_000
const MOST_TEXT = 100_000

export const keySchema = z
  .string({ error: 'must be a key' })
  .refine(isTaskKey, { error: 'must be a key: lower case letters, digits and dashes, at most 80 characters' })

export const titleSchema = z
  .string({ error: 'must be a title' })
  .trim()
  .regex(/^[^\r\n]{1,200}$/, { error: 'must be one line of at most 200 characters' })

export const goalSchema = z.string().max(MOST_TEXT)

export const prioritySchema = z.enum(PRIORITIES, { error: `must be one of ${PRIORITIES.join(', ')}` })

export const domainSchema = z
  .string()
  .regex(/^[\w][\w ./-]{0,79}$/, { error: 'must be a name of at most 80 characters' })

const globSchema = z
  .string({ error: 'must be a glob' })
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0\n]+$/, {
    error: 'must be a glob below the root of the repository',
  })
  .refine((glob) => !/^\.git(?:\/|$)/i.test(glob), { error: 'must not name the git directory' })

export const scopeSchema = z.strictObject({
  write: z.array(globSchema).max(200).default([]),
  strict: z.boolean().default(false),
})

const wordsSchema = z
  .array(z.string())
  .min(1, { error: 'must have a program' })
  .refine(([program]) => program !== '', { error: 'must begin with a program' })

const commandValueSchema: z.ZodType<Command> = z.union(
  [z.strictObject({ argv: wordsSchema }), z.strictObject({ shell: z.string().regex(/\S/) })],
  { error: 'must be {"argv": [program, argument, ...]} or {"shell": "a line"}' },
)

const durationMs = z.int({ error: 'must be whole milliseconds' }).min(1).max(LONGEST_MS)

const checkSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w][\w .:/-]{0,79}$/, { error: 'must be a name of at most 80 characters' })
    .optional(),
  command: commandValueSchema,
  expect: z.enum(EXPECTATIONS, { error: `must be one of ${EXPECTATIONS.join(', ')}` }),
  timeoutMs: durationMs.default(DEFAULT_CHECK_TIMEOUT_MS),
  redExits: z.array(z.int().min(1).max(125)).default([]),
})

/** Checks without a name are called by what they must show and their place. */
export const checksSchema = z
  .array(checkSchema)
  .max(50)
  .transform((checks) =>
    checks.map(({ name, ...rest }, index): Check => ({
      name: name ?? `${rest.expect}-${index + 1}`,
      ...rest,
    })),
  )
  .refine((checks) => new Set(checks.map(({ name }) => name)).size === checks.length, {
    error: 'must have different names',
  })

export const agentSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('program'), command: commandValueSchema }),
    z.strictObject({ kind: z.literal('scripted'), steps: z.array(z.unknown()) }),
  ],
  { error: 'must be {"kind": "program", "command": ...} or {"kind": "scripted", "steps": [...]}' },
)

export const limitsShape = {
  runs: z.int({ error: 'must be a whole number' }).min(1).max(100),
  wallClockMs: durationMs,
  noProgressMs: durationMs,
}

/** A task as it is written down: only key and title must be given. */
export const taskDraftSchema = z
  .strictObject({
    key: keySchema,
    title: titleSchema,
    goal: goalSchema.default(''),
    kind: z.enum(TASK_KINDS, { error: `must be one of ${TASK_KINDS.join(', ')}` }).default('change'),
    priority: prioritySchema.default('P2'),
    domain: domainSchema.nullable().default(null),
    scope: scopeSchema.prefault({}),
    needs: z.array(keySchema).default([]),
    checks: checksSchema.default([]),
    agent: agentSchema.nullable().default(null),
    limits: z
      .strictObject({
        runs: limitsShape.runs.default(DEFAULT_LIMITS.runs),
        wallClockMs: limitsShape.wallClockMs.default(DEFAULT_LIMITS.wallClockMs),
        noProgressMs: limitsShape.noProgressMs.default(DEFAULT_LIMITS.noProgressMs),
      })
      .prefault({}),
  })
  .superRefine((draft, context) => {
    for (const problem of draftProblems(draft)) context.addIssue({ code: 'custom', ...problem })
  })

interface DraftProblem {
  readonly path: string[]
  readonly message: string
}

/** Why a task could never be done as it stands, whoever works on it. */
export function draftProblems(
  draft: Pick<TaskDraft, 'kind' | 'scope' | 'checks' | 'agent'>,
): readonly DraftProblem[] {
  const problem = (path: string, message: string): DraftProblem => ({ path: [path], message })
  switch (draft.kind) {
    case 'change':
      // Whatever is identified is filed at once; who works on it, and where, may be said later.
      return draft.agent !== null && draft.scope.write.length === 0
        ? [problem('scope', 'a change with an agent needs paths it may write: --write GLOB')]
        : []
    case 'verify':
      return [
        ...(draft.agent === null
          ? []
          : [problem('agent', 'a verify task has no agent: its checks are its work')]),
        ...(draft.scope.write.length === 0
          ? []
          : [problem('scope', 'a verify task changes nothing: leave --write out')]),
        ...(draft.checks.length === 0
          ? [problem('checks', 'a verify task needs a check: --must-pass CMD')]
          : []),
        ...(draft.checks.some(({ expect }) => expect === 'red-to-green')
          ? [problem('checks', 'a verify task changes nothing, so no check can turn green: use --must-pass')]
          : []),
      ]
    case 'explore':
    case 'operate':
      return [problem('kind', `${draft.kind} tasks cannot be run yet; change and verify can`)]
  }
}
