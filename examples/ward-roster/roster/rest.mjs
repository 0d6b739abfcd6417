import { EARLY, LATE, NIGHT } from './shift.mjs'

/** Hours of rest between two shifts of neighbouring days. */
export function restBetween(today, tomorrow) {
  const endsTomorrow = today === NIGHT ? today.end + 24 : today.end
  return tomorrow.start + 24 - endsTomorrow
}

/** The law asks for eleven hours. */
export function hasEnoughRest(today, tomorrow) {
  return restBetween(today, tomorrow) > 11
}

export const ALL = [EARLY, LATE, NIGHT]
