import { ReveilleError } from '../../../domain/errors.ts'
import type { Fixer, FixerOrder, FixerPlan, Refusal, Tree } from '../fixer.ts'
import { listed, shownPath } from '../shown.ts'
import { createMeaning } from './meaning.ts'
import { readModules } from './modules.ts'
import { limitOf, movesOf, type Moves } from './moves.ts'
import { createResolution } from './resolution.ts'
import { subjectAt, type Subject } from './subject.ts'
import { usesOf, type Uses } from './uses.ts'

/**
 * Removes a JavaScript or TypeScript module, or a folder of them. What still imports it is moved to the module that has the same
 * exports now; where there is none, or anything else stands against it, nothing is changed and a person is asked.
 */
export const removeDeadModule: Fixer = { plan }

function plan(tree: Tree, order: FixerOrder): FixerPlan {
  const written = order.parameters['path'] ?? ''
  if (/^(?:\.{0,2}\/*)$|(?:^|\/)\.\.(?:\/|$)/.test(written.trim()))
    throw new ReveilleError('agent-invalid', `path must be a file or folder of the tree: ${written}`)
  const subject = subjectAt(tree, written)
  if (subject === null) {
    const sentence = `There is nothing to do: ${shownPath(written)} is no tracked file or folder.`
    return { kind: 'edits', edits: [], sentences: [sentence] }
  }
  const resolution = createResolution(tree)
  const modules = readModules(tree, resolution)
  const meaning = createMeaning(tree, resolution, subject)
  const uses = usesOf({ tree, subject, resolution, modules, meaning })
  const moves = movesOf({ resolution, modules, subject, order }, uses.imports)
  const limits = subject.files.flatMap((path) => {
    const limit = limitOf(order, path)
    return limit === null ? [] : [`${shownPath(path)} ${limit}`]
  })
  const blockers = [...uses.blockers, ...moves.blockers, ...limits]
  if (blockers.length > 0) return { kind: 'refusal', refusal: refusalOf(subject, { blockers, moves }) }
  return done(subject, uses, moves)
}

function done({ path, files }: Subject, { imports, notes }: Uses, moves: Moves): FixerPlan {
  const importers = new Set(imports.map(({ importer }) => importer.path)).size
  return {
    kind: 'edits',
    edits: [...moves.edits, ...files.map((file) => ({ kind: 'delete', path: file }) as const)],
    sentences: [
      importers === 0
        ? `Nothing imports ${shownPath(path)}.`
        : `${counted(importers, 'file imports', 'files import')} ${shownPath(path)}.`,
      ...moves.sentences,
      ...files.map((file) => `Removed ${shownPath(file)}.`),
      ...notes.map((note) => `Still to be looked at by a person: ${note}.`),
    ],
  }
}

function refusalOf(
  { path, isFolder }: Subject,
  { blockers, moves }: { readonly blockers: readonly string[]; readonly moves: Moves },
): Refusal {
  const what = shownPath(path)
  const tried =
    moves.tried.length === 0 ? 'Looked for everything that uses it.' : listed(moves.tried, 5).slice(0, 3_000)
  return {
    reason: `${what} stays: ${counted(blockers.length, 'thing stands', 'things stand')} against its removal.`,
    blockers,
    tried,
    question: `What is to become of ${what}?`.slice(0, 900),
    options: {
      replacement: `The task now names the ${isFolder ? 'folder' : 'module'} that has the same exports, in the parameter replacement`,
      importers: 'What is listed is gone, changed or allowed now: try again',
      cancel: `Keep ${what}`.slice(0, 900),
    },
  }
}

function counted(number: number, one: string, more: string): string {
  return `${number} ${number === 1 ? one : more}`
}
