/** How the parts of a brief share its budget. */
import type { BriefPart } from './brief.ts'

/**
 * Characters of a token, on average: close for English text and for code, too many for text in other scripts. Models count
 * differently, so nothing closer would be true for all.
 */
const CHARACTERS_OF_TOKEN = 4
/** Stands between two parts. */
const BREAK = '\n\n'

/** A part of a brief before it is fitted. Only its body is cut, so that what frames it stays whole. */
export interface PartDraft {
  readonly name: string
  /** Stands before the body: a heading, the beginning of a fence. */
  readonly head: string
  readonly body: string
  /** Stands after the body: the end of a fence. */
  readonly tail: string
  /** Which end of the body matters more. */
  readonly keeps: 'start' | 'end'
  /** 1 is given room first. */
  readonly priority: number
  /** Tokens that it is given before any part is given more; 0 for what may be left out. */
  readonly floor: number
}

export interface FittedPart extends BriefPart {
  /** Empty where there was no room at all. */
  readonly text: string
}

/** What a text costs as a part of a brief. An estimate, but the same one everywhere. */
export function estimateTokens(text: string): number {
  return text === '' ? 0 : Math.ceil((text.length + BREAK.length) / CHARACTERS_OF_TOKEN)
}

/** The parts as one text. */
export function joinParts(parts: readonly Pick<FittedPart, 'text'>[]): string {
  const texts = parts.map(({ text }) => text).filter((text) => text !== '')
  return `${texts.join(BREAK)}\n`
}

/**
 * Cuts parts, in the order given, so that together they cost no more than the budget, or than their floors where those alone
 * cost more. First every part has its floor, then the rest goes to the parts in the order of their priority.
 */
export function fitParts(drafts: readonly PartDraft[], budget: number): readonly FittedPart[] {
  const needs = drafts.map((draft) => estimateTokens(wholeText(draft)))
  const rooms = drafts.map(({ floor }, index) => Math.min(floor, needs[index] ?? 0))
  let left = budget - rooms.reduce((sum, room) => sum + room, 0)
  const order = drafts.map((_, index) => index).toSorted((one, other) => priorityAt(one) - priorityAt(other))
  for (const index of order) {
    const wanted = (needs[index] ?? 0) - (rooms[index] ?? 0)
    const given = Math.max(0, Math.min(wanted, left))
    rooms[index] = (rooms[index] ?? 0) + given
    left -= given
  }
  return drafts.map((draft, index) => fit(draft, needs[index] ?? 0, rooms[index] ?? 0))

  function priorityAt(index: number): number {
    return drafts[index]?.priority ?? 0
  }
}

function fit(draft: PartDraft, need: number, room: number): FittedPart {
  const text = room >= need ? wholeText(draft) : cutText(draft, room)
  const tokens = estimateTokens(text)
  return { name: draft.name, text, tokens, leftOut: need - tokens }
}

function wholeText({ head, body, tail }: PartDraft): string {
  return [head, body, tail].filter((text) => text !== '').join('\n')
}

const MARKER = '[some of this was left out to keep within the budget]'

/** Empty where there is no room for the frame, the marker and something of the body. */
function cutText(draft: PartDraft, room: number): string {
  const frame = [draft.head, MARKER, draft.tail].filter((text) => text !== '')
  const frameLength = frame.reduce((sum, text) => sum + text.length + 1, 0)
  const length = room * CHARACTERS_OF_TOKEN - BREAK.length - frameLength
  if (length < 1) return ''
  const body = draft.keeps === 'start' ? startOf(draft.body, length) : endOf(draft.body, length)
  const cut = draft.keeps === 'start' ? [body, MARKER] : [MARKER, body]
  return [draft.head, ...cut, draft.tail].filter((text) => text !== '').join('\n')
}

/** Whole lines; inside a line only where otherwise more than half of the room would stay empty. */
function startOf(text: string, length: number): string {
  const part = text.slice(0, length)
  const end = text[length] === '\n' ? length : part.lastIndexOf('\n')
  return end >= length / 2 ? part.slice(0, end) : part.replace(/[\uD800-\uDBFF]$/, '')
}

function endOf(text: string, length: number): string {
  const part = text.slice(-length)
  const begin = text.at(-length - 1) === '\n' ? 0 : part.indexOf('\n') + 1
  const isWhole = text.at(-length - 1) === '\n' || begin > 0
  return isWhole && part.length - begin >= length / 2
    ? part.slice(begin)
    : part.replace(/^[\uDC00-\uDFFF]/, '')
}
