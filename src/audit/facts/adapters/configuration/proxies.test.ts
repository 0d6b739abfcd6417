import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { caddyAdapter } from './caddy.ts'
import { nginxAdapter } from './nginx.ts'

const nginx = (text: string) => ({ path: 'nginx/default.conf.template', text })
const rulesOf = (text: string) =>
  factsOf(nginxAdapter, 'proxyRule', nginx(text)).map(({ path, target, upgrades }) => [
    path,
    target,
    upgrades,
  ])

it('reads where paths go, through groups of servers and variables', () => {
  const text = `
    upstream backend { server api:8000; server api2:8000; }
    server {
      set $web http://web:3000; # proxy_pass http://no;
      location /api/ { proxy_pass http://backend/v1/; }
      location = /health { return 200 'ok; { fine }'; }
      location ~ "^/files/(\\d{2})" { proxy_pass http://\${FILES_HOST}; }
      location / { proxy_pass $web; }
    }`
  expect(rulesOf(text)).toEqual([
    ['/api/', 'http://api:8000/v1/', false],
    ['~ ^/files/(\\d{2})', 'http://${FILES_HOST}', false],
    ['/', 'http://web:3000', false],
  ])
})

it('lets a location that sets a header of its own take none over', () => {
  const text = `server {
    proxy_set_header Upgrade $http_upgrade;
    location /live { proxy_pass http://api:1; }
    location /api { proxy_set_header Host $host; proxy_pass http://api:1; }
  }`
  expect(rulesOf(text)).toEqual([
    ['/live', 'http://api:1', true],
    ['/api', 'http://api:1', false],
  ])
})

it('marks a target that only the running proxy knows', () => {
  const text = 'server { location / { proxy_pass http://$backend_of_map; } }'
  const { facts, unresolved } = extractFacts([nginxAdapter], 'nginx.conf', text)
  expect([facts, unresolved.map(({ relation }) => relation)]).toEqual([[], ['proxyRule']])
})

it('tells what envsubst puts in from variables of nginx, and only in templates', () => {
  const text =
    'server { server_name ${SERVER_NAME} $host; # ${x}\n add_header X-Frame-Options "DENY" always;\n}'
  expect(factsOf(nginxAdapter, 'environmentRead', nginx(text))).toMatchObject([
    { name: 'SERVER_NAME', by: 'shell' },
  ])
  expect(factsOf(nginxAdapter, 'environmentRead', { path: 'nginx.conf', text })).toEqual([])
  expect(factsOf(nginxAdapter, 'header', nginx(text))).toMatchObject([
    { name: 'X-Frame-Options', value: 'DENY', by: 'nginx' },
  ])
})

it('finds nothing in settings of something else', () => {
  expect(
    factsOf(nginxAdapter, 'proxyRule', { path: 'app.conf', text: 'a { proxy_pass http://x; }' }),
  ).toEqual([])
})

it('reads a Caddyfile', () => {
  const text = [
    '{$SITE:localhost} {',
    '  @live path /live/*',
    '  reverse_proxy @live api:8000',
    '  handle_path /api/* {',
    '    reverse_proxy api:8000 # here',
    '  }',
    '  reverse_proxy @unknown x:1',
    '  header {',
    '    X-Frame-Options DENY',
    '    -Server',
    '  }',
    '  header Referrer-Policy no-referrer',
    '  reverse_proxy web:3000',
    '}',
  ].join('\n')
  const file = { path: 'Caddyfile', text }
  expect(factsOf(caddyAdapter, 'proxyRule', file).map(({ path, target }) => [path, target])).toEqual([
    ['/live/*', 'api:8000'],
    ['/api/*', 'api:8000'],
    ['/', 'web:3000'],
  ])
  expect(factsOf(caddyAdapter, 'header', file).map(({ name, value }) => [name, value])).toEqual([
    ['X-Frame-Options', 'DENY'],
    ['Referrer-Policy', 'no-referrer'],
  ])
  expect(factsOf(caddyAdapter, 'environmentRead', file)).toMatchObject([{ name: 'SITE', hasDefault: true }])
  expect(extractFacts([caddyAdapter], 'Caddyfile', text).unresolved).toMatchObject([
    { relation: 'proxyRule', place: { line: 7 } },
  ])
})
