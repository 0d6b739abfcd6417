import type { EndReason } from '../../src/domain/ending.ts'

/** One way to look done without being it, and how it is found out. */
export interface Cheat {
  readonly key: string
  /** As the requirements and reports call it. */
  readonly what: string
  /** Of the scripted agent. */
  readonly steps: readonly object[]
  /** Fields of the task besides those that all have. */
  readonly task?: object
  readonly reason: EndReason
  /** What its detail must say. */
  readonly says: RegExp
}

const NODE_CHECK = {
  expect: 'red-to-green',
  command: { argv: ['node', '--test', 'acceptance/total.test.mjs'] },
}

/** A task that may write everywhere, so that only its dishonesty can be held against it. */
export function taskOf({ key, what, steps, task }: Omit<Cheat, 'reason' | 'says'>): object {
  return {
    key,
    title: what,
    goal: 'total() must count quantities.',
    scope: { write: ['**'] },
    checks: [NODE_CHECK],
    limits: { runs: 1 },
    agent: { kind: 'scripted', steps },
    ...task,
  }
}

export const FIX = {
  edit: 'src/price.mjs',
  find: 'sum + item.price',
  replace: 'sum + item.price * (item.quantity ?? 1)',
}

export const FIX_WEIGHT = {
  edit: 'src/weight.mjs',
  find: 'sum + item.grams',
  replace: 'sum + item.grams * (item.quantity ?? 1)',
}

export const MAY_CHANGE_TESTS = { allow: ['tests'] }
