import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixerTree } from '../../../test/fixer-tree.ts'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { readTree } from '../fixers/tree.ts'
import type { Adapter } from './adapter.ts'
import { createFactStore } from './fact-store.ts'
import { gatherFacts, type KnownFacts } from './gather.ts'

/** Finds a tool of the name of each word, and cannot make out what ends in a question mark. */
const words: Adapter = {
  id: 'words',
  version: 1,
  reads: (path) => /\.(?:txt|ts|py)$/.test(path),
  read({ text }, { fact, unresolved }) {
    for (const { 0: name, index } of text.matchAll(/[\w?]+/g)) {
      const span = { start: index, end: index + name.length }
      if (name.endsWith('?')) unresolved('tool', span)
      else fact('tool', span, { name, description: null })
    }
  },
}

async function gatherAgain(root: string, known: KnownFacts | null, adapters: readonly Adapter[] = [words]) {
  const gathered = gatherFacts(readTree(root), { adapters, known })
  return {
    ...gathered,
    tools: gathered.base.all('tool').map(({ file, line, name }) => `${file}:${line} ${name}`),
  }
}

test('each file is read once; after a change only what has changed is read again [audit-known]', async () => {
  const { root } = await fixerTree({ 'a.txt': 'one\ntwo\n', 'b.txt': 'three', 'c.md': 'four' })
  const first = await gatherAgain(root, null)
  expect(first).toMatchObject({ read: 2, known: 0, tools: ['a.txt:1 one', 'a.txt:2 two', 'b.txt:1 three'] })
  const second = await gatherAgain(root, first.toKeep)
  expect(second).toMatchObject({ read: 0, known: 2, tools: first.tools })
  await writeFile(join(root, 'b.txt'), '\nfive')
  const third = await gatherAgain(root, second.toKeep)
  expect(third).toMatchObject({ read: 1, known: 1, tools: ['a.txt:1 one', 'a.txt:2 two', 'b.txt:2 five'] })
})

test('another version of an adapter reads everything again', async () => {
  const { root } = await fixerTree({ 'a.txt': 'one' })
  const { toKeep } = await gatherAgain(root, null)
  expect(await gatherAgain(root, toKeep, [{ ...words, version: 2 }])).toMatchObject({ read: 1, known: 0 })
})

test('what cannot be read is told with its reason, and what cannot be made out with its place [audit-unread]', async () => {
  const { root } = await fixerTree({
    'a.ts': 'export const = 1',
    'b.py': 'def (:\n',
    'c.txt': 'what?',
    'd.txt': '\0',
    'e.txt': '-> c.txt',
  })
  await writeFile(join(root, 'd.txt'), Buffer.from([0xff, 0xfe, 0x41]))
  const { base } = await gatherAgain(root, null)
  expect(base.unread).toEqual([
    { file: 'a.ts', reason: 'cannot be parsed' },
    { file: 'b.py', reason: 'cannot be parsed' },
    { file: 'd.txt', reason: 'is not UTF-8' },
  ])
  expect(base.unresolved).toEqual([
    { relation: 'tool', place: { file: 'c.txt', line: 1, endLine: 1 }, text: 'what?' },
  ])
})

test('what is kept is there the next time; what cannot be read is nothing', async () => {
  const folder = await temporaryDirectory()
  const store = createFactStore({ folder, root: '/some/where' })
  expect(await store.load()).toBeNull()
  const { root } = await fixerTree({ 'a.txt': 'one' })
  const { toKeep } = await gatherAgain(root, null)
  await store.save(toKeep)
  expect(await createFactStore({ folder, root: '/some/where' }).load()).toEqual(toKeep)
  expect(await createFactStore({ folder, root: '/else/where' }).load()).toBeNull()
})
