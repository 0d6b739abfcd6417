// What a browser remembers of the board. Private windows may refuse storage: the board works without.
import { STORAGE_KEYS } from './storage-keys.mjs'

const keep = (key, value) => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Nothing is lost but a preference.
  }
}

export const rememberTheme = (theme) => keep(STORAGE_KEYS.theme, theme)

export const rememberWard = (wardId) => keep(STORAGE_KEYS.lastWard, wardId)

export const rememberColumns = (columns) => keep(STORAGE_KEYS.columns, columns.join(','))

export const recallColumns = () => localStorage.getItem(STORAGE_KEYS.columns)?.split(',') ?? ['name', 'hours']
