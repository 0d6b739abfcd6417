/** Keeps line breaks and tabs; drops escape sequences, control characters and marks that reorder text. */
export function printable(text: string): string {
  return text.replaceAll(ESCAPE_SEQUENCE, '').replaceAll(UNPRINTABLE, '')
}

// CSI, OSC and two-character escapes, in this order: a shorter one must not eat the head of a longer one.
const ESCAPE_SEQUENCE = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-_]?/g
const UNPRINTABLE = /[^\P{C}\n\t]|[\u2028\u2029]/gu

/** Text of agents and repositories on one line, without what a terminal would obey. */
export function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim()
}
