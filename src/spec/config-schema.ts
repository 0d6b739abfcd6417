import * as z from 'zod'
import { DEFAULT_CHECK_TIMEOUT_MS, PLAIN_CHECK, type Check, type Command } from '../domain/check.ts'
import { commandSchema, commandShape, hasOneCommand, ONE_COMMAND, toCommand } from './command.ts'
import { durationSchema } from './duration-schema.ts'
import { reportSchema } from './report-source.ts'

const BRIEF_TOKENS = { least: 2_000, usual: 8_000, most: 200_000 }
const DEFAULT_SETUP_TIMEOUT_MS = 30 * 60_000
const DEFAULT_OPERATION_TIMEOUT_MS = 10 * 60_000

/** Set by the jail for every command; a value of the configuration would be lost. */
const JAIL_VARIABLES = ['HOME', 'PATH', 'TMPDIR']

const variableName = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of an environment variable' })

const checkName = z
  .string({ error: 'must be a word' })
  .regex(/^[\w][\w .:/-]{0,79}$/, { error: 'must be a name of letters, digits and dashes, at most 80' })

const gateCheckSchema = z
  .strictObject({
    name: checkName.meta({ description: 'How reports call this check' }),
    ...commandShape,
    timeout: durationSchema
      .optional()
      .meta({ description: 'Longest time it may take, e.g. 10m (the default)' }),
    report: reportSchema
      .optional()
      .meta({ description: 'How its tests are counted: auto (the default), exit, or { format, file }' }),
  })
  .refine(hasOneCommand, ONE_COMMAND)
  .transform((written): Check => ({
    name: written.name,
    command: toCommand(written),
    expect: 'must-pass',
    timeoutMs: written.timeout ?? DEFAULT_CHECK_TIMEOUT_MS,
    ...PLAIN_CHECK,
    ...(written.report === undefined ? {} : { report: written.report }),
  }))

const gateSchema = z
  .array(gateCheckSchema)
  .superRefine(namesAreUnique, { when: ({ value }) => Array.isArray(value) })

const setupSchema = z
  .strictObject({
    ...commandShape,
    commands: z.array(commandSchema).min(1, { error: 'must have at least one command' }).optional(),
    locks: z
      .array(
        z
          .string()
          .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))./, { error: 'must be a path inside the repository' }),
      )
      .default([])
      .meta({
        description:
          'Files whose content decides whether to install again; globs. A task changes one only if its scope names it literally',
      }),
    inherit: z.array(variableName).default([]).meta({
      description:
        'Variables of your environment that only these commands get, e.g. NPM_TOKEN; masked in output',
    }),
    timeout: durationSchema
      .optional()
      .meta({ description: 'Longest time all commands may take, e.g. 30m (the default)' }),
  })
  .refine(hasOneSetup, { error: 'needs exactly one of run, shell and commands' })
  .transform((written) => ({
    commands: written.commands ?? [toCommand(written)],
    locks: written.locks,
    inherit: written.inherit,
    timeoutMs: written.timeout ?? DEFAULT_SETUP_TIMEOUT_MS,
  }))

const jailSchema = z.strictObject({
  readable: z
    .array(z.string().regex(/^(?:\/|~(?:\/|$))/, { error: 'must be an absolute path, or begin with ~' }))
    .default([])
    .meta({ description: 'Paths readable besides the system and toolchains' }),
  variables: z
    .record(variableName, z.string({ error: 'must be a string; put it in quotes' }))
    .superRefine(leaveJailItsOwn, { when: ({ value }) => typeof value === 'object' && value !== null })
    .default({})
    .meta({ description: 'Environment variables of agents, checks and set-up commands' }),
})

const placeNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,79}$/, { error: 'must be a name of letters, digits and dashes, at most 80' })

