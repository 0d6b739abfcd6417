/** Modules that are named by a pattern: which files it could reach. */
import { posix } from 'node:path'
import { scopeMatcher } from '../../../spec/scope.ts'
import { UNKNOWN } from './literal.ts'
import type { Resolution } from './resolution.ts'
import { stemsOf, type Subject } from './subject.ts'

export type Reach =
  /** The pattern could name this file of the subject. */
  | { readonly kind: 'file'; readonly file: string }
  /** It says nothing of where it leads. */
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'elsewhere' }

interface Pattern {
  readonly from: string
  readonly pattern: string
}

/** Of a name that is put together: what is not known may be anything, slashes too. */
export function reachOfComputed(resolution: Resolution, subject: Subject, { from, pattern }: Pattern): Reach {
  const known = pattern.replaceAll(UNKNOWN, '').replace(/\.\w+$/, '')
  if (!/^\.|\w/.test(known)) return { kind: 'anywhere' }
  const start = pattern.slice(0, pattern.indexOf(UNKNOWN))
  const place = placed(resolution, from, start)
  if (place === null) return { kind: 'elsewhere' }
  const parts = (place + pattern.slice(start.length)).split(UNKNOWN).map((part) => RegExp.escape(part))
  const expression = new RegExp(`^${parts.join('.*')}$`, 's')
  return reached(subject, (path) => expression.test(path))
}

/** Of patterns that a bundler expands; a folder stands for everything in it. */
export function reachOfGlob(resolution: Resolution, subject: Subject, { from, pattern }: Pattern): Reach {
  if (pattern.startsWith('!')) return { kind: 'elsewhere' }
  const glob = pattern.replaceAll(UNKNOWN, '**')
  const literal = glob.slice(0, Math.max(0, glob.search(/[*{]|$/)))
  const place = placed(resolution, from, literal)
  if (place === null) return { kind: 'elsewhere' }
  const whole = (place + glob.slice(literal.length)).replaceAll(UNKNOWN, '**').replace(/^\/+/, '')
  const matches = scopeMatcher({ write: [whole] })
  return reached(subject, matches)
}

/** Of what lists files to work through all of them, nothing says that one is used. */
const FOR_EVERYTHING =
  /(?:^|\/)(?:[jt]sconfig|knip|biome|codecov|CODEOWNERS|\.?(?:eslint|oxlint|prettier|stylelint|lint-?staged|tailwind|jest|vitest|nyc|c8))[^/]*$/

/** Whether a glob in a file is made for the folder or the kind of name that another has, as `jobs/*.ts` and `**\/*.job.ts` are. */
export function isMeantBy(file: string, { from, pattern }: Pattern): boolean {
  if (FOR_EVERYTHING.test(from) || pattern.startsWith('!')) return false
  const [, kind] = /\*\.([\w-]+)\.[\w{*]/.exec(pattern) ?? []
  const isOfKind = kind !== undefined && posix.basename(file).includes(`.${kind}.`)
  const literal = pattern.slice(0, pattern.search(/[*{?]/)).replace(/[^/]*$/, '')
  const isOfFolder = !pattern.includes('**') && literal === `${posix.dirname(file)}/`
  return (isOfKind || isOfFolder) && scopeMatcher({ write: [pattern] })(file)
}

function reached(subject: Subject, matches: (path: string) => boolean): Reach {
  const file = subject.files.find((path) => [path, ...stemsOf(path)].some(matches))
  return file === undefined ? { kind: 'elsewhere' } : { kind: 'file', file }
}

/** The beginning of a specifier as that of a path; what cannot be placed may begin anywhere, null where it is a package. */
function placed(resolution: Resolution, from: string, start: string): string | null {
  const at = start.lastIndexOf('/') + 1
  const [folder, rest] = [start.slice(0, at), start.slice(at)]
  if (start === '') return UNKNOWN
  if (start.startsWith('/')) return start.slice(1)
  if (start.startsWith('.'))
    return (posix.join(posix.dirname(from), folder === '' ? './' : folder) + rest).replace(/^\.\//, '')
  const found = at === 0 ? null : resolution.folderOf(from, folder.slice(0, -1))
  if (found !== null) return `${found}/${rest}`
  return /^[@~#$]/.test(start) ? UNKNOWN + start.slice(start.indexOf('/')) : null
}
