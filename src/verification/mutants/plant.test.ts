import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePython } from '../syntax/python.ts'
import { parseScript } from '../syntax/script.ts'
import { plantMutants } from './plant.ts'

const ALL = 1000

function faults(path: string, source: string): string[] {
  return plantMutants({ path, source, most: ALL, seed: 1 }).map((mutant) => mutant.source.trim())
}

const SCRIPT = `import { tax } from './tax.ts'

/** The total. */
export function total(prices: readonly number[], rate = 2): number {
  let sum = 0
  for (const price of prices) {
    if (price > 100 && rate !== 0) sum += price * rate
    else sum += price
  }
  console.log('total', sum + 1)
  notify(sum)
  return tax(sum)
}

export const isFree = (price: number): boolean => !(price >= 1)

export class Cart {
  label = 'cart'
  clear(): void {
    this.label = ''
    if (!this.label) {
      throw new Error('no ' + 'label')
    }
  }
}
`
const PYTHON = `from tax import tax


class Cart:
    """A cart."""

    def total(self, prices: "list[int]", rate=2) -> int:
        """The total."""
        amount = 0
        for price in prices:
            if price > 100 and rate is not None:
                amount += price * rate
            elif price not in self.free:
                amount += -price
        logger.info("total %s", amount + 1)
        self.notify(amount)
        self.label = f"cart {amount}"
        return tax(amount)


def is_free(price):
    if price < 0:
        raise ValueError("bad " + "price")
    return True if price >= 1 else False


if __name__ == "__main__":
    print(is_free(3) + 1)
`

describe('faults in TypeScript and JavaScript', () => {
  test.each([
    ['const a = b < c', ['const a = b <= c', 'const a = b >= c']],
    ['const a = b === c', ['const a = b !== c']],
    ['const a = b /* < */ < c', ['const a = b /* < */ <= c', 'const a = b /* < */ >= c']],
    ['const a = b * c', ['const a = b / c']],
    ['const a = (b) && (c)', ['const a = (b) || (c)']],
    ['const a = !b', ['const a = (b)']],
    [
      'const a = [true, 3, "x"]',
      ['const a = [false, 3, "x"]', 'const a = [true, 4, "x"]', 'const a = [true, 3, ""]'],
    ],
    ['if (a) b++', ['if (!(a)) b++', 'if (a) b--']],
    ['while (a) b--', ['while (false) b--', 'while (a) b++']],
    ['for (const a of b) c()', ['for (const a of []) c()', 'for (const a of b) ;']],
    ['a = b', [';']],
    ['await a(b)', [';']],
    ['const a = () => b()', ['const a = () => null']],
    ['const a = (b as string) + 1', ['const a = (b as string) - 1', 'const a = (b as string) + 2']],
    ['const a = `x${b}`', ['const a = ``']],
  ])('%s', (source, expected) => {
    expect(faults('a.ts', source).toSorted()).toEqual(expected.toSorted())
  })

  test.each([
    "import a from 'b'",
    "export { a } from 'b'",
    "type A = 'x' | 1 | true",
    'interface A { b: 1 }',
    "'use strict'",
    "console.log('a', 1 + 2)",
    "this.logger.warn('a' + 1)",
    "throw new Error('a')",
    'if (import.meta.main) run(1 + 2)',
    "const a = { 'b-c': d }",
    'let a: 1 | 2',
    '// a < b',
    'for (let i; ; i++) {}',
  ])('none in %s', (source) => {
    expect(faults('a.ts', source)).toEqual([])
  })
})

describe('faults in Python', () => {
  test.each([
    ['a = b < c', ['a = b <= c', 'a = b >= c']],
    ['a = b is not c', ['a = b is c']],
    ['a = b in c', ['a = b not in c']],
    ['a = b and not c', ['a = b or not c', 'a = b and (c)']],
    ['a = -b // c', ['a = (b) // c', 'a = -b * c']],
    ['a = [True, 3, "x"]', ['a = [False, 3, "x"]', 'a = [True, 4, "x"]', 'a = [True, 3, ""]']],
    ['while a: b()', ['while False: b()', 'while a: pass']],
    ['for a in b: c()', ['for a in (): c()', 'for a in b: pass']],
    ['if a: pass', ['if (not (a)): pass']],
    ['def f(): return g()', ['def f(): return None']],
    ['self.a = b', ['pass']],
    ['a += b', ['a -= b']],
    ['a = f"x{b}"', ['a = ""']],
  ])('%s', (source, expected) => {
    expect(faults('a.py', source).toSorted()).toEqual(expected.toSorted())
  })

  test.each([
    'from a import b',
    '"""A module."""',
    'def f(a: "x") -> "y": pass',
    'print("a" + 1)',
    'logger.info("a", 1 + 2)',
    'raise ValueError("a")',
    'if __name__ == "__main__": run(1 + 2)',
    '@a(1)\ndef f(): pass',
    '# a < b',
    '__all__ = ["a"]',
    'super().__init__()',
  ])('none in %s', (source) => {
    expect(faults('a.py', source)).toEqual([])
  })
})

