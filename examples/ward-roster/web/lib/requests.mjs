import { api } from './api.mjs'
import { toWire } from './wire.mjs'

export const listRequests = (status) => api.get(`/requests?status=${status}`)

/** The form speaks camelCase; the wire does not. */
export const askFor = ({ shiftId, kind }) => api.post('/requests', toWire({ shiftId, kind }))

export const acceptRequest = (requestId) => api.post(`/requests/${requestId}/accept`)
