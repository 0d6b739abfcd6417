/**
 * Secrets never reach a disk in clear. One table of rules masks text here and, as a sed script, a stream outside: the
 * patterns mean the same as POSIX extended regular expressions in the C locale and as JavaScript ones. So: no classes,
 * no backslash in brackets, no alternative that is the start of another, nothing that backtracks over a whole line.
 */

const MASK = '[masked]'

interface Shape {
  readonly kind: string
  readonly pattern: string
  /** `before` and `after` are the first and last group: what stays readable. */
  readonly keeps?: 'before' | 'before and after'
}

const WORD = '[A-Za-z0-9_-]'
const TOKEN = '[A-Za-z0-9._~+/=-]'
const KEY_BEGIN = '-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----'
const KEY_END = '-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----'

const SHAPES: readonly Shape[] = [
  { kind: 'private key', pattern: `${KEY_BEGIN}(\\\\+[nr]|[A-Za-z0-9+/= :,.])*${KEY_END}` },
  { kind: 'AWS access key id', pattern: '(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}' },
  {
    kind: 'AWS secret key',
    pattern: `((aws_secret_access_key|AWS_SECRET_ACCESS_KEY|SecretAccessKey)["' ]*[:=][ "']*)[A-Za-z0-9/+]{40}`,
    keeps: 'before',
  },
  { kind: 'GitHub token', pattern: 'gh[opsur]_[A-Za-z0-9]{36,}' },
  { kind: 'GitHub token', pattern: 'github_pat_[A-Za-z0-9_]{22,}' },
  { kind: 'GitLab token', pattern: `glpat-${WORD}{20,}` },
  { kind: 'model API key', pattern: `(^|[^A-Za-z0-9])sk-${WORD}{20,}`, keeps: 'before' },
  { kind: 'Google API key', pattern: `AIza${WORD}{35}` },
  { kind: 'Google access token', pattern: `ya29[.]${WORD}{20,}` },
  { kind: 'Slack token', pattern: 'xox[abeoprs]-[A-Za-z0-9-]{10,}' },
  { kind: 'Slack token', pattern: 'xapp-[A-Za-z0-9-]{10,}' },
  { kind: 'Slack webhook', pattern: '(hooks[.]slack[.]com/services/)[A-Za-z0-9/]{20,}', keeps: 'before' },
  { kind: 'npm token', pattern: 'npm_[A-Za-z0-9]{36}' },
  { kind: 'npm token', pattern: `(_authToken *= *)${TOKEN}{8,}`, keeps: 'before' },
  { kind: 'PyPI token', pattern: `pypi-${WORD}{50,}` },
  { kind: 'Hugging Face token', pattern: 'hf_[A-Za-z0-9]{30,}' },
  { kind: 'Stripe key', pattern: '[rs]k_live_[A-Za-z0-9]{16,}' },
  {
    kind: 'JSON web token',
    pattern: `(^|[^A-Za-z0-9_-])eyJ${WORD}{8,}[.]${WORD}{8,}[.]${WORD}{8,}`,
    keeps: 'before',
  },
  {
    kind: 'authorization header',
    pattern: `([Aa]uthorization["']?[:=] *["']?([Bb]earer|[Bb]asic|[Tt]oken) +)${TOKEN}{6,}`,
    keeps: 'before',
  },
  { kind: 'authorization header', pattern: `([Bb]earer +)${TOKEN}{20,}`, keeps: 'before' },
  {
    kind: 'API key header',
    pattern: `([Xx]-[Aa][Pp][Ii]-[Kk]ey["']?[:=] *["']?)${TOKEN}{8,}`,
    keeps: 'before',
  },
  { kind: 'password in a URL', pattern: `(://[^/:@ "'<>]*:)[^/@ "'<>]+(@)`, keeps: 'before and after' },
]

/** In a private key of several lines, those that are nothing but its base64 text; any other text ends the key. */
const KEY_LINE = '^[ \t]*[A-Za-z0-9+/=]+[ \t\r]*$'
const KEY_STOP = '-----END|[^A-Za-z0-9+/=:,. \t\r-]'

