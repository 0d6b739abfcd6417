import * as z from 'zod'
import { ReveilleError } from '../../domain/errors.ts'
import { nearest } from '../../domain/nearest.ts'

const path = z.string().min(1)
const argv = z.tuple([z.string().min(1)], z.string())

/**
 * Everything a scripted agent can do; a step is named by one of its keys. Paths are relative to the workspace, but nothing
 * keeps a script inside it: that is the jail's work.
 */
const STEPS = {
  /** Makes the folders above it too. */
  write: z.strictObject({ write: path, content: z.string() }),
  append: z.strictObject({ append: path, content: z.string() }),
  /** Replaces the first occurrence; fails when there is none. */
  edit: z.strictObject({ edit: path, find: z.string().min(1), replace: z.string() }),
  delete: z.strictObject({ delete: path }),
  move: z.strictObject({ move: path, to: path }),
  symlink: z.strictObject({ symlink: path, to: z.string().min(1) }),
  run: z.strictObject({ run: argv, allowFailure: z.boolean().optional() }),
  shell: z.strictObject({ shell: z.string(), allowFailure: z.boolean().optional() }),
  /** Milliseconds. */
  sleep: z.strictObject({ sleep: z.number().min(0) }),
  /** A line; a list is one line in several writes. */
  print: z.strictObject({ print: z.union([z.string(), z.array(z.string())]) }),
  /** Bytes of output, as lines. */
  flood: z.strictObject({ flood: z.int().min(1) }),
  /** Exit code. */
  crash: z.strictObject({ crash: z.int().min(1).max(255) }),
  /** Without end; `stubbornly` ignores SIGTERM. */
  hang: z.strictObject({ hang: z.enum(['politely', 'stubbornly']) }),
  /** Starts a command in a session of its own and does not wait for it. */
  daemon: z.strictObject({ daemon: argv }),
  /** Asks a person, through the run's socket; what each option means by its key. The steps after it are played too. */
  raise: z.strictObject({
    raise: z.strictObject({
      ...{ seen: z.string(), tried: z.string(), question: z.string() },
      options: z.record(z.string().min(1), z.string()),
      default: z.string().optional(),
      deadline: z.string().optional(),
    }),
  }),
  /** Left on the task, through the run's socket. */
  note: z.strictObject({ note: z.string().min(1) }),
  /** Everything, as a git commit in the workspace. */
  commit: z.strictObject({ commit: z.string().min(1) }),
} as const

type StepName = keyof typeof STEPS
export type Step = { [name in StepName]: z.infer<(typeof STEPS)[name]> }[StepName]

const run = z.int().min(1)
const OnRun = z.strictObject({ onRun: z.union([run, z.array(run).min(1)]), steps: z.array(z.unknown()) })
const STEP_NAMES = Object.keys(STEPS)
const NAMES = [...STEP_NAMES, 'onRun']

/**
 * The steps of the task's run with this number. Besides steps a script holds `{ onRun: 2, steps: [...] }`, or a list of
 * numbers, for some runs alone. Throws `agent-invalid` with all problems, whichever run they are in.
 */
export function stepsOfRun(script: readonly unknown[], runNumber: number): readonly Step[] {
  const problems: string[] = []
  const steps = script.flatMap((entry, index) => {
    const place = `step ${index + 1}`
    if (nameOf(entry) !== 'onRun') return readStep(entry, place, problems)
    const only = read(OnRun, entry, place, problems)
    const inner = only.flatMap(({ steps: some }) =>
      some.flatMap((step, at) => readStep(step, `${place}.${at + 1}`, problems)),
    )
    return only.some(({ onRun }) => [onRun].flat().includes(runNumber)) ? inner : []
  })
  if (problems.length === 0) return steps
  throw new ReveilleError('agent-invalid', `the script has problems: ${problems.join('; ')}`, {
    hint: `a step is one of ${NAMES.join(', ')}`,
    data: { problems },
  })
}

function readStep(entry: unknown, place: string, problems: string[]): readonly Step[] {
  const name = nameOf(entry)
  if (name === null) {
    problems.push(`${place} is no step, which is a map such as { print: hello }`)
    return []
  }
  if (isStepName(name)) return read<Step>(STEPS[name], entry, place, problems)
  const [meant] = nearest(name, STEP_NAMES)
  problems.push(
    `${place}: ${JSON.stringify(name)} is no step${meant === undefined ? '' : `, did you mean ${meant}?`}`,
  )
  return []
}

function read<Value>(
  schema: z.ZodType<Value>,
  entry: unknown,
  place: string,
  problems: string[],
): readonly Value[] {
  const result = schema.safeParse(entry)
  if (result.success) return [result.data]
  problems.push(
    ...result.error.issues.map((issue) => `${[place, ...issue.path].join(' ')}: ${issue.message}`),
  )
  return []
}

function nameOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return null
  const keys = Object.keys(entry)
  return keys.find((key) => NAMES.includes(key)) ?? keys[0] ?? null
}

function isStepName(name: string): name is StepName {
  return Object.hasOwn(STEPS, name)
}
