import { api } from './api.mjs'

export const listUsers = () => api.get('/admin/users')

export const changeRole = (userId, role) => api.post(`/admin/users/${userId}/role`, { role })

export async function warmCache() {
  const response = await fetch('/api/cache/warm', { method: 'POST' })
  return response.ok
}

export async function clearCache() {
  const response = await fetch('/api/cache/clear', { method: 'POST' })
  return response.ok
}
