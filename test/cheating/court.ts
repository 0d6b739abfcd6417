/** Lets agents that cheat, and agents that do not, work through a night, and tells what became of each. */
import { createProject, type Project, type ProjectOptions } from '../e2e/project.ts'

const NIGHT_MS = 6 * 60_000

export interface Judged {
  readonly state: string
  readonly reason: string | null
  readonly detail: string
}

interface Report {
  readonly outcomes: {
    readonly unfinished: readonly {
      readonly key: string
      readonly state: string
      readonly ended: readonly { readonly reason: string; readonly detail: string | null }[]
    }[]
  }
}

export async function beginCourt(options: ProjectOptions): Promise<Project> {
  return createProject({ ...options, deadlineMs: NIGHT_MS })
}

/** Runs the tasks; by key, how the last run of each ended. A task that is done has no reason. */
export async function judge(
  project: Project,
  tasks: readonly object[],
): Promise<ReadonlyMap<string, Judged>> {
  await project.file(...tasks)
  const night = await project.json<{ readonly lane: string }>('night', '--concurrency', '1')
  if (night.data?.lane !== 'green')
    throw new Error(`the night could not judge anybody: ${JSON.stringify(night, null, 1)}`)
  const standings = await project.standings()
  const { data } = await project.json<Report>('report')
  const unfinished = new Map((data?.outcomes.unfinished ?? []).map((task) => [task.key, task]))
  return new Map(
    Object.entries(standings).map(([key, state]) => {
      const last = unfinished.get(key)?.ended.at(-1)
      return [key, { state, reason: last?.reason ?? null, detail: last?.detail ?? '' }]
    }),
  )
}
