import { expect, test } from 'vitest'
import { runCommand } from './process.ts'

const STUBBORN = ['/bin/sh', '-c', 'trap "" TERM; while :; do sleep 0.05; done']

test('a command that stops at once gets no time to refuse', async () => {
  const { durationMs, timedOut, signal } = await runCommand({
    argv: STUBBORN,
    variables: { PATH: process.env['PATH'] ?? '' },
    cwd: '/',
    timeoutMs: 200,
    maxOutputBytes: 1024,
    stopsAtOnce: true,
  })
  expect({ timedOut, signal }).toEqual({ timedOut: true, signal: 'SIGKILL' })
  expect(durationMs).toBeLessThan(1_500)
})
