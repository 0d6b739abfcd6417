/** Hours as a clock: 7.5 is 7:30. */
export function formatHours(hours) {
  const minutes = Math.round(hours * 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

const hoursOf = (shift) => (new Date(shift.ends_at) - new Date(shift.starts_at)) / 3_600_000

export const sumHours = (shifts) => shifts.reduce((sum, shift) => sum + hoursOf(shift), 0)
