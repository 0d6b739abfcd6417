/** Paths of URLs in one form: parameters `{}`, no query. */

/** Also for converters: `{name:path}` of Starlette, `<int:id>` of Flask. */
export function normalPath(path: string): string {
  return path.replace(/[?#].*$/s, '').replaceAll(/\{[^{}]*\}|<[^<>]*>/g, '{}')
}

export interface Address {
  /** Origin or open part before the path, empty where there is none. */
  readonly base: string
  readonly path: string
}

/** Splits a URL, or a text whose first part is open: `{}/orders/{}?x=1`. Null where no path can be seen. */
export function splitAddress(text: string): Address | null {
  const absolute = /^(?<base>(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*)(?<path>.*)$/is.exec(text)?.groups
  if (absolute?.['base'] !== undefined)
    return { base: absolute['base'], path: pathOf(absolute['path'] ?? '') }
  const open = /^\{\}(?<path>[/?#].*)$/s.exec(text)?.groups
  if (open !== undefined) return { base: '{}', path: pathOf(open['path'] ?? '') }
  return text.startsWith('/') ? { base: '', path: pathOf(text) } : null
}

/** An open part that follows a path without a slash is a query more often than a part of the name. */
function pathOf(text: string): string {
  const path = normalPath(text)
  return path === '' ? '/' : path.replace(/(?<=[^/{])\{\}$/, '')
}
