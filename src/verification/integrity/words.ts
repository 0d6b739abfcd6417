/** Words of source text: what bodies of tests are compared by, and what tells that a subject is gone. */

const WORD = /[A-Za-z_$][\w$]{2,}|\d+(?:\.\d+)?/g
const DEFINITION =
  /\b(?:function\*?|class|const|let|var|interface|type|enum|def|struct|func|fn)\s+([A-Za-z_$][\w$]*)|^\s*(?:(?:public|private|protected|static|async|get|set|readonly)\s+)*([A-Za-z_$][\w$]*)\s*(?:\([^()]*\)\s*(?::[^{;]+)?\{|[:=]\s*(?:async\s*)?(?:function|\())/gm
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'constructor'])

export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? []
}

/** Names of functions, classes, methods and variables that a file defines, in whatever language it is. */
export function definitionsOf(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(DEFINITION)].map(([, plain, method]) => plain ?? method ?? '')
  return new Set(names.filter((name) => name.length > 2 && !KEYWORDS.has(name)))
}

export type Bag = ReadonlyMap<string, number>

export function bagOf(text: string): Bag {
  const bag = new Map<string, number>()
  for (const word of text.match(/[\w$]+|"(?:[^"\\]|\\.)*"|[^\s\w]/g) ?? [])
    bag.set(word, (bag.get(word) ?? 0) + 1)
  return bag
}

/** Dice's measure over words and signs: 1 for the same ones, 0 for none in common. */
export function similarity(one: Bag, other: Bag): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one]
  let shared = 0
  for (const [word, count] of small) shared += Math.min(count, large.get(word) ?? 0)
  const total = sizeOf(one) + sizeOf(other)
  return total === 0 ? 1 : (2 * shared) / total
}

const sizes = new WeakMap<Bag, number>()

function sizeOf(bag: Bag): number {
  const known = sizes.get(bag)
  if (known !== undefined) return known
  let size = 0
  for (const count of bag.values()) size += count
  sizes.set(bag, size)
  return size
}

const TALK = new Set([
  'console',
  'log',
  'print',
  'true',
  'false',
  'null',
  'None',
  'True',
  'pass',
  'return',
  'undefined',
])

/** How many words of the other text are not in the first one, but for those that do nothing. */
export function addedWords(before: string, after: string): number {
  const was = new Map<string, number>()
  for (const word of wordsOf(before)) was.set(word, (was.get(word) ?? 0) + 1)
  let added = 0
  for (const word of wordsOf(after)) {
    const left = was.get(word) ?? 0
    if (left > 0) was.set(word, left - 1)
    else if (!TALK.has(word)) added += 1
  }
  return added
}
