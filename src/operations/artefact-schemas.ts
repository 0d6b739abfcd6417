import { ReveilleError } from '../domain/errors.ts'
import type { TaskDraft } from '../domain/task.ts'

/** Throws `input-invalid` when one of the drafts asks for an artefact by a schema that nothing could be judged by. */
export async function requireUsableSchemas(drafts: readonly TaskDraft[]): Promise<void> {
  const asking = drafts.flatMap(({ key, artefact }) =>
    artefact?.kind === 'schema' ? [{ key, schema: artefact.schema }] : [],
  )
  if (asking.length === 0) return
  // Loaded only here: it compiles schemas.
  const { schemaProblem } = await import('../verification/artefact.ts')
  for (const { key, schema } of asking) {
    const problem = schemaProblem(schema)
    if (problem === null) continue
    throw new ReveilleError(
      'input-invalid',
      `The schema of the artefact of ${key} cannot be used: ${problem}.`,
      {
        hint: 'write a JSON Schema without references to other documents',
      },
    )
  }
}
