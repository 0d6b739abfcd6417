const TOKEN =
  /(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<blank>\/\/[^\n]*|\/\*[\s\S]*?\*\/|[\s;]+)|(?<word>[\w$]+)|(?<sign>[\s\S])/g

/** Source in one form however it is laid out: no comments, white space only between words, double quotes, no last commas. */
export function normalText(source: string): string {
  let text = ''
  let isApart = false
  for (const { groups } of source.matchAll(TOKEN)) {
    if (groups?.['blank'] !== undefined) {
      isApart = true
      continue
    }
    const string = groups?.['string']
    const word = groups?.['word']
    const sign = groups?.['sign'] ?? ''
    if (word !== undefined && isApart && /[\w$]$/.test(text)) text += ' '
    if (')]}'.includes(sign) && sign !== '' && text.endsWith(',')) text = text.slice(0, -1)
    text += string === undefined ? (word ?? sign) : withDoubleQuotes(string)
    isApart = false
  }
  return text.replaceAll(/\(([\w$]+)\)=>/g, '$1=>')
}

/** A string literal with double quotes; templates stay as they are. */
export function withDoubleQuotes(literal: string): string {
  if (literal.startsWith('`')) return literal
  const inner = literal.slice(1, -1).replaceAll(/\\'/g, "'")
  return `"${literal.startsWith('"') ? inner : inner.replaceAll(/(?<!\\)"/g, '\\"')}"`
}
