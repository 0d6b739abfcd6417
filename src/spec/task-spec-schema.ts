/** A task as people write it, in YAML. Everything that has a usual value may be left out. */
import * as z from 'zod'
import { DEFAULT_CHECK_TIMEOUT_MS, EXPECTATIONS, PLAIN_CHECK } from '../domain/check.ts'
import { FIXER_NAMES } from '../domain/fixer.ts'
import { ALLOWANCES, DEFAULT_LIMITS, TASK_KINDS, type AgentChoice, type TaskDraft } from '../domain/task.ts'
import { commandShape, hasOneCommand, ONE_COMMAND, runSchema, shellSchema, toCommand } from './command.ts'
import { durationSchema } from './duration-schema.ts'
import { reportSchema } from './report-source.ts'
import {
  allowSchema,
  checkFixer,
  checkNameSchema,
  domainSchema,
  fixerNameSchema,
  globSchema,
  goalSchema,
  keySchema,
  limitsShape,
  mutantsSchema,
  operationSchema,
  parametersSchema,
  prioritySchema,
  redExitsSchema,
  revisionSchema,
  testsSchema,
  titleSchema,
  withNames,
} from './task-draft.ts'

const DEFAULT_PERCENT = 60

const agentSpec = z
  .strictObject({
    program: runSchema
      .optional()
      .meta({ description: 'Program and arguments, run as they are: no shell is involved' }),
    shell: shellSchema.optional(),
    fixer: fixerNameSchema
      .optional()
      .meta({ description: `A fixer that is built in: ${FIXER_NAMES.join(', ')}` }),
    scripted: z
      .array(z.unknown(), { error: 'must be a list of steps' })
      .optional()
      .meta({ description: 'Steps of a scripted agent, for tests and demonstrations' }),
    parameters: parametersSchema.optional().meta({ description: 'What the agent is told by name' }),
  })
  .refine(hasOneAgent, {
    error:
      'needs exactly one of program: [program, argument, ...], shell: "a line", fixer: name and scripted: [step, ...]',
  })
  .refine(({ scripted, parameters }) => scripted === undefined || parameters === undefined, {
    path: ['parameters'],
    error: 'has no use: a script reads none',
  })
  .superRefine(({ fixer, parameters }, context) => {
    if (fixer !== undefined) checkFixer({ name: fixer, parameters }, context)
  })
  .transform(({ program, shell, fixer, scripted, parameters }): AgentChoice => {
    if (scripted !== undefined) return { kind: 'scripted', steps: scripted }
    const told = parameters === undefined ? {} : { parameters }
    if (fixer !== undefined) return { kind: 'fixer', name: fixer, ...told }
    return { kind: 'program', command: toCommand({ run: program, shell }), ...told }
  })

const checkSpec = z
  .strictObject({
    name: checkNameSchema.optional().meta({ description: 'How reports call this check' }),
    ...commandShape,
    expect: z.enum(EXPECTATIONS).meta({
      description:
        'red-to-green: fails before the work and passes after it. must-pass: passes after it. kills-mutants: passes, and notices faults planted in the modules it tests',
    }),
    timeout: durationSchema
      .optional()
      .meta({ description: 'Longest time it may take, e.g. 10m (the default)' }),
    exits: redExitsSchema.optional().meta({
      description:
        'Exit codes that count as red where no test report can tell; without either nothing is proved',
    }),
    report: reportSchema
      .optional()
      .meta({ description: 'How its tests are counted: auto (the default), exit, or { format, file }' }),
    tests: testsSchema.optional().meta({
      description: 'Tests that must turn green, by id or the end of it; all red ones when left out',
    }),
    mutants: mutantsSchema
      .extend({ percent: mutantsSchema.shape.percent.default(DEFAULT_PERCENT) })
      .optional()
      .meta({
        description: 'Modules to plant faults in, and the percentage of them that must be noticed (60)',
      }),
  })
  .refine(hasOneCommand, ONE_COMMAND)
  .transform(({ run, shell, timeout, exits, ...written }) => ({
    ...(written.name === undefined ? {} : { name: written.name }),
    command: toCommand({ run, shell }),
    expect: written.expect,
    timeoutMs: timeout ?? DEFAULT_CHECK_TIMEOUT_MS,
    redExits: exits ?? PLAIN_CHECK.redExits,
    report: written.report ?? PLAIN_CHECK.report,
    tests: written.tests ?? PLAIN_CHECK.tests,
    mutants: written.mutants ?? PLAIN_CHECK.mutants,
  }))

