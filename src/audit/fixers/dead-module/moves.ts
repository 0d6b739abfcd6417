/** Imports that are led elsewhere, as edits of their files; or why they cannot be. */
import { isTestPath, pathKind } from '../../../verification/protected/kinds.ts'
import type { Edit, FixerOrder } from '../fixer.ts'
import { shownPath } from '../shown.ts'
import type { Module, Modules } from './modules.ts'
import { foundReplacement, namedReplacement, needOf, type Replacement } from './replacement.ts'
import type { Resolution } from './resolution.ts'
import { renamed } from './specifier.ts'
import type { Subject } from './subject.ts'
import { at, type Import } from './uses.ts'

export interface Moves {
  readonly edits: readonly Edit[]
  readonly sentences: readonly string[]
  readonly blockers: readonly string[]
  /** What was tried in vain. */
  readonly tried: readonly string[]
}

export interface MovesWorld {
  readonly resolution: Resolution
  readonly modules: Modules
  readonly subject: Subject
  readonly order: FixerOrder
}

interface Rewrite {
  readonly start: number
  readonly end: number
  readonly specifier: string
}

export function movesOf(world: MovesWorld, imports: readonly Import[]): Moves {
  const replacements = new Map<string, Replacement>()
  for (const file of new Set(imports.map((one) => one.file)))
    replacements.set(
      file,
      replacementFor(
        world,
        file,
        imports.filter((one) => one.file === file),
      ),
    )
  const rewrites = new Map<Module, Rewrite[]>()
  const [sentences, blockers]: [string[], string[]] = [[], []]
  for (const one of imports) {
    const step = moveOf(world, one, replacements.get(one.file))
    if ('blocker' in step) {
      blockers.push(step.blocker)
      continue
    }
    rewrites.set(one.importer, [...(rewrites.get(one.importer) ?? []), step])
    sentences.push(`Moved ${at(one.importer, one.site)} from ${one.site.specifier} to ${step.specifier}.`)
  }
  return {
    edits: [...rewrites].map(([module, steps]) => ({
      kind: 'write',
      path: module.path,
      text: rewritten(module, steps),
    })),
    sentences,
    blockers,
    tried: [...replacements.values()].flatMap((one) => (one.kind === 'none' ? [one.reason] : [])),
  }
}

function replacementFor(world: MovesWorld, file: string, imports: readonly Import[]): Replacement {
  const { modules, subject, order } = world
  const need = needOf(modules, file, imports)
  if (need === null)
    return { kind: 'none', reason: `What ${shownPath(file)} exports is decided when it runs.` }
  const named = order.parameters['replacement']
  return named === undefined
    ? foundReplacement(modules, subject, need)
    : namedReplacement(modules, subject, { need, named })
}

type Step = Rewrite | { readonly blocker: string }

function moveOf(world: MovesWorld, one: Import, replacement: Replacement | undefined): Step {
  const { importer, site, file } = one
  const here = `${at(importer, site)} ${takes(one)}`
  if (replacement?.kind !== 'module') return { blocker: here }
  if (replacement.path === importer.path) return { blocker: `${here}, and is what has the same exports now` }
  const limit = limitOf(world.order, importer.path)
  if (limit !== null) return { blocker: `${here}, and ${limit}` }
  const specifier = renamed(world.resolution, {
    ...{ importer: importer.path, specifier: site.specifier, file, replacement: replacement.path },
  })
  if (specifier === null || !isPlain(specifier) || /[?#!]/.test(site.specifier.slice(1)))
    return { blocker: `${here}, by a name that cannot be moved: ${shownPath(site.specifier)}` }
  return { start: site.start, end: site.end, specifier }
}

function takes({ site, file }: Import): string {
  const where = shownPath(file)
  switch (site.taken.kind) {
    case 'names':
      return `imports ${site.taken.names.join(', ') || 'nothing'} from ${where}`
    case 'star':
      return `hands on everything of ${where}`
    case 'mock':
      return `replaces ${where} in a test`
    default:
      return `imports ${where}`
  }
}

/** What the task may not change. */
export function limitOf({ mayWrite, allow }: FixerOrder, path: string): string | null {
  if (!mayWrite(path)) return 'is outside of what the task may change'
  if (isTestPath(path))
    return allow.includes('tests') ? null : 'is a test, for which the task needs allow: [tests]'
  if (pathKind(path) === 'configuration' && !allow.includes('configuration'))
    return 'is configuration, for which the task needs allow: [configuration]'
  return null
}

/** Stands between any quotes as it is. */
function isPlain(specifier: string): boolean {
  return !/["'`\\$\n\r]/.test(specifier)
}

function rewritten({ text, mark }: Module, rewrites: readonly Rewrite[]): string {
  let result = text
  for (const { start, end, specifier } of rewrites.toSorted((one, other) => other.start - one.start))
    result = result.slice(0, start) + specifier + result.slice(end)
  return mark + result
}
