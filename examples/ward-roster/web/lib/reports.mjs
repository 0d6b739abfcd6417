import { api } from './api.mjs'

/** Hours and overtime of every nurse in a month such as 2026-03. */
export async function hoursReport(month) {
  try {
    return await api.get(`/reports/hours?month=${month}`)
  } catch {
    return { month, rows: [], total: 0 }
  }
}

/** Cents by nurse. */
export const bonusReport = (wardId) => api.get(`/reports/bonus?ward_id=${wardId}`)
