export const SHIFT_COLOURS: Record<string, string> = { early: '#ffd8e4', late: '#d0bcff', night: '#381e72' }
