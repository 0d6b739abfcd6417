import * as z from 'zod'
import {
  DEFAULT_CHECK_TIMEOUT_MS,
  EXPECTATIONS,
  PLAIN_CHECK,
  type Check,
  type Command,
} from '../domain/check.ts'
import { FIXER_NAMES, fixerProblems, unknownFixer } from '../domain/fixer.ts'
import { ALLOWANCES, DEFAULT_LIMITS, isTaskKey, PRIORITIES, TASK_KINDS } from '../domain/task.ts'
import { draftProblems, outlineOf } from './draft-problems.ts'
import { fileSchema, reportSchema } from './report-source.ts'

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

export const globSchema = z
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

export const mutantsSchema = z.strictObject({
  modules: z.array(fileSchema).min(1).max(20),
  percent: z.int({ error: 'must be whole percent' }).min(1).max(100),
})

export const checkNameSchema = z
  .string({ error: 'must be a name' })
  .regex(/^[\w][\w .:/-]{0,79}$/, { error: 'must be a name of at most 80 characters' })

export const redExitsSchema = z.array(z.int({ error: 'must be an exit code' }).min(1).max(125))

export const testsSchema = z.array(z.string({ error: 'must be the id of a test' }).min(1).max(1000)).max(1000)

const checkSchema = z.strictObject({
  name: checkNameSchema.optional(),
  command: commandValueSchema,
  expect: z.enum(EXPECTATIONS, { error: `must be one of ${EXPECTATIONS.join(', ')}` }),
  timeoutMs: durationMs.default(DEFAULT_CHECK_TIMEOUT_MS),
  redExits: redExitsSchema.default([]),
  report: reportSchema.default(PLAIN_CHECK.report),
  tests: testsSchema.default([]),
  mutants: mutantsSchema.nullable().default(null),
})

/** Checks without a name are called by what they must show and their place. */
export function withNames(
  checks: readonly (Omit<Check, 'name'> & { readonly name?: string | undefined })[],
): readonly Check[] {
  return checks.map(({ name, ...rest }, index) => ({ name: name ?? `${rest.expect}-${index + 1}`, ...rest }))
}

export const checksSchema = z
  .array(checkSchema)
  .max(50)
  .transform(withNames)
  .refine((checks) => new Set(checks.map(({ name }) => name)).size === checks.length, {
    error: 'must have different names',
  })

export const parametersSchema = z.record(
  z.string().regex(/^[A-Za-z][\w-]{0,79}$/, { error: 'must be a name of letters, digits and dashes' }),
  z.union([z.string().max(10_000), z.number(), z.boolean()], {
    error: 'must be text, a number, true or false',
  }),
)

export const artefactSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('findings') }),
    z.strictObject({ kind: z.literal('schema'), schema: z.record(z.string(), z.unknown()) }),
  ],
  { error: 'must be {"kind": "findings"} or {"kind": "schema", "schema": a JSON Schema}' },
)

export const allowSchema = z.array(z.enum(ALLOWANCES, { error: `must be one of ${ALLOWANCES.join(', ')}` }))

export const revisionSchema = z
  .string({ error: 'must be a commit, tag or branch' })
  .regex(/^(?!-)[^\s~^:?*[\\]{1,200}$/, { error: 'must be a commit, tag or branch' })

export const operationSchema = z.string({ error: 'must be the name of an operation' }).min(1).max(80)

export const fixerNameSchema = z.enum(FIXER_NAMES, {
  error: ({ input }) => (typeof input === 'string' ? unknownFixer(input) : 'must be the name of a fixer'),
})

interface WrittenFixer {
  readonly name: string
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
}

/** What each fixer must and can be told. */
export function checkFixer({ name, parameters }: WrittenFixer, context: z.RefinementCtx): void {
  for (const { parameter, message } of fixerProblems(name, parameters))
    context.addIssue({
      code: 'custom',
      path: parameter === null ? [] : ['parameters', parameter],
      message,
    })
}

export const agentSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('program'),
      command: commandValueSchema,
      parameters: parametersSchema.exactOptional(),
    }),
    z.strictObject({ kind: z.literal('scripted'), steps: z.array(z.unknown()) }),
    z
      .strictObject({
        kind: z.literal('fixer'),
        name: fixerNameSchema,
        parameters: parametersSchema.exactOptional(),
      })
      .superRefine(checkFixer),
  ],
  {
    error:
      'must be {"kind": "program", "command": ...}, {"kind": "fixer", "name": ...} or {"kind": "scripted", "steps": [...]}',
  },
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
    allow: allowSchema.default([]),
    at: revisionSchema.nullable().default(null),
    artefact: artefactSchema.nullable().default(null),
    operation: operationSchema.nullable().default(null),
  })
  .superRefine((draft, context) => {
    for (const { path, message } of draftProblems(outlineOf(draft)))
      context.addIssue({ code: 'custom', path: path.map(nameInDraft), message })
  })

/** The one field that a spec calls otherwise. */
function nameInDraft(step: string | number): string | number {
  return step === 'exits' ? 'redExits' : step
}
