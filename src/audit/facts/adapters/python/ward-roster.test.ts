import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ADAPTERS } from '../../adapters.ts'
import { extractFacts } from '../../extract.ts'
import { createFactBase } from '../../fact-base.ts'

const ROOT = join(import.meta.dirname, '../../../../../examples/ward-roster')
const paths = globSync('**/*.py', { cwd: ROOT }).toSorted()
const texts = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
const read = [...texts].map(([path, text]) => extractFacts(ADAPTERS, path, text))
const facts = createFactBase({
  facts: read.flatMap((one) => one.facts),
  unresolved: read.flatMap((one) => one.unresolved),
  paths: new Set(paths),
  unread: [],
})

/** What plain text says, apart from any tree: `file word word`. */
function lines(pattern: RegExp, within = /^/): string[] {
  return [...texts].flatMap(([path, text]) =>
    within.test(path) ? [...text.matchAll(pattern)].map(([, ...words]) => [path, ...words].join(' ')) : [],
  )
}

test('every file is read', () => {
  expect(paths.length).toBeGreaterThan(100)
  expect(facts.all('module')).toHaveLength(paths.length)
})

test('all routes are found, with verb, path and the router of their file', () => {
  const written = lines(/^@router\.(get|post|put|patch|delete)\(\s*"([^"]*)"/gm)
  const found = facts
    .all('route')
    .map(({ file, verb, path, router }) => `${file} ${verb.toLowerCase()} ${path} ${router}`)
  expect(found.toSorted()).toEqual(
    written.map((line) => `${line.replaceAll(/\{[^}]*\}/g, '{}')} router`).toSorted(),
  )
  expect(found).toHaveLength(51)
})

test('all routers are found, and those that the application mounts', () => {
  const written = lines(/^(\w+) = APIRouter\((?:prefix="([^"]*)")?/gm).map((line) => line.trimEnd())
  const routers = facts.all('router').filter(({ isApplication }) => !isApplication)
  expect(routers.map(({ file, name, prefix }) => `${file} ${name} ${prefix}`.trimEnd()).toSorted()).toEqual(
    written.toSorted(),
  )
  const mounted = facts.all('routerMount').map(({ child, prefix }) => `${prefix} ${child}`)
  expect(mounted).toEqual([
    ...['admin', 'alerts', 'auth', 'nurses', 'reports', 'requests', 'rosters', 'shifts', 'wards'].map(
      (name) => `/api/v1 ${name}.router`,
    ),
    ...[' health.router', '/api/v1/feeds ward_roster.routes.calendar_feed.router', '/api/v1 live.router'],
  ])
})

test('all middleware is found in the order in which it is added', () => {
  expect(facts.all('middleware').map(({ name }) => name)).toEqual([
    ...['TimingMiddleware', 'RequestIdMiddleware', 'AccessLogMiddleware', 'CORSMiddleware'],
  ])
})

test('all queues, tasks, modules and schedules are found', () => {
  const queues = new Set(facts.all('queueDeclaration').map(({ file, queue }) => `${file} ${queue}`))
  expect([...queues].toSorted()).toEqual(lines(/^ +Queue\("(\w+)"\)/gm).toSorted())
  const tasks = facts.all('taskDefinition').map(({ file, task }) => `${file} ${task.split('.').at(-1)}`)
  expect(tasks.toSorted()).toEqual(lines(/^@app\.task.*\ndef (\w+)/gm).toSorted())
  expect(facts.all('taskInclude').map(({ module }) => module.split('.').at(-1))).toEqual([
    'emails',
    'notifications',
    'reports',
    'rosters',
  ])
  expect(facts.all('scheduleEntry').map(({ name }) => name)).toEqual([
    'remind-of-open-shifts',
    'purge-old-drafts',
  ])
  expect(facts.all('taskSend').flatMap(({ queue }) => queue ?? [])).toEqual(['notification'])
})

test('all settings are found, the doubled one twice', () => {
  const [, body = ''] =
    /class Settings.*?\n([\s\S]*?)\n\nsettings/.exec(texts.get('api/ward_roster/settings.py') ?? '') ?? []
  const written = [...body.matchAll(/^ {4}(\w+): /gm)].map(([, field]) => field)
  expect(facts.all('setting').map(({ field }) => field)).toEqual(written)
  expect(facts.all('setting').find(({ field }) => field === 'calendar_key')?.variables).toEqual([
    'ICAL_FEED_KEY',
  ])
  const asked = new Set(facts.all('settingRead').map(({ field }) => field))
  const unread = new Set(written).difference(asked)
  expect([...unread]).toEqual(['access_token_minutes', 'email_sender', 'sms_sender', 'smtp_timeout_seconds'])
  expect(asked).toContain('{}_sender')
})

test('all tables and migrations are found', () => {
  const tables = facts.all('model').map(({ file, table }) => `${file} ${table}`)
  expect(tables.toSorted()).toEqual(lines(/__tablename__ = "(\w+)"/g).toSorted())
  const migrations = facts.all('migration').map(({ file, version }) => `${file} ${version}`)
  expect(migrations).toEqual(lines(/^revision = "(\w+)"/gm))
  expect(facts.all('migration').map(({ parents }) => parents)).toEqual([
    ...[[], ['0001'], ['0002'], ['0002'], ['0003', '0004'], ['0005'], ['0007'], ['0008'], ['0008']],
  ])
  expect(facts.all('migration').reduce((sum, { opaque }) => sum + opaque, 0)).toBe(0)
  const indexes = facts
    .all('schemaChange')
    .flatMap(({ change }) => (change.does === 'create-index' ? [change.index] : []))
  const written = lines(/(?:create_index\(\s*"|name="|CREATE INDEX )(\w+)/g, /^migrations/).map(
    (line) => line.split(' ')[1] ?? '',
  )
  expect(indexes.filter((name) => !name.endsWith('_pkey')).toSorted()).toEqual(written.toSorted())
})

test('all tests are found, and those that are skipped', () => {
  const written = lines(/^ {4}def (test_\w+)/gm)
  expect(facts.all('testCase').map(({ file, name }) => `${file} ${name.split('.').at(-1)}`)).toEqual(written)
  expect(facts.all('testCase').filter(({ skip }) => skip !== null)).toHaveLength(3)
})

test('live events and the socket are found', () => {
  expect(facts.all('liveEvent').map(({ name }) => name)).toEqual([
    'roster.updated',
    'shift.swapped',
    'ward.alert',
  ])
  expect(facts.all('socket').map(({ path }) => path)).toEqual(['/live'])
})

test('what cannot be made out is one import by a name of run time', () => {
  expect(facts.unresolved.map(({ relation, place }) => `${relation} ${place.file}`)).toEqual([
    'import api/ward_roster/services/export.py',
  ])
})
