// The session cookie holds the API's token: three parts, signed with the secret that API and web share (SECRET_KEY).
import { createHmac, timingSafeEqual } from 'node:crypto'

export const SESSION_COOKIE = 'wr_session'

export function tokenOf(request) {
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/)
  return cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1)
}

export function sessionOf(request) {
  const [head, claims, signature] = (tokenOf(request) ?? '').split('.')
  const secret = process.env.SECRET_KEY
  if (!head || !claims || !signature || !secret) return undefined
  const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}

/** A response to send instead when nobody is signed in, otherwise undefined. */
export function refusal(request) {
  return sessionOf(request) ? undefined : Response.json({ error: 'sign in first' }, { status: 401 })
}
