import { ReveilleError } from '../../domain/errors.ts'

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
/** What git-check-ref-format(1) forbids, besides rules on single components. */
const FORBIDDEN_IN_REF = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$/
const MODIFIERS = /(?:[~^]\d*)*$/

export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text)
}

export function checkedId(id: string): string {
  if (isObjectId(id)) return id
  throw new ReveilleError('input-invalid', `not a full object id: ${JSON.stringify(id)}`)
}

/** A full ref name such as refs/heads/main. */
export function checkedRef(ref: string): string {
  if (ref.startsWith('refs/') && isRefName(ref)) return ref
  throw new ReveilleError('input-invalid', `not a ref name: ${JSON.stringify(ref)}`)
}

/** The start of ref names, e.g. refs/reveille/runs/. */
export function checkedPrefix(prefix: string): string {
  checkedRef(prefix.replace(/\/$/, ''))
  return prefix
}

/** A branch, ref, HEAD or object id, with `~` and `^` after it. Ranges, paths and searches are no revisions here. */
export function checkedRevision(revision: string): string {
  if (isRefName(revision.replace(MODIFIERS, ''))) return revision
  throw new ReveilleError('input-invalid', `not a revision: ${JSON.stringify(revision)}`)
}

/** A path as trees hold it: relative, normalised, with `/`. */
export function checkedPath(path: string): string {
  const isPlain = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  if (isPlain && !path.includes('\0')) return path
  throw new ReveilleError('unsafe-path', `not a path inside a tree: ${JSON.stringify(path)}`)
}

function isRefName(name: string): boolean {
  if (name === '' || name === '@' || name.startsWith('-') || FORBIDDEN_IN_REF.test(name)) return false
  return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
}
