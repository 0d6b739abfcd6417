import { expect, test } from 'vitest'
import { expectGone, PATH, uniqueSeconds } from '../../test/agents.ts'
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

test('what a command leaves in its process group ends with it', async () => {
  const mark = uniqueSeconds()
  const result = await runCommand({
    argv: ['/bin/sh', '-c', `sleep ${mark} > /dev/null 2>&1 & echo begun`],
    variables: { PATH },
    cwd: '/',
    timeoutMs: 10_000,
    maxOutputBytes: 1024,
  })
  expect(result).toMatchObject({ exitCode: 0, stdout: Buffer.from('begun\n') })
  await expectGone(mark)
})

test.runIf(process.platform === 'linux')(
  'a command that dies with us is the command that was asked for',
  async () => {
    const result = await runCommand({
      argv: ['/bin/sh', '-c', 'printf "%s|" "$@"; exit 3', 'sh', '', 'a b', '$HOME', '--'],
      variables: { PATH },
      cwd: '/',
      timeoutMs: 10_000,
      maxOutputBytes: 1024,
      diesWithUs: true,
    })
    expect(result).toMatchObject({ exitCode: 3, signal: null, stdout: Buffer.from('|a b|$HOME|--|') })
  },
)