const operationSchema = z
  .strictObject({
    ...commandShape,
    target: placeNameSchema.meta({
      description: 'What it acts on; production unless targets says otherwise',
    }),
    timeout: durationSchema
      .optional()
      .meta({ description: 'Longest time it may take, e.g. 10m (the default)' }),
    network: z.boolean().default(false).meta({ description: 'Whether it, and its proof, have network' }),
    inherit: z.array(variableName).default([]).meta({
      description:
        'Variables of your environment that it and its proof get, e.g. DEPLOY_TOKEN; masked in output',
    }),
  })
  .refine(hasOneCommand, ONE_COMMAND)
  .transform((written) => ({
    command: toCommand(written),
    target: written.target,
    timeoutMs: written.timeout ?? DEFAULT_OPERATION_TIMEOUT_MS,
    network: written.network,
    inherit: written.inherit,
  }))

const targetSchema = z.strictObject({
  production: z
    .boolean({ error: 'must be true or false' })
    .meta({ description: 'Whether a person must grant every operation on it' }),
})

const briefSchema = z.strictObject({
  tokens: z
    .int({ error: 'must be a whole number' })
    .min(BRIEF_TOKENS.least, { error: `must be at least ${BRIEF_TOKENS.least}` })
    .max(BRIEF_TOKENS.most, { error: `must be at most ${BRIEF_TOKENS.most}` })
    .default(BRIEF_TOKENS.usual)
    .meta({ description: 'What an agent is given to read, at most; a token is counted as four characters' }),
})

export const configSchema = z
  .strictObject({
    target: z
      .string({ error: 'must be the name of a branch' })
      .regex(/^(?!refs\/)(?![-/.])[^\s~^:?*[\\]+$/, {
        error: 'must be the name of a branch, without refs/heads/',
      })
      .meta({ description: 'Your branch: nights start from it and accept moves it' }),
    setup: setupSchema
      .optional()
      .meta({ description: 'Installs dependencies, once for each state of the lock files' }),
    gate: gateSchema.default([]).meta({ description: 'Checks that must pass on everything that lands' }),
    concurrency: z
      .int({ error: 'must be a whole number' })
      .min(1, { error: 'must be at least 1' })
      .max(1000, { error: 'must be at most 1000' })
      .optional()
      .meta({ description: 'Runs at once; the number of cores when left out' }),
    secrets: z
      .array(variableName)
      .default([])
      .meta({ description: 'Variables of your environment whose values are masked wherever output is kept' }),
    jail: jailSchema.prefault({}),
    brief: briefSchema.prefault({}),
    operations: z
      .record(placeNameSchema, operationSchema)
      .default({})
      .meta({ description: 'What tasks of kind operate may do, by name' }),
    targets: z
      .record(placeNameSchema, targetSchema)
      .default({})
      .meta({ description: 'What operations act on, by name; one that is not listed counts as production' }),
  })
  .meta({ title: 'Reveille configuration', description: '.reveille/config.yaml' })

function hasOneSetup(written: {
  readonly run?: unknown
  readonly shell?: unknown
  readonly commands?: readonly Command[] | undefined
}): boolean {
  return [written.run, written.shell, written.commands].filter((way) => way !== undefined).length === 1
}

/** Runs on unchecked values too, so that one report names every problem. */
function namesAreUnique(gate: readonly unknown[], context: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [index, check] of gate.entries()) {
    const name: unknown = Object(check) === check ? Reflect.get(Object(check) as object, 'name') : undefined
    if (typeof name !== 'string') continue
    if (seen.has(name))
      context.addIssue({ code: 'custom', path: [index, 'name'], message: `is used twice: ${name}` })
    seen.add(name)
  }
}

function leaveJailItsOwn(variables: object, context: z.RefinementCtx): void {
  for (const name of JAIL_VARIABLES.filter((own) => own in variables)) {
    context.addIssue({ code: 'custom', path: [name], message: 'is set by the jail and cannot be chosen' })
  }
}

/** Text of schema/config.schema.json, for editors. */
export function renderConfigSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(configSchema, { io: 'input' }), null, 2)}\n`
}
