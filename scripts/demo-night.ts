/** One whole night of the demo as files, for reading and for comparing: docs/demo-night. */
import { execa } from 'execa'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Event } from '../src/domain/event.ts'
import { handoffMarkdown } from '../src/reports/handoff-markdown.ts'
import type { Handoff } from '../src/reports/handoff.ts'
import { normalisedNight } from './normalised-night.ts'

const BIN = join(import.meta.dirname, '../bin/reveille')

export const DEMO_NIGHT_FILES = ['handoff.md', 'handoff.json', 'events.jsonl'] as const
export type DemoNightFile = (typeof DEMO_NIGHT_FILES)[number]

interface Demo {
  readonly data: { readonly folder: string; readonly repository: string; readonly sandbox: string }
}

/**
 * Runs the demo, one run at a time so that two nights take the same course, and gives its hand-off and events, normalised.
 * Throws where the machine has no sandbox: such a night is another one.
 */
export async function demoNight(): Promise<Readonly<Record<DemoNightFile, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-night-'))
  try {
    const { stdout } = await execa(BIN, ['demo', '--json', '--concurrency', '1'], { env: { TMPDIR: folder } })
    const { data } = JSON.parse(stdout) as Demo
    if (data.sandbox !== 'auto') throw new Error('this machine has no sandbox, so its night is another one')
    const place = { XDG_STATE_HOME: join(data.folder, 'state'), XDG_CACHE_HOME: join(data.folder, 'cache') }
    const exported = join(folder, 'export')
    await execa(BIN, ['report', '--export', exported], { cwd: data.repository, env: place })
    return await filesOf(exported, data.folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
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
