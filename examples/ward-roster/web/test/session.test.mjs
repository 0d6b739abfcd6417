import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import test from 'node:test'
import { signOut } from '../lib/auth.mjs'
import { clearCache, listUsers, warmCache } from '../lib/admin.mjs'
import { release } from '../lib/release.mjs'
import { serverRequest } from '../lib/server-api.mjs'
import { refusal, sessionOf } from '../lib/server-session.mjs'
import { forgetWards, keptWards, rememberWards } from '../lib/ward-cache.mjs'
import { expectCalls, recordCalls } from '../test-support/recorded.mjs'

process.env.SECRET_KEY = 'of the tests'

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (claims, key) => {
  const text = `${part({ alg: 'HS256' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
const withCookie = (token) => new Request('http://ward/', { headers: { cookie: `a=1; wr_session=${token}` } })

test('a session is read from its cookie', () => {
  assert.deepEqual(sessionOf(withCookie(signed({ sub: '4' }, 'of the tests'))), { sub: '4' })
})

test('a token of somebody else is refused', () => {
  assert.equal(refusal(withCookie(signed({ sub: '4' }, 'of a stranger'))).status, 401)
  assert.equal(refusal(new Request('http://ward/')).status, 401)
})

test('route handlers ask the API inside the network', async () => {
  const calls = recordCalls()
  process.env.API_ORIGIN = 'http://api:8000'
  await serverRequest('/wards', { token: 'a.b.c' })
  expectCalls(calls, ['GET http://api:8000/api/v1/wards'])
  assert.equal(calls[0].headers.authorization, 'Bearer a.b.c')
})

test('wards are kept until they are forgotten', () => {
  rememberWards([{ id: 1 }, { id: 2 }])
  assert.equal(keptWards().length, 2)
  forgetWards()
  assert.deepEqual(keptWards(), [])
})

test('the administration has its calls', async () => {
  const calls = recordCalls()
  await listUsers()
  await warmCache()
  await clearCache()
  await signOut()
  expectCalls(calls, [
    'GET http://localhost:8000/api/v1/admin/users',
    'POST /api/cache/warm',
    'POST /api/cache/clear',
    'DELETE /api/session',
  ])
})

test('a build without a stamp says so', () => {
  assert.equal(release(), 'unknown release')
})
