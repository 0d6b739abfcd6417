import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { beginNight, queueWork, shellCheck } from '../../test/landing-world.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { chooseJail } from '../workspaces/choose-jail.ts'
import { chooseWorkspaces } from '../workspaces/choose.ts'

const PATH = process.env['PATH'] ?? '/usr/bin:/bin'

async function jailed(gate: Parameters<typeof beginNight>[0]) {
  const jail = await chooseJail({
    isolation: 'bubblewrap',
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    path: PATH,
    home: '/nonexistent',
    forbidden: [],
    temporary: await temporaryDirectory(),
  })
  return beginNight({ ...gate, jail, workspaces: chooseWorkspaces })
}

test('in the jail, checks see the merged tree, their own home and nothing else, and leave nothing', async () => {
  const outside = await temporaryDirectory()
  const script = `test "$PWD" = /workspace && test "$HOME" = /home/agent && test -e src/b.txt && touch made && ! test -e ${outside} && test "$(git rev-parse --is-inside-work-tree)" = true`
  const began = await jailed({ gate: [shellCheck('first', script), shellCheck('second', 'test ! -e made')] })
  await queueWork(began, { key: 'a', files: { 'src/b.txt': 'b\n' } })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
  const [evidence] = await began.world.ledger.events({ kinds: ['evidence.recorded'] })
  expect(evidence?.data).toMatchObject({ isolation: 'bubblewrap', green: true })
  expect(await readdir(join(began.world.stateDirectory, 'workspaces'))).toEqual([])
})

test('in the jail, a missing program is 127, a signal is told, and there is no network', async () => {
  const began = await jailed({
    gate: [
      { ...shellCheck('missing', ''), command: { argv: ['no-such-program-anywhere'] } },
      shellCheck('killed', 'kill -9 $$'),
      shellCheck('loopback alone', 'test "$(grep -c : /proc/net/dev)" = 1'),
      shellCheck('slow', 'echo begun; sleep 60', { timeoutMs: 2000 }),
    ],
  })
  const { run, task } = await queueWork(began, { key: 'a', files: { 'src/b.txt': 'b\n' } })
  const { evidence } = await began.verifier.verify({ run, task, commit: began.base })
  expect(evidence.map(({ check, exitCode, timedOut }) => [check, exitCode, timedOut])).toEqual([
    ['missing', 127, false],
    ['killed', 137, false],
    ['loopback alone', 0, false],
    ['slow', null, true],
  ])
})
