import type { Command } from '../../domain/check.ts'
import { detectCargo, detectGo, detectMake } from './native.ts'
import { detectNode } from './node.ts'
import { detectPython } from './python.ts'
import type { Listing, Stack } from './stack.ts'

const STACKS = [detectNode, detectPython, detectCargo, detectGo] as const

/** Files of the repository's root whose text says how it is built and tested. */
export const READ_FILES: readonly RegExp[] = [
  /^package\.json$/,
  /^pyproject\.toml$|^setup\.cfg$|^tox\.ini$/,
  /^[\w-]*requirements[\w-]*\.txt$/,
  /^(?:GNUm|m|M)akefile$/,
]

export interface Detection {
  /** Package managers, in the order in which they were looked for. */
  readonly managers: readonly string[]
  readonly setup: { readonly commands: readonly Command[]; readonly locks: readonly string[] } | null
  readonly gate: readonly { readonly name: string; readonly command: Command }[]
  readonly hasTest: boolean
}

/** What can be told from the files alone. Nothing is guessed: a command that no file names is not in the answer. */
export function detect(listing: Listing): Detection {
  const found = STACKS.flatMap((detectStack) => detectStack(listing) ?? [])
  const hasTest = found.some((stack) => stack.gate.some(({ name }) => name === 'test'))
  const make = hasTest ? null : detectMake(listing)
  const stacks = make === null ? found : [...found, make]
  const setups = stacks.flatMap(({ setup }) => setup ?? [])
  const gate = gateOf(stacks)
  return {
    managers: found.map(({ name }) => name),
    setup:
      setups.length === 0
        ? null
        : {
            commands: setups.flatMap(({ commands }) => commands),
            locks: [...new Set(setups.flatMap(({ locks }) => locks))],
          },
    gate,
    hasTest: stacks.some((stack) => stack.gate.some(({ name }) => name === 'test')),
  }
}

/** Names are unique: a second stack's check carries the stack's name. */
function gateOf(stacks: readonly Stack[]): Detection['gate'] {
  const taken = new Set<string>()
  return stacks.flatMap((stack) =>
    stack.gate.map(({ name, command }) => {
      const free = taken.has(name) ? `${stack.name}-${name}` : name
      taken.add(free)
      return { name: free, command }
    }),
  )
}
