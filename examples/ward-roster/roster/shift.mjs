/** A shift starts and ends at a whole hour of the day; a night shift ends on the next day. */
export function shift(name, start, end) {
  return { name, start, end }
}

export const EARLY = shift('early', 6, 14)
export const LATE = shift('late', 14, 22)
export const NIGHT = shift('night', 22, 6)

/** Length in hours. */
export function hours({ start, end }) {
  return end - start
}
