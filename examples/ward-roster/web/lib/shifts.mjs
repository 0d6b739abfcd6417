import { api } from './api.mjs'

/** All shifts, or those of a ward, or those of a ward on a day. */
export function listShifts({ wardId, day } = {}) {
  return api.get(`/shifts${wardId ? `?ward_id=${wardId}${day ? `&day=${day}` : ''}` : ''}`)
}

export function addShift({ nurseId, wardId, startsAt, endsAt }) {
  return api.post('/shifts', { nurseId, wardId, startsAt, endsAt })
}

export function moveShift(shift, nurseId) {
  const { ward_id, kind, starts_at, ends_at } = shift
  return api.put(`/shifts/${shift.id}`, { ward_id, kind, starts_at, ends_at, nurse_id: nurseId })
}

export const removeShift = (shiftId) => api.remove(`/shifts/${shiftId}`)

const WORDS = { early: 'Early', late: 'Late', night: 'Night' }

/** What a shift is called in a list. */
export function label(shift) {
  return `${WORDS[shift.kind] ?? 'Other'} ${shift.starts_at.slice(11, 16)}`
}
