import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixerTree } from '../../../../test/fixer-tree.ts'

const folder = fc.constantFrom(
  '',
  'src/',
  'src/deep er/',
  'docs/',
  'app/(group)/',
  'test/',
  '.github/workflows/',
)
const original = fc.constantFrom('a', 'b.ts', 'read me.md', 'conf.ini', '.env')
const ending = fc.constantFrom('', '.bak', '.orig', '~', '.rej', '.old', '.BAK', '.bak1', '.txt')
const path = fc.tuple(folder, original, ending).map((parts) => parts.join(''))
const paths = fc.uniqueArray(path, { minLength: 2, maxLength: 12 })

/** What a file says of others: names of files that are there, patterns, and noise. */
const said = (there: readonly string[]) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...there),
        fc.constantFrom(...there.map((one) => one.slice(one.lastIndexOf('/') + 1))),
        fc.constantFrom(
          '*.bak',
          'src/**',
          '**/*~',
          '{a,b}.orig',
          '#!/bin/sh',
          '\0\u00ff',
          'ü',
          'import',
          '!',
        ),
      ),
      { maxLength: 3 },
    )
    .map((words) => words.join('\n'))

const tree = paths.chain((there) =>
  fc
    .tuple(
      fc.tuple(...there.map(() => said(there))),
      fc.option(fc.tuple(fc.constantFrom('link', 'src/link.bak'), fc.constantFrom(...there, '../out', '.')), {
        nil: null,
      }),
      fc.option(fc.constantFrom('*.bak', '!a.bak', 'conf.ini.bak'), { nil: null }),
    )
    .map(([contents, link, ignored]): Readonly<Record<string, string>> => ({
      ...Object.fromEntries(there.map((one, index) => [one, contents[index] ?? ''])),
      ...(link === null ? {} : { [link[0]]: `-> ${link[1]}` }),
      ...(ignored === null ? {} : { '.gitignore': ignored }),
    })),
)

const COPY = /(?:\.bak\d*|\.orig|\.rej|~|\.old)$/i

test('only copies that no file left behind names are removed, and a second run finds nothing [fixer-stray, fixer-idempotent]', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const checkout = await fixerTree(files, { 'node_modules/left.bak': 'left' })
      const first = await checkout.fix('remove-stray-files', { allow: ['tests', 'configuration'] })
      const left = checkout.read()
      expect(first).toMatchObject({ exitCode: 0, changed: [] })
      for (const removed of first.removed) {
        expect(removed).toMatch(COPY)
        const name = removed.slice(removed.lastIndexOf('/') + 1)
        for (const [other, content] of Object.entries(left)) {
          if (other === '.gitignore' || content.startsWith('120')) continue
          // Each word stands on a line of its own.
          const words = content.slice(content.indexOf(' ') + 1).split('\n')
          expect(words).not.toContain(Buffer.from(name).toString('latin1'))
          expect(words).not.toContain(Buffer.from(removed).toString('latin1'))
        }
      }
      const copies = Object.keys(left).filter((one) => COPY.test(one) && !one.endsWith('.old'))
      for (const kept of copies)
        expect(first.said).toContain(`Kept ${/[ '"]/.test(kept) ? JSON.stringify(kept) : kept}: `)
      const second = await checkout.fix('remove-stray-files', { allow: ['tests', 'configuration'] })
      expect(second).toMatchObject({ exitCode: 0, changed: [], removed: [] })
      expect(checkout.read()).toEqual(left)
    }),
    { numRuns: 200 },
  )
})
