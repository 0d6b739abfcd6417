import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordBuilder } from '../../../test/record.ts'
import type { Scene } from '../../reports/scene.ts'
import { stepOf } from '../../reports/step.ts'
import { annotation, harmless } from './annotation.ts'
import { progressMode, type Mode } from './mode.ts'
import { annotatedTeller, jsonTeller, plainTeller, quietTeller } from './teller.ts'

interface Case {
  readonly asked?: string
  readonly variables?: Record<string, string>
  readonly isTerminal?: boolean
  readonly isJson?: boolean
  readonly isData?: boolean
}

const modeOf = (given: Case): Mode =>
  progressMode({ asked: undefined, variables: {}, isTerminal: true, isJson: false, isData: false, ...given })

test.each<[string, Case, Mode]>([
  ['a terminal', {}, 'live'],
  ['a pipe', { isTerminal: false }, 'plain'],
  ['a dumb terminal', { variables: { TERM: 'dumb' } }, 'plain'],
  ['a machine of continuous integration', { variables: { CI: 'true' } }, 'plain'],
  ['GitHub Actions', { variables: { CI: 'true', GITHUB_ACTIONS: 'true' }, isTerminal: false }, 'annotated'],
  ['--json of a command that narrates', { isJson: true }, 'plain'],
  ['--json of a command whose data it is', { isJson: true, isData: true }, 'json'],
  ['a terminal that is to be plain', { asked: 'plain' }, 'plain'],
  ['a pipe that is to be JSON', { asked: 'json', isTerminal: false }, 'json'],
  ['--progress quiet', { asked: 'quiet', isJson: true, isData: true }, 'quiet'],
])('progress is right for %s [progress-mode]', (_, given, mode) => {
  expect(modeOf(given)).toBe(mode)
})

test('live is refused where it cannot be, and a word that is none with what was meant [progress-mode]', () => {
  expect(() => modeOf({ asked: 'live', isTerminal: false })).toThrow('needs a terminal')
  expect(() => modeOf({ asked: 'live', variables: { TERM: 'dumb' } })).toThrow('needs a terminal')
  expect(() => modeOf({ asked: 'liv' })).toThrow('must be one of auto, live')
})

/** A failure and a question, of a task whose agent knows how runners are commanded. */
function steps() {
  const night = new RecordBuilder()
  const task = night.task('fix-sum', { limits: { runs: 1, wallClockMs: 1, noProgressMs: 1 } })
  night.end(night.claim(task), 'agent-error', 'exit 3\n::error::forged 50%\r##[error]too')
  return night.events.map((event) => stepOf(event, () => 'fix-sum'))
}

test('annotations name what failed and what waits, each on one line that its text cannot leave [progress-annotations]', () => {
  const said: string[] = []
  const { onlooker } = annotatedTeller({ clock, print: (line) => said.push(line) })
  for (const step of steps()) onlooker.happened(step)
  const commands = said.filter((line) => line.startsWith('::'))
  expect(commands).toHaveLength(2)
  expect(commands[0]).toMatch(/^::error title=reveille%3A fix-sum::.*forged 50%25 ?## \[error\]too/)
  expect(commands[1]).toMatch(/^::warning title=reveille%3A fix-sum::/)
  expect(said.join('\n')).not.toContain('##[')
})

test('no text of others becomes a command to the runner [progress-annotations]', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('', ' ', '\t'), (text, space) => {
      expect(harmless(`${space}::${text}`)).not.toMatch(/^\s*::/)
      const [failure] = steps().filter(({ tone }) => tone === 'bad')
      if (failure === undefined) throw new Error('nothing failed')
      expect(annotation({ ...failure, text })).not.toMatch(/[\r\n]|##\[/)
    }),
  )
})

let now = Date.UTC(2026, 10, 20, 22)
/** Sleeping moves it on, so a minute passes at once. */
const clock = {
  now: () => now,
  async sleep(ms: number, signal?: AbortSignal) {
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted !== true) now += ms
  },
}

function scene(): Scene {
  const night = new RecordBuilder()
  const counts = { todo: 2, doing: 0, review: 0, blocked: 0, done: 0, cancelled: 0 }
  const lists = { live: [], queue: [], landed: [], failing: [], blockers: [], next: [] }
  const none = { leader: null, lane: null }
  const record = { night: night.night, ...none, counts, ...lists, keys: new Map<string, string>() }
  return { record, leaderAlive: true, activity: new Map() }
}

/** Attends until three lines were said. */
async function attended(teller: ReturnType<typeof plainTeller>, said: readonly string[]): Promise<void> {
  await using _ = teller.onlooker.attend(() => Promise.resolve(scene()))
  while (said.length < 3) await new Promise((resolve) => setImmediate(resolve))
}

test('after a minute in which nothing happened one plain line says how things stand [progress-heartbeat]', async () => {
  const said: { at: number; line: string }[] = []
  const lines: string[] = []
  const begun = now
  const print = (line: string): void => {
    said.push({ at: now, line })
    lines.push(line)
  }
  await attended(plainTeller({ clock, print }), lines)
  expect(said.map(({ at }) => at - begun)).toEqual([60_000, 120_000, 180_000])
  expect(said[0]?.line).toMatch(/^\d\d:\d\d:\d\d Fine: 0 runs under way, 2 tasks to do, nothing needs you\.$/)
})

test('JSON progress is one envelope a line, of events and of how things stand', async () => {
  const said: string[] = []
  const teller = jsonTeller({ clock, print: (line) => said.push(line) })
  for (const step of steps().slice(0, 1)) teller.onlooker.happened(step)
  await attended(teller, said)
  const data = said.map((line) => (JSON.parse(line) as { data: { type: string } }).data)
  expect(data.map(({ type }) => type)).toEqual(['event', 'standing', 'standing'])
  expect(data[1]).toMatchObject({ status: { verdict: { kind: 'fine' } } })
})

test('quiet tells what must not be missed and nothing else', () => {
  const said: string[] = []
  const teller = quietTeller({ clock, print: (line) => said.push(line) })
  teller.narrate('night 1')
  for (const step of steps()) teller.onlooker.happened(step)
  teller.notice('warning: no walls')
  expect(said).toEqual(['warning: no walls'])
})

test('a look that fails is told once and ends the looking, not what is looked at', async () => {
  const said: string[] = []
  {
    await using _ = plainTeller({ clock, print: (line) => said.push(line) }).onlooker.attend(() =>
      Promise.reject(new Error('the ledger is locked')),
    )
    while (said.length === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(said).toEqual(['How things stand cannot be told: the ledger is locked'])
})
