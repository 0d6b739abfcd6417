/** Tables by the words before them; names of common table expressions and functions are none. */
export function tablesInSql(text: string): readonly string[] {
  if (!/^\s*(?:select|insert|update|delete|with|merge|truncate|alter|create)\b/i.test(text)) return []
  const own = new Set(
    [...text.matchAll(/(?:\bwith(?:\s+recursive)?|,)\s+"?(\w+)"?\s+as\s*(?:not\s+materialized\s*)?\(/gi)].map(
      ([, name]) => name,
    ),
  )
  const named =
    /\b(?:from|join|into|update|truncate(?:\s+table)?)\s+(?:only\s+)?((?:"?\w+"?\.)?"?\w+"?)(\s*\()?/gi
  const tables = [...text.matchAll(named)].flatMap(([words, name = '', call]) => {
    const table = name.replaceAll('"', '')
    const isCall = call !== undefined && !/^into/i.test(words)
    return isCall ||
      own.has(table) ||
      /^(?:select|set|lateral|unnest|now)$/i.test(table) ||
      /\bfor\s+update\s*$/i.test(words)
      ? []
      : [table]
  })
  return [...new Set(tables)]
}
