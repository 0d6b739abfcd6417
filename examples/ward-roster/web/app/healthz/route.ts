import { keptWards } from '../../lib/ward-cache.mjs'

export function GET(): Response {
  return Response.json({ status: 'ok', wards: keptWards().length })
}
