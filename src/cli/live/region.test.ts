import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { screenOf } from '../../../test/terminal.ts'
import { LiveRegion } from './region.ts'

/** A region, what its terminal got, and a clock that moves only when told; sleepers wake when their time has come. */
function createStage(size: { columns: number; rows: number }) {
  const writes: { at: number; bytes: string }[] = []
  const sleepers: { until: number; wake: () => void }[] = []
  let now = 1_000
  const terminal = {
    ...size,
    write: (bytes: string) => writes.push({ at: now, bytes: bytes.replaceAll('\n', '\r\n') }),
  }
  const clock = {
    now: () => now,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((wake) => {
        sleepers.push({ until: now + ms, wake })
        signal?.addEventListener('abort', () => wake(), { once: true })
      }),
  }
  return {
    terminal,
    writes,
    region: new LiveRegion({ terminal, clock }),
    screen: (shown = size) => screenOf(writes.map(({ bytes }) => bytes).join(''), shown),
    pass: async (ms: number) => {
      now += ms
      for (const { until, wake } of sleepers) if (until <= now) wake()
      await Promise.resolve()
    },
  }
}

const SIZE = { columns: 40, rows: 10 }

test('what is said scrolls away above, in its order, and the view stays below it [live-region]', async () => {
  const lines = fc.array(fc.stringMatching(/^[a-z ]{0,30}[a-z]$/), { minLength: 1, maxLength: 4 })
  const step = fc.oneof(
    fc.record({ said: lines }),
    fc.record({ view: lines }),
    fc.record({ ms: fc.nat(150) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { region, screen, pass, writes } = createStage(SIZE)
      const said: string[] = []
      let view: readonly string[] = []
      for (const one of steps) {
        if ('said' in one) {
          said.push(...one.said)
          region.say(one.said.join('\n'))
        } else if ('view' in one) region.show((view = one.view))
        else await pass(one.ms)
      }
      await pass(100)
      const written = screen().lines.filter((line) => line !== '')
      expect(written.map((line) => line.trim())).toEqual([...said, ...view].map((line) => line.trim()))
      region.clear()
      expect(
        screen()
          .lines.filter((line) => line !== '')
          .map((line) => line.trim()),
      ).toEqual(said.map((line) => line.trim()))
      // Whenever this process is killed, the cursor is there and nothing is left in colour.
      let bytes = ''
      for (const write of writes) {
        bytes += write.bytes
        expect(screenOf(bytes, SIZE)).toMatchObject({ isCursorShown: true, isPlain: true })
      }
    }),
    { numRuns: 60 },
  )
})

test('it writes ten times a second at most, and what came last is shown [live-region]', async () => {
  const { region, writes, screen, pass } = createStage(SIZE)
  for (let turn = 0; turn < 1_000; turn++) {
    region.show([`view ${turn}`])
    region.say(`line ${turn}`)
    await pass(1)
  }
  await pass(100)
  expect(writes.length).toBeGreaterThan(5)
  expect(writes.length).toBeLessThanOrEqual(12)
  expect(screen().lines.filter((line) => line.startsWith('line'))).toHaveLength(1_000)
  expect(screen().shown.filter((line) => line.startsWith('view'))).toEqual(['view 999'])
})

test('a view that has not changed is not written again', async () => {
  const { region, writes, pass } = createStage(SIZE)
  for (let turn = 0; turn < 10; turn++) {
    region.show(['the same'])
    await pass(200)
  }
  expect(writes).toHaveLength(1)
})

test('a terminal that became narrower keeps nothing of the wider view', async () => {
  const { region, terminal, writes, pass } = createStage(SIZE)
  region.show(['a'.repeat(38), 'b'.repeat(38)])
  await pass(200)
  // What a terminal does with lines that no longer fit: it breaks them.
  const narrow = { columns: 20, rows: 10 }
  terminal.columns = narrow.columns
  region.show(['c'])
  await pass(200)
  const screen = screenOf(writes.map(({ bytes }) => bytes).join(''), narrow)
  expect(screen.lines.filter((line) => line !== '')).toEqual(['c'])
})

test('after a stop in the shell the view begins anew below what was printed', async () => {
  const { region, writes, screen, pass } = createStage(SIZE)
  region.show(['view'])
  await pass(200)
  writes.push({ at: 0, bytes: '[1]+ Stopped\r\n' })
  region.forget()
  await pass(200)
  expect(screen().shown.slice(0, 3)).toEqual(['view', '[1]+ Stopped', 'view'])
})

test('when the process ends, what was said is not lost and what others printed is not overwritten', async () => {
  const { region, writes, screen, pass } = createStage(SIZE)
  region.show(['view'])
  await pass(50)
  region.say('last words')
  writes.push({ at: 0, bytes: 'error: a bug\r\n' })
  region.abandon()
  expect(screen().shown.slice(0, 3)).toEqual(['view', 'error: a bug', 'last words'])
})
