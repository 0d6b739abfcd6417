import { serverRequest } from '../../../lib/server-api.mjs'
import { refusal, SESSION_COOKIE, sessionOf } from '../../../lib/server-session.mjs'

const cookie = (value: string, age: number) =>
  `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=${age}`

export async function POST(request: Request): Promise<Response> {
  const answer = await serverRequest('/auth/login', { method: 'POST', body: await request.json() })
  if (!answer.ok) return Response.json({ error: 'wrong email or password' }, { status: 401 })
  const { access_token: token } = await answer.json()
  return Response.json({ token }, { headers: { 'set-cookie': cookie(token, 900) } })
}

export async function GET(request: Request): Promise<Response> {
  return refusal(request) ?? Response.json({ user: sessionOf(request).sub })
}

export async function DELETE(): Promise<Response> {
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie('', 0) } })
}
