import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ADAPTERS } from '../../adapters.ts'
import { createFactBase } from '../../fact-base.ts'
import { extractFacts } from '../../extract.ts'

const ROOT = join(import.meta.dirname, '../../../../../examples/ward-roster')

const paths = globSync('{web,mcp}/**/*.{ts,tsx,mjs}', { cwd: ROOT }).toSorted()
const read = paths.map((path) => extractFacts(ADAPTERS, path, readFileSync(join(ROOT, path), 'utf8')))
const base = createFactBase({
  facts: read.flatMap(({ facts }) => facts),
  unresolved: read.flatMap(({ unresolved }) => unresolved),
  paths: new Set(paths),
  unread: [],
})
const tests = new Set(base.all('module').flatMap(({ isTest, file }) => (isTest ? [file] : [])))

test('every script is a module and nothing is unresolved but what is put together elsewhere', () => {
  expect(base.all('module').map(({ file }) => file)).toEqual(paths)
  expect(base.unresolved.filter(({ place }) => !tests.has(place.file)).map(({ text }) => text)).toEqual([])
})

test('the board serves the routes that its folders name', () => {
  expect(
    base
      .all('route')
      .map(({ verb, path }) => `${verb} ${path}`)
      .toSorted(),
  ).toEqual([
    'DELETE /api/session',
    'GET /api/export',
    'GET /api/session',
    'GET /healthz',
    'POST /api/cache/clear',
    'POST /api/cache/warm',
    'POST /api/session',
  ])
  expect(base.all('proxyRule').map(({ path }) => path)).toEqual(['/api/v1/{}'])
  expect(base.all('middleware').map(({ target }) => target)).toEqual(['/admin/{}'])
})

test('requests are direct, or go through the one door to the API', () => {
  const calls = base.all('clientCall').filter(({ file }) => !tests.has(file))
  const direct = calls.filter(({ by }) => by === 'fetch').map(({ verb, path }) => `${verb} ${path}`)
  expect(direct).toEqual([
    'POST /api/cache/warm',
    'POST /api/cache/clear',
    'POST /api/session',
    'DELETE /api/session',
  ])
  expect(
    base
      .all('clientWrapper')
      .map(({ name, prefix }) => name + prefix)
      .toSorted(),
  ).toEqual([
    'api.get',
    'api.patch',
    'api.post',
    'api.put',
    'api.remove',
    'read/api/v1',
    'request',
    'serverRequest/api/v1',
  ])
  expect(calls.filter(({ base: callee }) => callee.startsWith('api.'))).toHaveLength(25)
  expect(calls.filter(({ base: callee }) => callee === 'serverRequest')).toHaveLength(4)
  expect(calls.filter(({ base: callee }) => callee === 'read')).toHaveLength(7)
  expect(calls).toHaveLength(40)
})

test('tools, variables, keys and events have their names', () => {
  const names = (all: readonly { readonly name: string }[]) =>
    [...new Set(all.map(({ name }) => name))].toSorted()
  expect(names(base.all('tool'))).toEqual([
    'find_nurse',
    'forecast_demand',
    'free_beds',
    'list_wards',
    'month_hours',
    'roster_status',
    'who_is_on',
  ])
  expect(names(base.all('liveEvent'))).toEqual(['roster.updated', 'swap.accepted'])
  expect(base.all('environmentRead').flatMap(({ name, isClient }) => (isClient ? [name] : []))).toEqual([
    'NEXT_PUBLIC_RELEASE',
    'NEXT_PUBLIC_HOSPITAL_NAME',
    'VITE_SUPPORT_MAIL',
  ])
  expect([
    ...new Set(
      base
        .all('storageKey')
        .filter(({ store }) => store === 'local')
        .map(({ key }) => key),
    ),
  ]).toEqual(['STORAGE_KEYS.theme', 'STORAGE_KEYS.lastWard', 'STORAGE_KEYS.columns', 'wr.token'])
})

test('skipped tests are told from those that only some systems skip', () => {
  const skipped = base.all('testCase').filter(({ skip }) => skip !== null)
  expect(skipped.map(({ name, skip }) => [name, skip?.includes('win32') ?? false])).toEqual([
    ['an export is readable by its owner alone', true],
    ['a lost channel is opened again', false],
  ])
})
