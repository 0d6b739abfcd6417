import { lstat, mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import * as z from 'zod'
import { isReveilleError, ReveilleError } from '../domain/errors.ts'
import { TASK_KINDS, type Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { keySchema } from '../spec/task-draft.ts'
import { renderTaskSchema } from '../spec/task-spec-schema.ts'
import { templateOf } from '../spec/task-spec-template.ts'
import { renderTaskSpec, TASK_SCHEMA_FILE, TASKS_FOLDER } from '../spec/task-spec-text.ts'
import { writeWhole } from '../support/whole-file.ts'
import type { OperationContext } from './context.ts'
import { defineOperation } from './operation.ts'

/**
 * Editors find the schema by a path in the file's first line. It stands in the repository, as that of the configuration does:
 * it needs no network, and it is of the version of Reveille that wrote it.
 */
export const taskSpec = defineOperation({
  name: 'task-spec',
  summary: 'Write a task as YAML: one of the ledger, or a draft to begin with',
  input: z.strictObject({
    task: z.string().min(1),
    /** Only for a draft. */
    kind: z.enum(TASK_KINDS).optional(),
    /** Absolute path of a file that must not exist unless `force` is set. */
    output: z.string().min(1).optional(),
    force: z.boolean().default(false),
  }),
  output: z.object({ key: z.string(), isDraft: z.boolean(), text: z.string(), written: z.array(z.string()) }),
  async run(context, { task: name, kind, output, force }) {
    const { root } = await context.repository()
    const task = await taskOrNull(await context.ledger(), name)
    if (task !== null && kind !== undefined && kind !== task.kind)
      throw new ReveilleError('input-invalid', `The task ${task.key} exists, and it is of kind ${task.kind}.`)
    const place = output ?? join(root ?? '/', TASKS_FOLDER, `${task?.key ?? name}.yaml`)
    const schema = relative(dirname(place), join(root ?? '/', TASK_SCHEMA_FILE))
    const draft = task ?? templateOf(draftKey(name), kind ?? 'change')
    const text = renderTaskSpec(draft, schema)
    const written = output === undefined ? [] : await write(context, { output, text, force })
    return { key: draft.key, isDraft: task === null, text, written }
  },
})

function draftKey(name: string): string {
  const parsed = keySchema.safeParse(name)
  if (parsed.success) return parsed.data
  throw new ReveilleError(
    'input-invalid',
    `${JSON.stringify(name)} ${parsed.error.issues[0]?.message ?? ''}.`,
  )
}

async function taskOrNull(ledger: Ledger, name: string): Promise<Task | null> {
  try {
    return await ledger.task(name)
  } catch (error) {
    if (isReveilleError(error, 'not-found')) return null
    throw error
  }
}

async function write(
  context: OperationContext,
  { output, text, force }: { readonly output: string; readonly text: string; readonly force: boolean },
): Promise<string[]> {
  const isThere = await lstat(output).then(
    () => true,
    () => false,
  )
  if (isThere && !force) {
    throw new ReveilleError('already-exists', `${output} exists already.`, {
      hint: 'add --force to write over it',
    })
  }
  await mkdir(dirname(output), { recursive: true })
  await writeWhole(output, text)
  const { root } = await context.repository()
  if (root === null) return [output]
  const schema = join(root, TASK_SCHEMA_FILE)
  await mkdir(dirname(schema), { recursive: true })
  await writeWhole(schema, renderTaskSchema())
  return [output, schema]
}
