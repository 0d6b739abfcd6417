import type * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { placeName } from '../spec/place-name.ts'
import type { OperationContext } from './context.ts'

/**
 * One use case: what every door calls and the only thing that doors call. `parse` turns what came in at a door into the
 * input or throws `input-invalid`; `run` trusts its input.
 */
export interface Operation<Input, Output> {
  readonly name: string
  /** One line, shared by all doors. */
  readonly summary: string
  parse(raw: unknown): Input
  /** For descriptions at the doors; not needed to run. */
  schemas(): Promise<Schemas>
  run(context: OperationContext, input: Input): Promise<Output>
}

export interface Schemas {
  readonly input: z.ZodType
  readonly output: z.ZodType
}

interface OperationDraft<Input extends z.ZodType, Output extends z.ZodType> {
  readonly name: string
  readonly summary: string
  readonly input: Input
  readonly output: Output
  /** How a place in the raw input is called for people; `gate[0].name` when not given. */
  readonly nameOf?: (path: readonly PropertyKey[], raw: unknown) => string
  run(context: OperationContext, input: z.output<Input>): Promise<z.output<Output>>
}

export function defineOperation<Input extends z.ZodType, Output extends z.ZodType>(
  draft: OperationDraft<Input, Output>,
): Operation<z.output<Input>, z.output<Output>> {
  const { name, summary, input, output } = draft
  return {
    name,
    summary,
    parse: (raw) => parseInput(input, raw, draft.nameOf ?? placeName),
    schemas: () => Promise.resolve({ input, output }),
    run: (context, parsed) => draft.run(context, parsed),
  }
}

function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  nameOf: (path: readonly PropertyKey[], raw: unknown) => string,
): z.output<Schema> {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => ({ path: nameOf(path, raw), message }))
  const text = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  throw new ReveilleError('input-invalid', text, { data: { problems } })
}
