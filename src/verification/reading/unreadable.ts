/** The one rule about what nobody can judge: whoever hides a file from the judges has a person look at it. */
import { createHash } from 'node:crypto'
import type { Judgement, Objection } from '../../domain/judgement.ts'
import type { FileChange, Unread } from '../file-change.ts'
import { objection } from '../objection.ts'
import { isPython, parsePython } from '../syntax/python.ts'
import { parseScript } from '../syntax/script.ts'
import { isCode } from './judged-path.ts'

/** Why code cannot be read; null when it can. */
export function problemOf(path: string, text: string): string | null {
  try {
    const root = isPython(path) ? parsePython(text) : parseScript(path, text)
    return root === null ? cannotBeRead(path) : null
  } catch (error) {
    if (!isOverflow(error)) throw error
    return TOO_DEEP
  }
}

export const TOO_DEEP = 'nests too deep to be read'
export const TOO_MUCH = 'is part of too large a change'

/** Whether a person must look at it: pictures and data are no text, but whatever we gave up on could be anything. */
export function isHeld(path: string, { before, after }: Unread): boolean {
  return isCode(path) || [before, after].some((problem) => problem === TOO_DEEP || problem === TOO_MUCH)
}

export function cannotBeRead(path: string): string {
  if (isPython(path)) return 'cannot be read as Python'
  return `cannot be read as ${/\.[cm]?tsx?$/i.test(path) ? 'TypeScript' : 'JavaScript'}`
}

/** A change that is judged no further: what it was before is not told apart from what it is. */
export function hiddenNow({ unread }: FileChange, problem: string): Unread {
  return { before: unread?.before ?? null, after: unread?.after ?? problem }
}

/** What the language throws at the end of its stack. */
export function isOverflow(error: unknown): boolean {
  return error instanceof RangeError
}

export interface Hidden {
  readonly path: string
  readonly unread: Unread
  /** As it is after the work; null where not even that is known. */
  readonly text: string | null
}

/**
 * Held against the work: a file that can be read no more, or never could be and is new. One that could not be read before either
 * hides nothing more than it did.
 */
function unreadableIn(files: readonly Hidden[]): readonly Objection[] {
  return files.flatMap(({ path, text, unread: { before, after } }) =>
    after === null || before !== null ? [] : [unreadable(path, after, text)],
  )
}

function unreadable(path: string, problem: string, content: string | null): Objection {
  const digest = createHash('sha256')
    .update(content ?? '')
    .digest('hex')
  return objection({
    judge: 'suspicion',
    rule: 'unreadable',
    path,
    line: null,
    subject: path,
    text: `It ${problem}: it cannot be judged`,
    matter: [problem, digest],
  })
}

/** The judgement with what could not be read before all else. */
export function withUnreadable(judgement: Judgement, files: readonly Hidden[]): Judgement {
  const held = unreadableIn(files)
  const never = files.filter(({ unread }) => unread.before !== null && unread.after !== null).length
  const [first] = held
  const more = held.length > 1 ? ` (and ${held.length - 1} more)` : ''
  const sentences = [
    ...(first === undefined ? [] : [`${first.path} ${first.text.slice('It '.length)}${more}.`]),
    judgement.detail,
    ...(never === 0
      ? []
      : [`${never} changed ${never === 1 ? 'file' : 'files'} could be read neither before nor after.`]),
  ]
  return { ...judgement, objections: [...held, ...judgement.objections], detail: sentences.join(' ') }
}
