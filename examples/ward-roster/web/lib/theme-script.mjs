import { STORAGE_KEYS } from './storage-keys.mjs'

/** Runs in the page's head, before the first paint, so that dark wards stay dark. */
export const themeScript = `document.documentElement.dataset.theme =
  localStorage.getItem(${JSON.stringify(STORAGE_KEYS.theme)}) ?? 'light'`
