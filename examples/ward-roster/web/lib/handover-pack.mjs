import { api } from './api.mjs'

/** Everything the night needs to know, a section a ward. */
export async function handoverPack() {
  const wards = await api.get('/wards')
  const sections = []
  for (const ward of wards) {
    const notes = await api.get(`/wards/${ward.id}/notes`)
    sections.push({ title: ward.name, notes: notes.map(({ text }) => text).join(' · ') })
  }
  return sections
}
