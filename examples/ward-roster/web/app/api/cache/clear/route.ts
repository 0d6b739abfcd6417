import { forgetWards } from '../../../../lib/ward-cache.mjs'

export async function POST(): Promise<Response> {
  forgetWards()
  return new Response(null, { status: 204 })
}
