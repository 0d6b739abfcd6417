/** Text of others, cut to so many UTF-16 units at most and never within a character; what was cut shows by its ellipsis. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
