import { lstatSync, realpathSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ReveilleError } from '../../domain/errors.ts'
import type { Edit } from './fixer.ts'

/** Carries edits out. Throws `unsafe-path` before the first when one would be made through a link, or outside the root. */
export function applyEdits(root: string, edits: readonly Edit[]): void {
  const top = realpathSync(root)
  for (const edit of edits) requireOwnPlace(top, edit)
  for (const edit of edits) {
    const place = join(top, edit.path)
    if (edit.kind === 'delete') unlinkSync(place)
    else writeFileSync(place, edit.text)
  }
}

function requireOwnPlace(top: string, { kind, path }: Edit): void {
  const place = join(top, path)
  const isOwn = realpathSync(dirname(place)) === dirname(place) && place.startsWith(`${top}/`)
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true
  if (isOwn && !(isLink && kind === 'write')) return
  throw new ReveilleError('unsafe-path', `${JSON.stringify(path)} is reached by a link; nothing was changed`)
}