/** How much is the same at both ends of two texts. */
function changedPart(one: string, other: string): { readonly start: number; readonly length: number } {
  const shortest = Math.min(one.length, other.length)
  let start = 0
  while (start < shortest && one[start] === other[start]) start += 1
  let end = 0
  while (end < shortest - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  return { start, length: one.length - end - start }
}

describe.each([
  ['cart.ts', SCRIPT, (source: string) => parseScript('cart.ts', source)],
  ['cart.py', PYTHON, parsePython],
])('%s', (path, source, parse) => {
  test('each fault names its line, changes that place alone and can be parsed [mutants-single]', () => {
    const planted = plantMutants({ path, source, most: ALL, seed: 1 })
    expect(planted.length).toBeGreaterThan(12)
    for (const mutant of planted) {
      expect(parse(mutant.source)).not.toBeNull()
      const { start, length } = changedPart(source, mutant.source)
      const first = source.slice(0, start).split('\n').length
      const last = source.slice(0, start + length).split('\n').length
      expect([first, last]).toEqual([mutant.line, mutant.line])
    }
    expect(new Set(planted.map((mutant) => mutant.source)).size).toBe(planted.length)
  })

  test('nothing that is said to people, imported, documented or typed is changed', () => {
    const lines = plantMutants({ path, source, most: ALL, seed: 1 }).map(
      ({ line }) => source.split('\n')[line - 1],
    )
    expect(
      lines.filter((line) =>
        /import|The total|console|logger|new Error|raise|__main__|print/.test(line ?? ''),
      ),
    ).toEqual([])
  })

  test('the same seed plants the same faults, at most so many, in every function first [mutants-fixed]', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat({ max: 40 }), (seed, most) => {
        const planted = plantMutants({ path, source, most, seed })
        expect(planted).toEqual(plantMutants({ path, source, most, seed }))
        expect(planted.length).toBeLessThanOrEqual(most)
        const functions = [/total|price|amount|sum|tax|notify|rate|label/, /price >= 1|price < 0|is_?free/i]
        if (most >= 6)
          for (const part of functions)
            expect(planted.some(({ line }) => part.test(source.split('\n')[line - 1] ?? ''))).toBe(true)
      }),
      { numRuns: 5 },
    )
  })

  test('another seed chooses others', () => {
    const chosen = [1, 2, 3].map((seed) => JSON.stringify(plantMutants({ path, source, most: 5, seed })))
    expect(new Set(chosen).size).toBeGreaterThan(1)
  })

  test('no text makes it throw', () => {
    const pieces = fc
      .array(fc.constantFrom(...source.split(/\b/), '\uD800', '(', '😀'))
      .map((all) => all.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), pieces), (text) => {
        expect(() => plantMutants({ path, source: text, most: 3, seed: 1 })).not.toThrow()
      }),
    )
  })
})

test('what cannot be read gets no faults', () => {
  for (const [path, source] of [
    ['a.ts', 'const ='],
    ['a.py', 'def ('],
    ['a.md', 'a < b'],
  ] as const)
    expect(plantMutants({ path, source, most: 5, seed: 1 })).toEqual([])
})

test('what nests deeper than a parser can follow is not read', () => {
  for (const source of ['('.repeat(50_000), '!'.repeat(9_000)])
    expect(plantMutants({ path: 'a.ts', source: `${source}a`, most: 5, seed: 1 })).toEqual([])
})

test('a byte order mark moves no fault', () => {
  const source = 'export const f = (a) => a < 1\n'
  const [plain, marked] = [source, `\uFEFF${source}`].map((text) =>
    plantMutants({ path: 'a.ts', source: text, most: 9, seed: 1 }),
  )
  expect(plain).not.toEqual([])
  expect(marked).toEqual(plain)
})
