import { nearest } from '../domain/nearest.ts'
import { needsAgent, type Task } from '../domain/task.ts'
import type { PlanEntry } from './plan-entry.ts'

/** By key of a task: names of its checks whose red would prove nothing. */
export type ChecksInDoubt = ReadonlyMap<string, readonly string[]>

export interface PlanWarning {
  readonly task: string
  /** A whole sentence. */
  readonly text: string
}

interface Known {
  readonly known: ReadonlyMap<string, Task>
  readonly doubtful: ChecksInDoubt
  /** Names of the configured operations; null where nobody has looked. */
  readonly operations: readonly string[] | null
}

/** What would not go as its author may think. */
export function warningsOf(entries: readonly PlanEntry[], known: Known): readonly PlanWarning[] {
  const planned = new Set(entries.map(({ draft }) => draft.key))
  return entries
    .filter(({ action }) => action !== 'finished')
    .flatMap((entry) => [
      ...ownWarnings(entry, known.doubtful),
      ...operationWarnings(entry, known.operations),
      ...needWarnings(entry, { planned, ...known }),
    ])
}

function ownWarnings({ draft, state }: PlanEntry, doubtful: ChecksInDoubt): readonly PlanWarning[] {
  const { key, kind, agent, checks } = draft
  const warn = (holds: boolean, text: string): readonly PlanWarning[] => (holds ? [{ task: key, text }] : [])
  return [
    ...warn(needsAgent(kind) && agent === null, 'It has no agent, so nobody works on it.'),
    ...warn(
      kind === 'change' && checks.length === 0,
      'It has no check: only the gate of the project would judge it.',
    ),
    ...(doubtful.get(key) ?? []).flatMap((name) => warn(true, doubtSentence(name))),
    ...warn(state === 'blocked', `It waits for an answer: reveille why ${key}`),
  ]
}

/** Of a red-to-green check whose red nobody could tell from a typo. */
export function doubtSentence(check: string): string {
  return `A red of ${check} would prove nothing: it starts no test runner whose report can be had, and declares no exits.`
}

function operationWarnings(
  { draft: { key, operation } }: PlanEntry,
  operations: readonly string[] | null,
): readonly PlanWarning[] {
  if (operation === null || operations === null || operations.includes(operation)) return []
  const [meant] = nearest(operation, operations)
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`
  return [{ task: key, text: `The configuration has no operation ${operation}.${guess}` }]
}

function needWarnings(
  { draft: { key, needs } }: PlanEntry,
  { planned, known }: Pick<Known, 'known'> & { readonly planned: ReadonlySet<string> },
): readonly PlanWarning[] {
  return needs.flatMap((need) => {
    const task = known.get(need)
    if (task === undefined || task.state === 'done') return []
    if (task.state === 'cancelled')
      return [{ task: key, text: `It needs ${need}, which is cancelled: it would wait for ever.` }]
    return planned.has(need) ? [] : [{ task: key, text: `It waits for ${need}, which is not in this plan.` }]
  })
}
