/** Variables in a text that is filled in before it is used: `$X`, `${X}`, `${X:-default}`; `$$` stands for a dollar. */
export interface Interpolation {
  readonly name: string
  readonly hasDefault: boolean
  /** Offset in the text. */
  readonly start: number
  readonly end: number
}

const PIECE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?[-+?=])?)/g
const DEFAULTS = ['-', '+', '=']
const WHOLE = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/
const DEEPEST = 5

/** All of them, those inside of defaults too. */
export function interpolationsOf(text: string): readonly Interpolation[] {
  return [...text.matchAll(PIECE)].flatMap((match) => {
    const [whole, bare, braced, operator] = match
    const name = bare ?? braced
    if (name === undefined) return []
    const hasDefault = operator !== undefined && DEFAULTS.includes(operator.at(-1) ?? '')
    return { name, hasDefault, start: match.index, end: match.index + whole.length }
  })
}

/** Null where the value is nothing but the variable of that name, handed on. */
export function ownValue(name: string, value: string | null): string | null {
  const [, braced, bare] = WHOLE.exec(value ?? '') ?? []
  return value === '' || (braced ?? bare) === name ? null : value
}

export interface Folded {
  readonly text: string
  /** Whether a default or a variable was put in: what runs may be given another value. */
  readonly isFolded: boolean
  /** Whether something is left that only the machine knows. */
  readonly isOpen: boolean
}

/** The text with known variables and written defaults put in. */
export function fold(given: string, variables: ReadonlyMap<string, string> = new Map()): Folded {
  let text = given
  for (let round = 0; round < DEEPEST; round += 1) {
    const next = text
      .replace(
        /\$\{([A-Za-z_]\w*)(?::?[-=]([^{}$]*))?\}/g,
        (whole, name: string, fallback?: string) => variables.get(name) ?? fallback ?? whole,
      )
      .replace(/\$([A-Za-z_]\w*)/g, (whole, name: string) => variables.get(name) ?? whole)
    if (next === text) break
    text = next
  }
  return { text, isFolded: text !== given, isOpen: /\$[\w({]|`/.test(text) }
}
