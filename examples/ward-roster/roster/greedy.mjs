import { hasEnoughRest } from './rest.mjs'

/** Gives each shift of each day to the first nurse who is rested; null where nobody is. */
export function plan(nurses, shifts, days) {
  const last = new Map()
  const roster = []
  for (let day = 0; day < days; day += 1) {
    const working = new Set()
    for (const shift of shifts) {
      const nurse = nurses.find((one) => !working.has(one) && isRested(last.get(one), shift, day)) ?? null
      if (nurse !== null) {
        working.add(nurse)
        last.set(nurse, { day, shift })
      }
      roster.push({ day, shift: shift.name, nurse })
    }
  }
  return roster
}

function isRested(previous, shift, day) {
  return previous === undefined || previous.day < day - 1 || hasEnoughRest(previous.shift, shift)
}