/** Shorter values are too common as parts of innocent text. */
const SHORTEST_VALUE = 6
const SHORTEST_ENCODED = 8

/** Masks the literal values, also where they are encoded, and everything that has the shape of a secret. */
export function createMask(values: readonly string[]): (text: string) => string {
  const rules = rulesFor(values).map(({ pattern, keeps }) => ({
    expression: new RegExp(pattern, 'g'),
    replacement: replacementOf({ keeps, reference: '$' }, pattern),
  }))
  const begin = new RegExp(KEY_BEGIN)
  const stop = new RegExp(KEY_STOP)
  const keyLine = new RegExp(KEY_LINE)
  return (text) => {
    let isInKey = false
    return text
      .split('\n')
      .map((line) => {
        const masked = rules.reduce((rest, rule) => rest.replace(rule.expression, rule.replacement), line)
        const isKey = isInKey
        isInKey = isInKey ? !stop.test(masked) : begin.test(masked)
        return isKey ? masked.replace(keyLine, MASK) : masked
      })
      .join('\n')
  }
}

// Delimits patterns in sed: it stands in none of them.
const MARK = '\x01'

/** The same rules for `sed -E -f`, to be run with LC_ALL=C. Holds the values in clear. */
export function sedMaskScript(values: readonly string[]): string {
  const rules = rulesFor(values).map(
    ({ pattern, keeps }) =>
      `s${MARK}${pattern}${MARK}${replacementOf({ keeps, reference: '\\' }, pattern)}${MARK}g`,
  )
  const key = `\\${MARK}${KEY_BEGIN}${MARK},\\${MARK}${KEY_STOP}${MARK}s${MARK}${KEY_LINE}${MARK}${MASK}${MARK}`
  return [...rules, key, ''].join('\n')
}

export interface FoundSecret {
  /** Counts from 1. */
  readonly line: number
  readonly kind: string
}

/** What in a text has the shape of a secret; never the secret itself. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const rules = [...SHAPES, { kind: 'private key', pattern: KEY_BEGIN }].map(({ kind, pattern }) => ({
    kind,
    expression: new RegExp(pattern),
  }))
  return text.split('\n').flatMap((line, index) => {
    const kinds = new Set(rules.filter(({ expression }) => expression.test(line)).map(({ kind }) => kind))
    return [...kinds].map((kind) => ({ line: index + 1, kind }))
  })
}

type Rule = Pick<Shape, 'pattern' | 'keeps'>

function rulesFor(values: readonly string[]): readonly Rule[] {
  const forms = values
    .flatMap((value) => value.split(/\r?\n/))
    .filter((value) => value.length >= SHORTEST_VALUE && !value.includes(MARK) && !value.includes('\0'))
    .flatMap((value) => [value, ...encodedForms(value)])
  // Longest first: a value may be a part of another one.
  const literals = [...new Set(forms)].toSorted(
    (one, other) => other.length - one.length || (one < other ? -1 : 1),
  )
  return [...literals.map((literal) => ({ pattern: literal.replace(/[.[()*+?{|^$\\]/g, '\\$&') })), ...SHAPES]
}

function encodedForms(value: string): string[] {
  const base64 = [0, 1, 2]
    .map((offset) => innerBase64(value, offset))
    .filter((form) => form.length >= SHORTEST_ENCODED)
  return [
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(value.toWellFormed()),
    JSON.stringify(value).slice(1, -1),
  ]
}

/** The characters of base64 text that depend on the value alone when `offset` bytes, modulo 3, come before it. */
function innerBase64(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
  return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
}

function replacementOf(style: { keeps: Shape['keeps']; reference: '$' | '\\' }, pattern: string): string {
  if (style.keeps === undefined) return MASK
  const last = pattern.split('(').length - 1
  return `${style.reference}1${MASK}${style.keeps === 'before' ? '' : `${style.reference}${last}`}`
}
