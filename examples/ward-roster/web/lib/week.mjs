const DAY = 24 * 60 * 60 * 1000

const ordinal = (date) => (date - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY + 1

/** The week of a day such as 2026-03-14, as printed on rosters: weeks begin on Mondays. */
export function weekOf(day) {
  const date = new Date(`${day}T00:00:00Z`)
  const weekday = date.getUTCDay() || 7
  return Math.floor((ordinal(date) - weekday + 10) / 7)
}

/** The seven days of the week that a day lies in, from Monday. */
export function daysOf(day) {
  const date = new Date(`${day}T00:00:00Z`)
  const monday = date.getTime() - ((date.getUTCDay() || 7) - 1) * DAY
  return Array.from({ length: 7 }, (_, index) => new Date(monday + index * DAY).toISOString().slice(0, 10))
}
