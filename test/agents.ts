import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Where the tests' programs find theirs. */
export const PATH = process.env['PATH'] ?? ''

const DEADLINE_MS = 20_000
let marks = 0

/** Path of an executable named by its behaviour. */
export function fixture(name: string): string {
  return join(import.meta.dirname, 'fixtures/agents', name)
}

/** Resolves with the first answer that is neither null nor an error about a missing file; rejects at the deadline. */
export async function waitFor<Value>(look: () => Promise<Value | null>): Promise<Value> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const found = await look().catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    })
    if (found !== null) return found
    if (performance.now() > deadline) throw new Error('what the test waits for did not come')
    await pause(10)
  }
}

/** A number of seconds that no other process sleeps, so that its sleeper can be found in the process table. */
export function uniqueSeconds(): string {
  marks += 1
  return `600.${process.pid}${String(marks).padStart(4, '0')}`
}

/** Pids of the living processes that have the word in their argument list. */
export async function processesWith(word: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(word)),
  )
  return pids.filter((_, index) => found[index]).map(Number)
}

/** Passes once no process has the word in its argument list. */
export async function expectGone(word: string): Promise<void> {
  await waitFor(async () => ((await processesWith(word)).length === 0 ? true : null))
}
