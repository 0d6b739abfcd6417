import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { composeAdapter } from './compose.ts'

const file = (text: string) => ({ path: 'deploy/compose.yaml', text })
const queuesOf = (command: string, more = '') =>
  factsOf(composeAdapter, 'queueConsumer', file(`services:\n  w:\n    command: ${command}\n${more}`)).map(
    ({ queue }) => queue,
  )

it('reads a service as its file says it, with paths from the root', () => {
  const text = [
    'services:',
    '  api:',
    '    build: { context: .., dockerfile: deploy/api.Dockerfile, target: run }',
    '    entrypoint: [tini, --]',
    '    command: uvicorn shop.main:app --port 80',
    "    ports: ['127.0.0.1:8080:80', '${PORT:-9000}:90', '7000', '53:53/udp']",
    '    depends_on: { db: { condition: service_healthy } }',
    '    volumes: [./a:/a, { type: bind, source: ./b, target: /b }]',
  ].join('\n')
  expect(factsOf(composeAdapter, 'composeService', file(text))).toMatchObject([
    {
      service: 'api',
      line: 2,
      image: null,
      context: '.',
      dockerfile: 'deploy/api.Dockerfile',
      target: 'run',
      command: ['tini', '--', 'uvicorn', 'shop.main:app', '--port', '80'],
      healthCheck: null,
      networks: null,
      dependsOn: ['db'],
      ports: ['127.0.0.1:8080', '${PORT:-9000}', '53/udp'],
      volumes: ['./a:/a', './b:/b'],
    },
  ])
  expect(factsOf(composeAdapter, 'process', file(text))).toMatchObject([
    { kind: 'server', runner: 'api', application: 'shop.main:app' },
  ])
})

it.each([
  ['test: [CMD, curl, -f, x]', ['CMD', 'curl', '-f', 'x']],
  ['test: curl $$HOST || exit 1', ['CMD-SHELL', 'curl $HOST || exit 1']],
  ['test: [NONE]', 'disabled'],
  ['disable: true', 'disabled'],
  ['interval: 5s', null],
])('reads the health check %s', (text, healthCheck) => {
  const services = `services:\n  api:\n    healthcheck:\n      ${text}\n`
  expect(factsOf(composeAdapter, 'composeService', file(services))).toMatchObject([{ healthCheck }])
})

it('reads variables as a map, as a list and through merge keys, where the own value wins', () => {
  const text = [
    'x-env: &env',
    '  URL: redis://x',
    '  MODE: a',
    'services:',
    '  api:',
    '    environment: { <<: *env, MODE: b, KEY: "${KEY}", OTHER: "${KEY}" }',
    '  web:',
    '    build: { context: ., args: [API=/api, RELEASE] }',
    '    environment: [A=1=2, B]',
  ].join('\n')
  const writes = factsOf(composeAdapter, 'environmentWrite', file(text))
  expect(writes.map(({ service, name, value, when, line }) => [service, name, value, when, line])).toEqual([
    ['api', 'URL', 'redis://x', 'run', 2],
    ['api', 'MODE', 'b', 'run', 6],
    ['api', 'KEY', null, 'run', 6],
    ['api', 'OTHER', '${KEY}', 'run', 6],
    ['web', 'A', '1=2', 'run', 9],
    ['web', 'B', null, 'run', 9],
    ['web', 'API', '/api', 'build', 8],
    ['web', 'RELEASE', null, 'build', 8],
  ])
})

it('tells what compose fills in from what it leaves to the shell of the container', () => {
  const text =
    "services:\n  api:\n    image: 'x:${TAG:-1}'\n    command: sh -c 'run $$TOKEN ${A:-${B}}'\n    # ${NOT_READ}\n"
  const reads = factsOf(composeAdapter, 'environmentRead', file(text))
  expect(reads.map(({ name, by, hasDefault, symbol }) => [name, by, hasDefault, symbol])).toEqual([
    ['TAG', 'interpolation', true, 'api'],
    ['A', 'interpolation', true, 'api'],
    ['B', 'interpolation', false, 'api'],
    ['TOKEN', 'shell', false, 'api'],
  ])
})

it.each([
  ['celery -A a.b worker -Q x,y', ['x', 'y']],
  ['celery -A a.b worker --queues=x', ['x']],
  ['celery -A a.b worker -Qx -c 2', ['x']],
  ['>\n      celery -A a.b worker\n      -l info\n      -Q x,\n', ['x']],
  ['>\n      celery -A a.b worker\n      -Q x,y\n      -c 4\n', ['x', 'y']],
  ['|\n      celery -A a.b worker \\\n        -Q x,y\n', ['x', 'y']],
  ['[sh, -c, "exec celery -A a.b worker -Q ${Q:-x,y}"]', ['x', 'y']],
  ['bash -c "cd /srv && uv run celery -A a.b worker -Q x"', ['x']],
  ['celery -A a.b worker', [null]],
  ['python -m celery -A a.b worker --queues x', ['x']],
  ['celery -A a.b beat', []],
  ['celery -A a.b inspect ping', []],
  ['sh -c "pip install celery && sleep 1"', []],
])('finds the queues of %s', (command, queues) => {
  expect(queuesOf(command)).toEqual(queues)
})

it('takes queues from the variables of the service, and does not guess those that it cannot tell', () => {
  const command = 'sh -c "celery -A a worker -Q $$QUEUES"'
  expect(queuesOf(command, '    environment: { QUEUES: "x,y" }\n')).toEqual(['x', 'y'])
  const { facts, unresolved } = extractFacts(
    [composeAdapter],
    'compose.yaml',
    'services:\n  w:\n    command: celery -A a worker -Q ${QUEUES}\n',
  )
  expect(facts.filter(({ relation }) => relation === 'queueConsumer')).toEqual([])
  expect(unresolved).toMatchObject([{ relation: 'queueConsumer' }])
})

it('marks what another file says, and what starts nobody knows what', () => {
  const text =
    'services:\n  a:\n    extends: { file: b.yaml, service: b }\n    env_file: .env\n    command: python run.py\n'
  const { unresolved } = extractFacts([composeAdapter], 'compose.yaml', text)
  expect(unresolved.map(({ relation, place }) => [relation, place.line])).toEqual([
    ['composeService', 3],
    ['environmentWrite', 4],
    ['process', 5],
  ])
})

it('gives no facts of a file that is no YAML, and says so', () => {
  const { facts, unresolved } = extractFacts([composeAdapter], 'compose.yaml', 'services: { a: [')
  expect([facts.length, unresolved.length]).toEqual([0, 1])
})
