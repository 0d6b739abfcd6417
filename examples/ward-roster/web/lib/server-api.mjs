// Route handlers reach the API inside the network, past the proxy. Never import this from a client component.
const origin = () => process.env.API_ORIGIN ?? 'http://localhost:8000'

export async function serverRequest(path, { method = 'GET', body, token } = {}) {
  return fetch(`${origin()}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
}
