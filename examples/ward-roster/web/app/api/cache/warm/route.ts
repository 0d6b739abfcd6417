import { serverRequest } from '../../../../lib/server-api.mjs'
import { refusal, tokenOf } from '../../../../lib/server-session.mjs'
import { rememberWards } from '../../../../lib/ward-cache.mjs'

export async function POST(request: Request): Promise<Response> {
  const refused = refusal(request)
  if (refused) return refused
  const answer = await serverRequest('/wards', { token: tokenOf(request) })
  if (!answer.ok) return Response.json({ error: 'the wards could not be read' }, { status: 502 })
  rememberWards(await answer.json())
  return new Response(null, { status: 204 })
}
