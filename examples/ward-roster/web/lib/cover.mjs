/** Whom to call when somebody is ill: the nurse with the fewest hours; chance decides between equals. */
export function callFirst(nurses) {
  const shuffled = nurses.map((nurse) => ({ nurse, lot: Math.random() }))
  shuffled.sort((a, b) => a.nurse.hours - b.nurse.hours || a.lot - b.lot)
  return shuffled[0]?.nurse
}
