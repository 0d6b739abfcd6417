/** The form in which a nurse's name stands on the printed roster. */
export function printedName(name) {
  return name
}