const artefactSpec = z
  .union(
    [
      z.literal('findings').transform(() => ({ kind: 'findings' as const })),
      z
        .strictObject({ schema: z.record(z.string(), z.unknown()) })
        .transform(({ schema }) => ({ kind: 'schema' as const, schema })),
    ],
    { error: 'must be findings, or schema: with a JSON Schema' },
  )
  .meta({
    description: 'What an explore task has to bring: findings, or anything that a JSON Schema describes',
  })

const limitsSpec = z
  .strictObject({
    runs: limitsShape.runs.optional().meta({ description: 'Runs that may fail before the task blocks (3)' }),
    wallClock: durationSchema.optional().meta({ description: 'Longest time of a run (1h)' }),
    idle: durationSchema
      .optional()
      .meta({ description: 'Longest time without output or changed file (10m)' }),
  })
  .transform(({ runs, wallClock, idle }) => ({
    runs: runs ?? DEFAULT_LIMITS.runs,
    wallClockMs: wallClock ?? DEFAULT_LIMITS.wallClockMs,
    noProgressMs: idle ?? DEFAULT_LIMITS.noProgressMs,
  }))

const scopeSpec = z.strictObject({
  write: z.array(globSchema).max(200).default([]).meta({ description: 'Paths it may change; globs' }),
  strict: z.boolean().default(false).meta({ description: 'Everything else is read-only for the agent too' }),
})

export const taskSpecSchema = z
  .strictObject({
    key: keySchema.meta({ description: 'Its name for good: lower case letters, digits and dashes' }),
    title: titleSchema.meta({ description: 'What will be true when it is done, in one line' }),
    kind: z.enum(TASK_KINDS).default('change').meta({
      description:
        'change: a diff that lands. verify: checks answered on a tree. explore: an artefact. operate: a configured operation',
    }),
    priority: prioritySchema.default('P2').meta({ description: 'P0 comes first' }),
    domain: domainSchema.optional().meta({ description: 'Part of the project it belongs to' }),
    goal: goalSchema.default('').meta({ description: 'What the agent is told' }),
    scope: scopeSpec
      .prefault({})
      .meta({ description: 'What a change may touch; the diff gate refuses the rest' }),
    needs: z.array(keySchema).default([]).meta({ description: 'Keys of tasks that must be done first' }),
    agent: agentSpec.optional().meta({ description: 'Who works on it' }),
    checks: z.array(checkSpec).max(50).transform(withNames).default([]).meta({
      description: 'What proves that it is done; the agent never runs them for proof, Reveille does',
    }),
    limits: limitsSpec.prefault({}).meta({ description: 'How often and how long it may be tried' }),
    allow: allowSchema
      .default([])
      .meta({ description: `What a change may touch besides its sources: ${ALLOWANCES.join(', ')}` }),
    at: revisionSchema.optional().meta({
      description: 'Commit, tag or branch that a verify or explore task is about; the target when left out',
    }),
    artefact: artefactSpec.optional(),
    operation: operationSchema
      .optional()
      .meta({ description: 'Name of the configured operation that an operate task carries out' }),
  })
  .transform((written): TaskDraft => ({
    ...written,
    domain: written.domain ?? null,
    agent: written.agent ?? null,
    at: written.at ?? null,
    artefact: written.artefact ?? null,
    operation: written.operation ?? null,
  }))
  .meta({ title: 'Reveille task', description: 'A task of Reveille: .reveille/tasks/NAME.yaml' })

function hasOneAgent(written: {
  readonly program?: unknown
  readonly shell?: unknown
  readonly fixer?: unknown
  readonly scripted?: unknown
}): boolean {
  const { program, shell, fixer, scripted } = written
  return [program, shell, fixer, scripted].filter((way) => way !== undefined).length === 1
}

/** Text of schema/task.schema.json, for editors. */
export function renderTaskSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(taskSpecSchema, { io: 'input' }), null, 2)}\n`
}
