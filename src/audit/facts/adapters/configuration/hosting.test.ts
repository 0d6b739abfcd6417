import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { flyAdapter } from './fly.ts'
import { renderBlueprintAdapter } from './render-blueprint.ts'
import { vercelAdapter } from './vercel.ts'

it('tells values that Render makes up from those that it takes over', () => {
  const text = [
    'services:',
    '  - name: api',
    '    dockerfilePath: ./api.Dockerfile',
    '    healthCheckPath: /health',
    '    dockerCommand: celery -A shop worker -Q mail',
    '    envVars:',
    '      - { key: SECRET, generateValue: true }',
    '      - { key: URL, fromService: { name: db, property: host } }',
    '      - { key: MODE, value: live }',
    '      - { fromGroup: shared }',
  ].join('\n')
  const file = { path: 'render.yaml', text }
  const writes = factsOf(renderBlueprintAdapter, 'environmentWrite', file)
  expect(writes.map(({ name, service, value, isGenerated }) => [name, service, value, isGenerated])).toEqual([
    ['SECRET', 'api', null, true],
    ['URL', 'api', null, false],
    ['MODE', 'api', 'live', false],
  ])
  expect(factsOf(renderBlueprintAdapter, 'healthPath', file)).toMatchObject([
    { service: 'api', path: '/health', line: 4 },
  ])
  expect(factsOf(renderBlueprintAdapter, 'queueConsumer', file)).toMatchObject([
    { queue: 'mail', runner: 'api' },
  ])
  expect(factsOf(renderBlueprintAdapter, 'hostedService', file)).toMatchObject([
    { dockerfile: 'api.Dockerfile' },
  ])
})

it('reads an application of Fly', () => {
  const text = [
    'app = "shop" # the shop',
    '[build]',
    "  dockerfile = 'api.Dockerfile'",
    '[env]',
    '  PORT = "80#80"',
    '  # OLD = "1"',
    '[processes]',
    '  web = "uvicorn shop.main:app"',
    '[[http_service.checks]]',
    '  path = "/health"',
    '[[statics]]',
    '  path = "/public"',
  ].join('\n')
  const file = { path: 'fly.toml', text }
  expect(factsOf(flyAdapter, 'hostedService', file)).toMatchObject([
    { service: 'shop', dockerfile: 'api.Dockerfile' },
  ])
  expect(factsOf(flyAdapter, 'environmentWrite', file)).toMatchObject([
    { name: 'PORT', value: '80#80', line: 5 },
  ])
  expect(factsOf(flyAdapter, 'process', file)).toMatchObject([
    { runner: 'web', application: 'shop.main:app' },
  ])
  expect(factsOf(flyAdapter, 'healthPath', file)).toMatchObject([{ path: '/health' }])
})

it('reads rewrites, headers and schedules of Vercel', () => {
  const file = {
    path: 'vercel.json',
    text: JSON.stringify({
      rewrites: [{ source: '/api/:path*', destination: 'https://api.example/:path*' }],
      headers: [{ source: '/(.*)', headers: [{ key: 'X-Frame-Options', value: 'DENY' }] }],
      crons: [{ path: '/api/nightly', schedule: '0 3 * * *' }],
      redirects: [{ source: '/a', destination: '/b' }],
    }),
  }
  expect(factsOf(vercelAdapter, 'proxyRule', file)).toMatchObject([{ path: '/api/:path*' }])
  expect(factsOf(vercelAdapter, 'header', file)).toMatchObject([{ name: 'X-Frame-Options', by: 'vercel' }])
  expect(factsOf(vercelAdapter, 'scheduleEntry', file)).toMatchObject([{ task: '/api/nightly' }])
})
