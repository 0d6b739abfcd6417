// The one door to the API: every module of this folder goes through it.
import { apiBase } from './base-url.mjs'
import { readToken } from './session-storage.mjs'

export class ApiError extends Error {
  constructor(status, path) {
    super(`${path} answered ${status}`)
    this.status = status
  }
}

export async function request(path, { method = 'GET', body, signal } = {}) {
  const token = readToken()
  const response = await fetch(`${apiBase()}${path}`, {
    method,
    signal,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new ApiError(response.status, path)
  return response.status === 204 ? undefined : response.json()
}

export const api = {
  get: (path) => request(path),
  post: (path, body) => request(path, { method: 'POST', body }),
  put: (path, body) => request(path, { method: 'PUT', body }),
  patch: (path, body) => request(path, { method: 'PATCH', body }),
  remove: (path) => request(path, { method: 'DELETE' }),
}
