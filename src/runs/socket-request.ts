/** What an agent may ask for through its run's socket. */
import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { durationSchema } from '../spec/duration-schema.ts'

const LONGEST_TEXT = 4_000
const LONGEST_OPTION = 1_000
const OPTIONS = { least: 2, most: 6 }

const text = (name: string, longest = LONGEST_TEXT) =>
  z
    .string({ error: `${name} is missing` })
    .trim()
    .min(1, { error: `${name} is empty` })
    .max(longest, { error: `${name} is longer than ${longest} characters` })

const option = z.strictObject({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
    error: 'the key of an option is made of lower case letters, digits and dashes, at most 40',
  }),
  text: text('the text of an option', LONGEST_OPTION),
})

const blocker = z.strictObject({
  kind: z.literal('blocker'),
  seen: text('seen'),
  tried: text('tried'),
  question: text('question', LONGEST_OPTION),
  options: z
    .array(option)
    .min(OPTIONS.least, { error: `a question has at least ${OPTIONS.least} options` })
    .max(OPTIONS.most, { error: `a question has at most ${OPTIONS.most} options` }),
  default: z.string().optional(),
  deadline: durationSchema.optional(),
})

const note = z.strictObject({ kind: z.literal('note'), text: text('the note', 10_000) })

const request = z.discriminatedUnion('kind', [blocker, note], {
  error: 'a request is a line of JSON whose kind is blocker or note',
})

export type RunRequest = z.output<typeof request>
export type BlockerRequest = z.output<typeof blocker>

/** Throws `input-invalid`, with all problems in one sentence. */
export function readRequest(raw: unknown): RunRequest {
  const result = request.safeParse(raw)
  if (result.success) return result.data
  const problems = new Set(
    result.error.issues.map(({ path, message }) =>
      message.startsWith('must') ? `${path.join('.')} ${message}` : message,
    ),
  )
  throw new ReveilleError('input-invalid', `${[...problems].join('; ')}.`)
}
