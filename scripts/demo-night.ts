/** The night of the demo as files, for reading and for comparing: docs/demo-night. */
import { execa } from 'execa'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Event } from '../src/domain/event.ts'
import { handoffMarkdown } from '../src/reports/handoff-markdown.ts'
import type { Handoff } from '../src/reports/handoff.ts'
import { createRepository } from '../src/support/git.ts'
import { normalisedNight } from './normalised-night.ts'

const CHECKOUT = join(import.meta.dirname, '..')
/** Of the commit that the night starts from; its tree is what counts. */
const EVENING = Date.UTC(2026, 0, 1, 22)

export const DEMO_NIGHT_FILES = ['handoff.md', 'handoff.json', 'events.jsonl'] as const
export type DemoNightFile = (typeof DEMO_NIGHT_FILES)[number]

/**
 * Works on the tasks of the example one after the other, so that two nights take the same course, and gives hand-off and events,
 * normalised. Throws where the machine has no sandbox: such a night is another one.
 */
export async function demoNight(): Promise<Readonly<Record<DemoNightFile, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-night-'))
  try {
    const exported = join(folder, 'export')
    await workThrough(folder, exported)
    return await filesOf(exported, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function workThrough(folder: string, exported: string): Promise<void> {
  const repository = join(folder, 'ward-roster')
  await cp(join(CHECKOUT, 'examples/ward-roster'), repository, { recursive: true })
  const searchPath = process.env['PATH'] ?? ''
  await createRepository({
    root: repository,
    branch: 'main',
    message: 'Ward roster',
    searchPath,
    at: EVENING,
  })
  const env = { XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') }
  const reveille = (...words: readonly string[]) =>
    execa(join(CHECKOUT, 'bin/reveille'), words, { cwd: repository, env })
  const specs = join(repository, '.reveille/tasks')
  for (const name of (await readdir(specs)).toSorted())
    await reveille('task', 'add', '--file', join(specs, name))
  const { stdout } = await reveille('task', 'list', '--json')
  const { data } = JSON.parse(stdout) as { data: { tasks: readonly { key: string }[] } }
  // What waits for a person, or for another task that does, ends with another exit code.
  for (const { key } of data.tasks) await reveille('run', key).catch(() => null)
  await reveille('report', '--export', exported)
}

async function filesOf(exported: string, folder: string): Promise<Readonly<Record<DemoNightFile, string>>> {
  const read = (name: DemoNightFile): Promise<string> => readFile(join(exported, name), 'utf8')
  const lines = (await read('events.jsonl')).trimEnd().split('\n')
  const { events, handoff } = normalisedNight(
    {
      events: lines.map((line) => JSON.parse(line) as Event),
      handoff: JSON.parse(await read('handoff.json')) as Handoff,
    },
    { folder, user: userInfo().username },
  )
  return {
    'handoff.md': handoffMarkdown(handoff),
    'handoff.json': `${JSON.stringify(handoff, null, 1)}\n`,
    'events.jsonl': events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  }
}
