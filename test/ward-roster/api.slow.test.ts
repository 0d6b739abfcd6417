import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeDemonstrations, pathOf } from './api-demonstrations-code.ts'
import { dataDemonstrations } from './api-demonstrations-data.ts'
import { routeDemonstrations } from './api-demonstrations-routes.ts'
import { truth } from './api-facts.ts'

const parts = [routeDemonstrations, dataDemonstrations, codeDemonstrations]
const demonstrations = new Map(parts.flatMap((part) => Object.entries(part)))

async function expectShown(key: string): Promise<void> {
  const demonstrate = demonstrations.get(key)
  expect(demonstrate, `a demonstration of ${key}`).toBeDefined()
  await demonstrate?.()
}

test('each entry of the list has one demonstration, and each demonstration its entry', () => {
  const keys = truth.map(({ key }) => key)
  expect(parts.flatMap((part) => Object.keys(part)).toSorted()).toEqual(keys.toSorted())
  expect(new Set(keys).size).toBe(keys.length)
})

test('each entry names files that are there', () => {
  const missing = truth.flatMap(({ key, at }) =>
    at.filter((path) => !existsSync(pathOf(path))).map((path) => `${key}: ${path}`),
  )
  expect(missing).toEqual([])
})

test('there are traps enough beside the defects', () => {
  expect(truth.filter(({ kind }) => kind === 'trap').length).toBeGreaterThanOrEqual(40)
})

test.concurrent.each(truth)('$kind $key: $says', async ({ key }) => {
  await expectShown(key)
})
