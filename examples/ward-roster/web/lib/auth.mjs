import { dropToken, keepToken } from './session-storage.mjs'

/** Signs in through the route handler, which keeps the token in an httpOnly cookie. */
export async function signIn(email, password) {
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) return false
  const { token } = await response.json()
  keepToken(token)
  return true
}

export async function signOut() {
  dropToken()
  await fetch('/api/session', { method: 'DELETE' })
}
