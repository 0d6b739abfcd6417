/** What is found in the example against what is really there, counted by hand in its files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ADAPTERS } from '../../adapters.ts'
import { extractFacts } from '../../extract.ts'
import type { Fact } from '../../fact.ts'
import type { RelationName } from '../../relations.ts'

const ROOT = join(import.meta.dirname, '../../../../../examples/ward-roster')
const FILES = [
  '.env.example',
  '.github/workflows/acceptance.yml',
  '.github/workflows/ci.yml',
  '.github/workflows/preview.yml',
  'Makefile',
  'compose.override.yaml',
  'compose.production.yaml',
  'compose.yaml',
  'deploy/api.Dockerfile',
  'deploy/db/01-extensions.sql',
  'deploy/nginx.conf.template',
  'deploy/render.yaml',
  'deploy/web.Dockerfile',
  'mcp/package.json',
  'package.json',
  'web/package.json',
]
const READ = FILES.map((path) => extractFacts(ADAPTERS, path, readFileSync(join(ROOT, path), 'utf8')))
const FACTS = READ.flatMap(({ facts }) => facts)

function all<Name extends RelationName>(relation: Name): readonly Fact<Name>[] {
  // What the filter keeps is of the relation that was asked for.
  return FACTS.filter((fact) => fact.relation === relation) as unknown as readonly Fact<Name>[]
}

it('finds every service of every compose file', () => {
  const services = Map.groupBy(all('composeService'), ({ file }) => file)
  expect([...services].map(([file, list]) => [file, list.map(({ service }) => service)])).toEqual([
    ['compose.override.yaml', ['api', 'worker-reports', 'mailer', 'web']],
    ['compose.production.yaml', ['db', 'redis', 'api', 'worker', 'worker-reports', 'web', 'proxy', 'backup']],
    ['compose.yaml', ['db', 'redis', 'api', 'worker', 'web', 'proxy']],
  ])
  expect(all('composeResource').map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'network inner',
    'network edge',
    'volume db',
  ])
})

it('finds who takes work off which queue', () => {
  expect(all('queueConsumer').map(({ file, runner, queue }) => [file, runner, queue])).toEqual([
    ['compose.override.yaml', 'worker-reports', 'reports'],
    ['compose.production.yaml', 'worker-reports', 'reports'],
    ['compose.yaml', 'worker', 'rosters'],
    ['compose.yaml', 'worker', 'notifications'],
    ['deploy/render.yaml', 'ward-worker', 'rosters'],
    ['deploy/render.yaml', 'ward-worker', 'notifications'],
    ['deploy/render.yaml', 'ward-worker', 'reports'],
  ])
  // Nothing starts the scheduler.
  expect(all('process').filter(({ kind }) => kind === 'scheduler')).toEqual([])
})

it('finds the sets of files that are started together', () => {
  expect(all('deploymentSet').map(({ files, symbol }) => [symbol, files])).toEqual([
    ['up', ['compose.yaml', 'compose.override.yaml']],
    ['production', ['compose.yaml', 'compose.production.yaml']],
  ])
})

it('finds that the check of the api asks for a program that its image has not got', () => {
  expect(
    all('image').map(({ file, base, packages, healthCheck }) => [
      file,
      base,
      packages.includes('curl'),
      healthCheck?.[1],
    ]),
  ).toEqual([
    [
      'deploy/api.Dockerfile',
      'python:3.12-slim',
      false,
      'curl --fail --silent http://localhost:8000/health/ready || exit 1',
    ],
    [
      'deploy/web.Dockerfile',
      'node:22-alpine',
      true,
      'curl --fail --silent http://localhost:3000/healthz || exit 1',
    ],
  ])
})

it('finds every variable that is written, and what compose reads for itself', () => {
  const writes = Map.groupBy(all('environmentWrite'), ({ file }) => file)
  expect(Object.fromEntries([...writes].map(([file, list]) => [file, list.length]))).toEqual({
    '.env.example': 13,
    '.github/workflows/preview.yml': 1,
    'compose.override.yaml': 3,
    'compose.production.yaml': 5,
    // 3 of db, 7 + 1 of api, 7 of worker, 5 + 1 of web, 1 of proxy.
    'compose.yaml': 25,
    'deploy/render.yaml': 10,
    'deploy/web.Dockerfile': 2,
  })
  expect(
    all('environmentWrite')
      .filter(({ isGenerated }) => isGenerated)
      .map(({ name, service }) => [name, service]),
  ).toEqual([
    ['SECRET_KEY', 'ward-api'],
    ['MONITOR_SECRET', 'ward-api'],
    ['SECRET_KEY', 'ward-web'],
  ])
  const read = all('environmentRead').filter(({ by }) => by === 'interpolation')
  expect([...new Set(read.map(({ name }) => name))].toSorted()).toEqual([
    'HOSPITAL',
    'ICAL_FEED_KEY',
    'MAIL_RELAY',
    'MONITOR_SECRET',
    'PAGE_LIMIT',
    'POSTGRES_PASSWORD',
    'RELEASE',
    'SECRET_KEY',
    'SERVER_NAME',
  ])
})

it('finds the rules of the proxy, none of which lets sockets through', () => {
  expect(all('proxyRule').map(({ path, target, upgrades }) => [path, target, upgrades])).toEqual([
    ['/api/v1/', 'http://api:8000', false],
    ['/api/v1/live', 'http://api:8000', false],
    ['/metrics', 'http://api:9100/metrics', false],
    ['/', 'http://web:3000', false],
  ])
  expect(all('header')).toMatchObject([{ name: 'X-Frame-Options', value: 'DENY' }])
  expect(all('healthPath').map(({ service, path }) => [service, path])).toEqual([
    ['ward-api', '/health/ready'],
    ['ward-web', '/healthz'],
  ])
})

it('finds all steps of all workflows, and those that may fail', () => {
  expect(all('ciStep')).toHaveLength(12)
  expect(
    all('ciStep')
      .filter(({ mayFail }) => mayFail)
      .map(({ name }) => name),
  ).toEqual(['Types', 'Known holes'])
  expect([...new Set(all('ciStep').map(({ folder }) => folder))]).toEqual([null, 'web', 'frontend'])
})

it('leaves nothing open but a statement that calls a function', () => {
  expect(
    READ.flatMap(({ unresolved }) => unresolved).map(({ relation, place }) => [
      relation,
      place.file,
      place.line,
    ]),
  ).toEqual([['schemaChange', 'deploy/db/01-extensions.sql', 4]])
})
