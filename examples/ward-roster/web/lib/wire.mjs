const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The same object with the names that the API uses. */
export function toWire(value) {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [snake(name), field]))
}
