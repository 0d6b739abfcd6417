/** Hours as a decimal: 7.5 is 7.5 h. */
export function formatHours(hours) {
  return `${Math.round(hours * 10) / 10} h`
}

export const formatOvertime = (hours) => (hours > 0 ? `+${formatHours(hours)}` : formatHours(hours))
