/** Hours in words of the works council: 7.5 is 7h30. */
export function formatHours(hours: number): string {
  const whole = Math.trunc(hours)
  const minutes = Math.round((hours - whole) * 60)
  return minutes === 0 ? `${whole}h` : `${whole}h${String(minutes).padStart(2, '0')}`
}
