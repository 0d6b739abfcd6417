/**
 * A small strict reader of XML 1.0 without document types: no entity is defined or expanded but the five of the standard and
 * characters by number. https://www.w3.org/TR/xml/
 */

export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Text of its own, without that of its children. */
  readonly text: string
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

const NAME = String.raw`[\p{L}_:][\p{L}\p{N}_:.\-·]*`
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'uy')
const OPENING = new RegExp(`<(${NAME})`, 'uy')
const OPENING_END = /\s*(\/?)>/y
const CLOSING = new RegExp(String.raw`</(${NAME})\s*>`, 'uy')
const TEXT = /[^<]+/y
const CDATA = /<!\[CDATA\[([^]*?)\]\]>/y
const SKIPPED = /<!--[^]*?-->|<\?[^]*?\?>/y
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const DEEPEST = 200

/** The root element; null for what is not well-formed, has a document type or is nested too deep. Never throws. */
export function parseXml(source: string): XmlElement | null {
  const root = open('', new Map())
  const stack = [root]
  let at = source.startsWith('\uFEFF') ? 1 : 0
  while (at < source.length) {
    const end = readPart(source, at, stack)
    if (end === null || stack.length === 0 || stack.length > DEEPEST) return null
    at = end
  }
  const [first, ...more] = root.children
  return stack.length === 1 && more.length === 0 && root.text.trim() === '' ? (first ?? null) : null
}

/** Where the part that begins there ends; null where nothing well-formed begins. */
function readPart(source: string, at: number, stack: OpenElement[]): number | null {
  const parent = stack.at(-1)
  if (parent === undefined) return null
  const text = match(TEXT, source, at)
  if (text !== null) return addText(parent, decoded(text[0]), at + text[0].length)
  const skipped = match(SKIPPED, source, at)
  if (skipped !== null) return at + skipped[0].length
  const cdata = match(CDATA, source, at)
  if (cdata !== null) return addText(parent, cdata[1] ?? '', at + cdata[0].length)
  const closing = match(CLOSING, source, at)
  if (closing === null) return readOpening(source, at, stack)
  if (stack.pop()?.name !== closing[1]) return null
  return at + closing[0].length
}

function readOpening(source: string, start: number, stack: OpenElement[]): number | null {
  const opening = match(OPENING, source, start)
  if (opening === null) return null
  const attributes = new Map<string, string>()
  let at = start + opening[0].length
  for (let found = match(ATTRIBUTE, source, at); found !== null; found = match(ATTRIBUTE, source, at)) {
    const value = decoded(found[2] ?? found[3] ?? '')
    if (value === null || attributes.has(found[1] ?? '')) return null
    attributes.set(found[1] ?? '', value)
    at += found[0].length
  }
  const end = match(OPENING_END, source, at)
  if (end === null) return null
  const element = open(opening[1] ?? '', attributes)
  stack.at(-1)?.children.push(element)
  if (end[1] === '') stack.push(element)
  return at + end[0].length
}

function open(name: string, attributes: ReadonlyMap<string, string>): OpenElement {
  return { name, attributes, children: [], text: '' }
}

function addText(element: OpenElement, text: string | null, end: number): number | null {
  if (text === null) return null
  element.text += text
  return end
}

/** Null for an entity that the standard does not define. */
function decoded(text: string): string | null {
  let isSound = true
  const whole = text.replace(/&([^;&\s]{1,10};)?/g, (_all, reference: string | undefined) => {
    const character = reference === undefined ? undefined : characterOf(reference.slice(0, -1))
    if (character === undefined) isSound = false
    return character ?? ''
  })
  return isSound ? whole : null
}

function characterOf(reference: string): string | undefined {
  if (Object.hasOwn(ENTITIES, reference)) return ENTITIES[reference]
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(reference) ?? []
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}
