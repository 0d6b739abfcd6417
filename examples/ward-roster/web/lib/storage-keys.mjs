export const STORAGE_KEYS = { theme: 'wr.theme', columns: 'wr.columns', lastWard: 'wr.lastWard' }
