import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Conclusion, ExploreConclusion } from '../domain/conclusion.ts'
import type { Run } from '../domain/run.ts'
import type { Task } from '../domain/task.ts'
import type { RunWorld } from './life.ts'
import { runFolder } from './transcript.ts'
import { STORED_ARTEFACT } from './artefact-file.ts'

/** In the agent's private HOME: what each needed task came to, as KEY.json. */
export const NEEDS_FOLDER = 'needs'

/** A needed change came to the commit that it landed as. */
export interface LandedConclusion {
  readonly kind: 'change'
  readonly commit: string
}

export interface NeededConclusion {
  readonly key: string
  readonly title: string
  /** Null for what was closed by hand or green already. */
  readonly conclusion: Conclusion | LandedConclusion | null
  /** Content of an explore task's artefact; null for the other kinds, and when its file is not what was recorded. */
  readonly artefact: unknown
}

type NeedsWorld = Pick<RunWorld, 'ledger' | 'stateDirectory'>

/** What the tasks that this one needs came to, in the order in which they are named. */
export async function neededConclusions(
  world: NeedsWorld,
  task: Pick<Task, 'needs'>,
): Promise<readonly NeededConclusion[]> {
  const needed = await Promise.all(task.needs.map((key) => world.ledger.task(key)))
  const concluded = await world.ledger.conclusions(needed.map(({ id }) => id))
  return Promise.all(
    needed.map(async (need): Promise<NeededConclusion> => {
      const { key, title, resolution } = need
      const found =
        resolution === 'concluded' ? concluded.find(({ taskId }) => taskId === need.id) : undefined
      const conclusion =
        found?.conclusion ?? (resolution === 'landed' ? await landedConclusion(world, need) : null)
      const artefact =
        found?.conclusion.kind === 'explore' ? await readStored(world, found.runId, found.conclusion) : null
      return { key, title, conclusion, artefact }
    }),
  )
}

/** The same as files for the HOME of an agent. */
export function neededFiles(
  needed: readonly NeededConclusion[],
): readonly { readonly path: string; readonly content: string }[] {
  return needed.map((one) => ({
    path: path.posix.join(NEEDS_FOLDER, `${one.key}.json`),
    content: `${JSON.stringify(one, null, 1)}\n`,
  }))
}

async function landedConclusion({ ledger }: NeedsWorld, task: Task): Promise<LandedConclusion | null> {
  const run = (await ledger.runs({ taskId: task.id })).findLast(({ state }) => state === 'landed')
  if (run === undefined) return null
  const landings = await ledger.landings({ nightId: run.nightId, states: ['landed'] })
  const commit = landings.find(({ runId }) => runId === run.id)?.to ?? null
  return commit === null ? null : { kind: 'change', commit }
}

async function readStored(
  { stateDirectory }: NeedsWorld,
  runId: Run['id'],
  { sha256 }: ExploreConclusion,
): Promise<unknown> {
  const file = path.join(runFolder(stateDirectory, runId), STORED_ARTEFACT)
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null || createHash('sha256').update(text).digest('hex') !== sha256) return null
  // The hash says that it is what Reveille has written.
  return JSON.parse(text) as unknown
}
