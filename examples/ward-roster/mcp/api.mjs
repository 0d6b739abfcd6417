/** Reads from the API on behalf of an assistant; its token is that of a nurse, so it may see no more than one. */
export function createApi({ origin = process.env.WARD_API_URL, token = process.env.WARD_API_TOKEN } = {}) {
  return async function read(path) {
    const response = await fetch(`${origin}/api/v1${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return response.json()
  }
}
