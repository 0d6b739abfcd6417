import { needsAgent, type Task } from '../domain/task.ts'
import { scopesOverlap } from '../spec/scope.ts'

/** What choosing needs to know of a task. */
export type Candidate = Pick<Task, 'id' | 'key' | 'kind' | 'scope' | 'agent'>

/** Why a task that is todo does not start now. Ordered as checked: the first that holds is the one told. */
export type Hold =
  | { readonly kind: 'waits-for'; readonly needs: readonly string[] }
  | { readonly kind: 'no-agent' }
  | { readonly kind: 'scope-taken'; readonly by: string }
  | { readonly kind: 'no-slot' }

export interface Choice {
  readonly start: readonly Candidate[]
  readonly held: ReadonlyMap<string, Hold>
}

export interface ChooseInput {
  /** Tasks in state todo, by priority and then age. */
  readonly todo: readonly Candidate[]
  /** Tasks that have a live run, queued ones too: their scope is taken until they have landed. */
  readonly busy: readonly Candidate[]
  /** By key: needs that are not done. A task that waits for nothing is not in it. */
  readonly unmetNeeds: ReadonlyMap<string, readonly string[]>
  /** Runs that may start now. */
  readonly slots: number
}

/**
 * Chooses what starts now. Order is priority, then age. A task whose scope is taken keeps its place: what comes later and
 * overlaps with it does not overtake, so a wide task cannot be starved by many narrow ones.
 */
export function chooseNext(input: ChooseInput): Choice {
  const start: Candidate[] = []
  const held = new Map<string, Hold>()
  const taken = new TakenScopes(input.busy)
  for (const task of input.todo) {
    const hold = holdOf(task, input.unmetNeeds) ?? (start.length < input.slots ? taken.holdOf(task) : NO_SLOT)
    if (hold === null) start.push(task)
    else held.set(task.key, hold)
    if (hold === null || hold.kind === 'scope-taken') taken.add(task)
  }
  return { start, held }
}

const NO_SLOT: Hold = { kind: 'no-slot' }

function holdOf(task: Candidate, unmetNeeds: ChooseInput['unmetNeeds']): Hold | null {
  const needs = unmetNeeds.get(task.key)
  if (needs !== undefined) return { kind: 'waits-for', needs }
  if (task.agent === null && needsAgent(task.kind)) return { kind: 'no-agent' }
  return null
}

/** Scopes that are spoken for. Equal scopes are kept once, so that thousands of tasks of a few domains stay cheap. */
class TakenScopes {
  readonly #owners = new Map<string, Candidate>()

  constructor(busy: readonly Candidate[]) {
    for (const task of busy) this.add(task)
  }

  add(task: Candidate): void {
    const name = task.scope.write.join('\n')
    if (task.kind === 'change' && !this.#owners.has(name)) this.#owners.set(name, task)
  }

  holdOf(task: Candidate): Hold | null {
    if (task.kind !== 'change') return null
    for (const owner of this.#owners.values()) {
      if (scopesOverlap(task.scope, owner.scope)) return { kind: 'scope-taken', by: owner.key }
    }
    return null
  }
}
