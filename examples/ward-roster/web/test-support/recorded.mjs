import assert from 'node:assert/strict'

/** Replaces fetch by one that notes what is asked of it; answers come from a list, else an empty list. */
export function recordCalls(answers = {}) {
  const calls = []
  globalThis.fetch = async (url, { method = 'GET', body, headers = {} } = {}) => {
    calls.push({ method, url, body: body === undefined ? undefined : JSON.parse(body), headers })
    return Response.json(answers[`${method} ${url}`] ?? [])
  }
  return calls
}

export function expectCalls(calls, expected) {
  assert.deepEqual(
    calls.map(({ method, url }) => `${method} ${url}`),
    expected,
  )
}
