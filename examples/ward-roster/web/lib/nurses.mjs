import { api } from './api.mjs'

/** Sorted by name unless told otherwise. */
export const listNurses = (sort) => api.get(`/nurses${sort ? `?sort=${sort}` : ''}`)

export const addAbsence = (nurseId, from, until) =>
  api.put(`/nurses/${nurseId}/absences`, { starts_on: from, ends_on: until })

/** Everybody on the payroll, doctors and porters too: for the phone list. */
export const listStaff = () => api.get('/staff')
