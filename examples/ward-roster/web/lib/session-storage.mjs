const TOKEN_KEY = 'wr.token'

export function keepToken(token) {
  globalThis.localStorage?.setItem(TOKEN_KEY, token)
}

export function readToken() {
  return globalThis.localStorage?.getItem(TOKEN_KEY) ?? undefined
}

export function dropToken() {
  globalThis.localStorage?.removeItem(TOKEN_KEY)
}
