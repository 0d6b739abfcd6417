/** The blocker that an agent has raised, in its run's folder until the run has ended with it: no leader's death loses it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ANSWER_EFFECTS, blockerProblem, type BlockerDraft, type BlockerOption } from '../domain/blocker.ts'
import { ReveilleError } from '../domain/errors.ts'
import { writeWhole } from '../support/whole-file.ts'
import type { BlockerRequest } from './socket-request.ts'

const RAISED = 'raised.json'
const CANCEL = 'cancel'

const raisedSchema: z.ZodType<BlockerDraft> = z.object({
  seen: z.string(),
  tried: z.string(),
  question: z.string(),
  options: z.array(z.object({ key: z.string(), text: z.string(), effect: z.enum(ANSWER_EFFECTS) })),
  about: z.array(z.string()),
  default: z.string().nullable(),
  deadline: z.number().nullable(),
})

/** Null while nothing was raised. Only Reveille writes the file, and whole. */
export async function readRaised(folder: string): Promise<BlockerDraft | null> {
  const text = await readFile(join(folder, RAISED), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : raisedSchema.parse(JSON.parse(text))
}

/**
 * Keeps the first blocker that is raised; on disk when this resolves. The same one again is the same; another one throws
 * `answer-invalid`.
 */
export async function keepRaised(folder: string, draft: BlockerDraft): Promise<void> {
  const before = await readRaised(folder)
  if (before === null) return writeWhole(join(folder, RAISED), JSON.stringify(draft))
  if (isSame(before, draft)) return
  throw new ReveilleError('answer-invalid', 'This run has raised another blocker already. Stop now.')
}

/** The deadline is counted from when it was asked, so it alone may differ. */
function isSame(one: BlockerDraft, other: BlockerDraft): boolean {
  return JSON.stringify({ ...one, deadline: 0 }) === JSON.stringify({ ...other, deadline: 0 })
}

/**
 * The question of an agent as a blocker. Its options try the task again with the answer in the brief, but for `cancel`, which
 * can always be chosen. Throws `answer-invalid`.
 */
export function raisedDraft(
  request: BlockerRequest,
  { now, mask }: { readonly now: number; readonly mask: (text: string) => string },
): BlockerDraft {
  const options = request.options.map(({ key, text }): BlockerOption => ({
    key,
    text: mask(text),
    effect: key === CANCEL ? 'cancel' : 'retry',
  }))
  const isCancellable = options.some(({ key }) => key === CANCEL)
  const draft: BlockerDraft = {
    seen: mask(request.seen),
    tried: mask(request.tried),
    question: mask(request.question),
    options: isCancellable
      ? options
      : [...options, { key: CANCEL, text: 'Cancel the task', effect: 'cancel' }],
    about: [],
    default: request.default ?? null,
    deadline: request.deadline === undefined ? null : now + request.deadline,
  }
  const problem = blockerProblem(draft)
  if (problem !== null) throw new ReveilleError('answer-invalid', problem)
  return draft
}
