import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Blocker } from '../domain/blocker.ts'
import { OPEN_STATES } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { findProject } from '../workspaces/project.ts'
import type { OperationContext } from './context.ts'

/** What a word of a command line can name in the ledger; `option` is one of the question of a task. */
export type KeyKind = 'task' | 'open-task' | 'blocked-task' | 'option' | 'night'

/** One word and what it is about. */
export interface Key {
  readonly word: string
  readonly about: string
}

const MOST_KEYS = 1_000

/**
 * The names of things of the ledger, for completion: nothing is made or set up by asking, and where no ledger is there
 * are no names (`config-missing` where Reveille was never set up). Not an operation that a door offers, so it has no schema, which would take longer to load than the names to read.
 */
export async function findKeys(
  context: OperationContext,
  { kind, task }: { readonly kind: KeyKind; readonly task?: string },
): Promise<readonly Key[]> {
  const { folder: path, variables, ids } = context
  // What the context finds it sets up, where a configuration says so; this only looks.
  const { stateDirectory } = await findProject({ path, variables, ids })
  if (!existsSync(join(stateDirectory, 'ledger.db'))) return []
  const ledger = await context.ledger()
  switch (kind) {
    case 'task':
      return tasks(ledger, {})
    case 'open-task':
      return tasks(ledger, { states: OPEN_STATES })
    case 'blocked-task':
      return blocked(ledger)
    case 'option':
      return options(ledger, task ?? '')
    case 'night':
      return (await ledger.nights()).map(({ number, state, branch }) => ({
        word: String(number),
        about: `${state}, from ${branch}`,
      }))
  }
}

async function tasks(ledger: Ledger, filter: Parameters<Ledger['tasks']>[0]): Promise<readonly Key[]> {
  const found = await ledger.tasks({ ...filter, limit: MOST_KEYS })
  return found.map(({ key, state, title }) => ({ word: key, about: `${state}: ${title}` }))
}

async function blocked(ledger: Ledger): Promise<readonly Key[]> {
  const open = await ledger.blockers({ open: true })
  return Promise.all(
    open.slice(0, MOST_KEYS).map(async ({ taskId, question }) => ({
      word: (await ledger.task(taskId)).key,
      about: question,
    })),
  )
}

async function options(ledger: Ledger, task: string): Promise<readonly Key[]> {
  const open: readonly Blocker[] = await ledger.blockers({ open: true })
  for (const { id, taskId, options: choices } of open) {
    if (id !== task && (await ledger.task(taskId)).key !== task) continue
    return choices.map(({ key, text }) => ({ word: key, about: text }))
  }
  return []
}
