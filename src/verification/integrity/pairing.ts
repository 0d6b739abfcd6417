/** Which test of one version is which test of the other: by name, then by where it moved, then by what its body says. */
import { MOST_COMPARED, SAME_BODY } from './rules.ts'
import type { TestCase, TestFile } from './test-file.ts'
import { bagOf, similarity, type Bag } from './words.ts'

export interface Located {
  readonly path: string
  readonly file: TestFile
  readonly test: TestCase
}

export interface Pairing {
  readonly pairs: readonly (readonly [before: Located, after: Located])[]
  readonly gone: readonly Located[]
  readonly added: readonly Located[]
}

const BETWEEN = ' > '

type Key = (located: Located) => string

const BY_NAME: readonly Key[] = [
  ({ path, test }) => `${path}\n${test.id}`,
  ({ path, test }) => `${path}\n${lastOf(test.id)}\n${test.body}`,
  ({ test }) => `${test.id}\n${test.body}`,
  ({ path, test }) => `${path}\n${lastOf(test.id)}`,
  ({ test }) => test.id,
  ({ test }) => (test.body.length > 20 ? test.body : `${test.id}\n${test.body}`),
]

export function pairTests(before: readonly Located[], after: readonly Located[]): Pairing {
  const pairs: (readonly [Located, Located])[] = []
  let [gone, added] = [before, after]
  for (const key of BY_NAME) {
    const waiting = grouped(added, key)
    const taken = new Set<Located>()
    gone = gone.filter((was) => {
      const is = waiting.get(key(was))?.shift()
      if (is === undefined) return true
      pairs.push([was, is])
      taken.add(is)
      return false
    })
    added = added.filter((located) => !taken.has(located))
  }
  const alike = pairAlike(gone, added)
  const [lost, found] = [new Set(alike.map(([was]) => was)), new Set(alike.map(([, is]) => is))]
  return {
    pairs: [...pairs, ...alike],
    gone: gone.filter((was) => !lost.has(was)),
    added: added.filter((is) => !found.has(is)),
  }
}

/** Its copy in another file: the same body under the same name. */
export function twinOf({ path, test }: Located, standing: readonly Located[]): Located | undefined {
  return standing.find(
    (other) =>
      other.path !== path &&
      other.test.skip === null &&
      other.test.body === test.body &&
      lastOf(other.test.id) === lastOf(test.id),
  )
}

export function lastOf(id: string): string {
  const at = id.lastIndexOf(BETWEEN)
  return at < 0 ? id : id.slice(at + BETWEEN.length)
}

function grouped(all: readonly Located[], key: Key): Map<string, Located[]> {
  const groups = new Map<string, Located[]>()
  for (const located of all) {
    const name = key(located)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [located])
    else group.push(located)
  }
  return groups
}

/** Pairs the most alike first, so that one test is not taken for another that only resembles it. */
function pairAlike(gone: readonly Located[], added: readonly Located[]): (readonly [Located, Located])[] {
  if (gone.length * added.length === 0 || gone.length + added.length > MOST_COMPARED) return []
  const [was, is] = [gone.map(bagged), added.map(bagged)]
  const candidates = was.flatMap((one) =>
    is
      .map((other) => ({ one, other, score: similarity(one.bag, other.bag) }))
      .filter(({ score }) => score >= SAME_BODY),
  )
  const used = new Set<Located>()
  return candidates
    .toSorted((one, other) => other.score - one.score)
    .flatMap(({ one, other }) => {
      if (used.has(one.located) || used.has(other.located)) return []
      used.add(one.located)
      used.add(other.located)
      return [[one.located, other.located] as const]
    })
}

interface Bagged {
  readonly located: Located
  readonly bag: Bag
}

function bagged(located: Located): Bagged {
  return { located, bag: bagOf(located.test.body) }
}
