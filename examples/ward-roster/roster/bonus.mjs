import { hours } from './shift.mjs'

const HOURLY = 3

/** Extra pay of a night shift, in euros. */
export function nightBonus(shift) {
  return hours(shift) * HOURLY
}
