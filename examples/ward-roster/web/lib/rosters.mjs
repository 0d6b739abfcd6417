import { api } from './api.mjs'

export const listRosters = () => api.get('/rosters')

export const rosterSummary = (rosterId) => api.get(`/api/v1/rosters/${rosterId}/summary`)

export const draftRoster = (wardId, week) => api.post('/rosters', { ward_id: wardId, week })

export const solveRoster = (wardId, week, solver) =>
  api.post('/rosters/solve', { ward_id: wardId, week, solver })

const act = (rosterId, verb) => api.post(['', 'rosters', rosterId, verb].join('/'))

export const publishRoster = (rosterId) => act(rosterId, 'publish')

export const rebuildRoster = (rosterId) => act(rosterId, 'rebuild')

export const lockRoster = (rosterId) => api.post(`/rosters/${rosterId}/lock`)
