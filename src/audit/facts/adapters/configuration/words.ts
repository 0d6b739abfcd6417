/** The words of a command that no shell reads: quotes and backslashes count, operators do not. */
const WORD = /(?:'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]|\$\{[^}]*\}|[^\s'"\\])+/g
const PIECE = /'([^']*)'|"((?:\\[^]|[^"\\])*)"|\\([^])|([^'"\\]+)/g

export function wordsOf(text: string): readonly string[] {
  return [...text.replace(/\\\r?\n/g, ' ').matchAll(WORD)].map(([word]) =>
    [...word.matchAll(PIECE)]
      .map(([, single, double, escaped, plain]) =>
        double === undefined ? (single ?? escaped ?? plain ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
      )
      .join(''),
  )
}
