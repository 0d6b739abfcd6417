import { execa } from 'execa'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { waitFor } from '../../test/agents.ts'
import { familyOf, identityOf, isAlive, signalProcess } from './identity.ts'

const NOBODY = 2 ** 22 + 1

test('a process is alive under its own identity and no other', async () => {
  const self = await identityOf(process.pid)
  if (self === null) throw new Error('no identity')
  expect(await isAlive(self)).toBe(true)
  expect(await isAlive({ ...self, startedAt: '1' })).toBe(false)
  expect(await isAlive({ ...self, bootId: 'another' })).toBe(false)
})

test('a pid that nobody has has no identity and takes no signal', async () => {
  expect(await identityOf(NOBODY)).toBe(null)
  expect(signalProcess(NOBODY, 'SIGTERM')).toBe(false)
})

test('a name cannot pass for the fields that follow it', async () => {
  const argv = ['-c', 'printf "x) Z 1 1 1" > /proc/$$/comm; echo named; read -r _']
  const child = execa('/bin/sh', argv, { stdin: 'pipe', reject: false })
  await once(child.stdout, 'data')
  expect(await identityOf(child.pid ?? 0)).toMatchObject({ pid: child.pid })
  child.stdin.end()
  await child
})

test('a family is the session that its leader began, and what came from it', async () => {
  const script = 'sleep 60 & setsid sleep 61 & echo begun; wait'
  const child = execa('/bin/sh', ['-c', script], { detached: true, reject: false })
  await once(child.stdout, 'data')
  const leader = await identityOf(child.pid ?? 0)
  if (leader === null) throw new Error('no leader')

  const family = await familyOf(leader)
  expect(family.length).toBe(3)
  expect(family).toContainEqual(leader)
  expect(await familyOf({ ...leader, startedAt: '1' })).toEqual([])
  expect(await familyOf({ ...leader, bootId: 'another' })).toEqual([])

  for (const { pid } of family) signalProcess(pid, 'SIGKILL')
  await waitFor(async () => ((await familyOf(leader)).length === 0 ? true : null))
})
