import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { nextRouteAdapter, pathOfFolders } from './next-routes.ts'

test.for([
  ['', '/'],
  ['api/users/[id]/', '/api/users/{}'],
  ['(admin)/api/[...rest]/', '/api/{}'],
  ['shop/[[...slug]]/', '/shop/{}'],
  ['@modal/photo/', '/photo'],
] as const)('folders %s are the path %s', ([folders, path]) => {
  expect(pathOfFolders(folders)).toBe(path)
})

test('exports of a route file that are verbs are routes', () => {
  const text = `
export const dynamic = 'force-dynamic'
export async function GET() {}
export const POST = withAuth(async () => {})
const handler = () => {}
export { handler as PUT }
`
  const found = factsOf(nextRouteAdapter, 'route', { path: 'web/src/app/api/x/[id]/route.ts', text })
  expect(found.map(({ verb, path, guards }) => [verb, path, guards])).toEqual([
    ['GET', '/api/x/{}', []],
    ['POST', '/api/x/{}', ['withAuth']],
    ['PUT', '/api/x/{}', []],
  ])
})

test('a handler of the pages router serves what it asks for', () => {
  const asks =
    "export default function handler(req, res) { if (req.method !== 'POST') return res.status(405).end() }"
  const path = 'pages/api/users/[id].ts'
  expect(factsOf(nextRouteAdapter, 'route', { path, text: asks })).toMatchObject([
    { verb: 'POST', path: '/api/users/{}', handler: 'handler' },
  ])
  expect(
    factsOf(nextRouteAdapter, 'route', { path, text: 'export default (req, res) => res.end()' }),
  ).toMatchObject([{ verb: 'ANY' }])
})

test('rewrites and the matcher of a middleware are read', () => {
  const text = `const ORIGIN = process.env.ORIGIN
module.exports = { async rewrites() { return { beforeFiles: [{ source: '/api/:path*', destination: \`\${ORIGIN}/:path*\` }] } } }`
  expect(factsOf(nextRouteAdapter, 'proxyRule', { path: 'next.config.js', text })).toMatchObject([
    { path: '/api/{}', target: '${ORIGIN}/:path*' },
  ])
  const middleware =
    "export function middleware() {}\nexport const config = { matcher: ['/admin/:path*', '/x'] }"
  expect(
    factsOf(nextRouteAdapter, 'middleware', { path: 'src/middleware.ts', text: middleware }).map(
      ({ target }) => target,
    ),
  ).toEqual(['/admin/{}', '/x'])
})
