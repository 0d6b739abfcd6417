import { api } from './api.mjs'

export const listWards = () => api.get('/wards')

export const getWard = (wardId) => api.get(`/wards/${wardId}`)

export const addNote = (wardId, text) => api.post(`/wards/${wardId}/notes`, { text })

/** The letter that stands for a ward on a narrow screen. */
export function label(ward) {
  return ward.name.slice(0, 1).toUpperCase()
}
