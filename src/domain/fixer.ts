/** The fixers that are built in, by the names and parameters that tasks give them. What they do is in audit/fixers. */
import { nearest } from './nearest.ts'

interface FixerDescription {
  readonly about: string
  /** What it can be told by name; all of it is text. */
  readonly parameters: Readonly<Record<string, { readonly about: string; readonly isRequired: boolean }>>
}

export const FIXERS = {
  'remove-stray-files': {
    about: 'Removes copies such as .bak, .orig and ~ files that nothing in the tree names',
    parameters: {
      paths: { about: 'globs of the paths to look at, separated by spaces', isRequired: false },
    },
  },
  'remove-dead-module': {
    about:
      'Removes a module or a folder of modules, moving what still imports it to where the same stands now',
    parameters: {
      path: { about: 'the file or folder to remove', isRequired: true },
      replacement: { about: 'the file or folder that has the same exports', isRequired: false },
    },
  },
} as const satisfies Record<string, FixerDescription>

export type FixerName = keyof typeof FIXERS
export const FIXER_NAMES = Object.keys(FIXERS) as readonly FixerName[]

export interface FixerProblem {
  /** Name of the parameter; null where it is about the fixer. */
  readonly parameter: string | null
  /** A sentence without its subject, as those of schemas are. */
  readonly message: string
}

/** What is wrong with a fixer as a task names it: everything at once. */
export function fixerProblems(
  name: string,
  parameters: Readonly<Record<string, unknown>> | undefined,
): readonly FixerProblem[] {
  if (!isFixerName(name)) return [{ parameter: null, message: unknownFixer(name) }]
  const known: FixerDescription['parameters'] = FIXERS[name].parameters
  const given = Object.entries(parameters ?? {})
  const missing = Object.entries(known).filter(
    ([key, { isRequired }]) => isRequired && !Object.hasOwn(parameters ?? {}, key),
  )
  return [
    ...missing.map(([key, { about }]) => ({ parameter: key, message: `is missing: ${about}` })),
    ...given.flatMap(([key, value]) => {
      if (!Object.hasOwn(known, key)) return [{ parameter: key, message: unknownParameter(name, key) }]
      if (typeof value === 'string' && value.trim() !== '') return []
      return [{ parameter: key, message: `must be text: ${known[key]?.about ?? ''}` }]
    }),
  ]
}

/** Says which fixers there are, and which was meant. */
export function unknownFixer(name: string): string {
  return `${JSON.stringify(name)} is no fixer${meant(name, FIXER_NAMES)} There are ${FIXER_NAMES.join(' and ')}`
}

function isFixerName(name: string): name is FixerName {
  return Object.hasOwn(FIXERS, name)
}

function unknownParameter(name: FixerName, key: string): string {
  const known = Object.keys(FIXERS[name].parameters)
  return `is nothing that ${name} can be told${meant(key, known)} It knows ${known.join(' and ')}`
}

function meant(word: string, known: readonly string[]): string {
  const [likely] = nearest(word, known)
  return likely === undefined ? '.' : `; did you mean ${likely}?`
}
