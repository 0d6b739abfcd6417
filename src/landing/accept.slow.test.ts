import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { beginNight, queueWork } from '../../test/landing-world.ts'
import { acceptNight } from './accept.ts'

const FILES = 800
const ROUNDS = 10

test('a checkout whose git is killed at any moment is made good by accepting again [I10]', async () => {
  const content = (version: string) =>
    Object.fromEntries(
      Array.from({ length: FILES }, (_, number) => [
        `f${number % 40}/${number}.txt`,
        `${version} ${number}\n`.repeat(400),
      ]),
    )
  const began = await beginNight({ files: content('old') })
  await queueWork(began, { key: 'all', files: { ...content('new'), 'added/one.txt': 'one\n' } })
  const landed = await began.landings.landNext(began)
  if (landed.kind !== 'landed') throw new TypeError(landed.kind)
  const { path, git } = began.repository
  let interrupted = 0
  for (let round = 1; round <= ROUNDS; round += 1) {
    await git('reset', '--quiet', '--hard', began.base)
    await git('update-ref', `refs/reveille/accepts/${began.night.number}`, landed.commit)
    const child = spawn('git', ['read-tree', '-m', '-u', began.base, landed.commit], {
      cwd: path,
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await sleep(5 + round * 12)
    child.kill('SIGKILL')
    await ended
    if ((await git('status', '--porcelain', '-uall')) !== '' && child.exitCode === null) interrupted += 1
    const night = { ...began.night, state: 'accepted' as const }
    expect(await acceptNight(began.world, { ...began, night })).toMatchObject({
      kind: 'accepted',
      to: landed.commit,
    })
    expect(await git('status', '--porcelain', '-uall')).toBe('')
    expect(await git('rev-parse', 'HEAD')).toBe(landed.commit)
  }
  expect(interrupted).toBeGreaterThan(0)
})
