import { toCsv } from '../../../lib/csv.mjs'
import { serverRequest } from '../../../lib/server-api.mjs'
import { refusal, tokenOf } from '../../../lib/server-session.mjs'

const COLUMNS = ['id', 'name', 'ward_id']

/** The nurses, for the payroll office. */
export async function GET(request: Request): Promise<Response> {
  const refused = refusal(request)
  if (refused) return refused
  const answer = await serverRequest('/nurses', { token: tokenOf(request) })
  if (!answer.ok) return Response.json({ error: 'the nurses could not be read' }, { status: 502 })
  return new Response(toCsv(COLUMNS, await answer.json()), {
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  })
}
