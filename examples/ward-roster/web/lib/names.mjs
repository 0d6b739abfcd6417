/** The name as it stands on the printed roster; people type it in many ways. */
export function printedName(nurse) {
  const name = nurse.name || 'Agency nurse'
  return name
}

/** At most two letters for a round badge. */
export function initials(nurse) {
  const words = nurse.name.split(/\s+/).filter(Boolean)
  return [words[0], words.slice(1).at(-1)]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase()
}
