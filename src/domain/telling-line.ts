const ERROR = /\berror\b/i
/** Lines that say no more than that there was an error, or where to read of it. */
const IDLE = /^(?:note:|.*\b(?:complete|full) log\b|.*\bsubprocess-exited-with-error\b|.*\bSee above\b)/i
/** With fewer words an error has a name and no sentence. */
const FEWEST_WORDS = 5

/** The line of a failed command's output that best says why: the last sentence about an error, else the last line. */
export function tellingLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '))
  const said = lines.filter((line) => line !== '')
  const error = said.findLast(
    (line) => ERROR.test(line) && !IDLE.test(line) && line.split(' ').length >= FEWEST_WORDS,
  )
  return error ?? said.at(-1) ?? ''
}
