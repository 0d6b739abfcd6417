import { execa } from 'execa'
import { access, chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkLowers, overlayIn } from '../../src/workspaces/overlay-mount.ts'
import type { Mount, Workspace } from '../../src/workspaces/workspace.ts'
import { processesWith, uniqueSeconds } from '../agents.ts'
import { temporaryDirectory } from '../temporary.ts'
import { seededRandom } from './seed.ts'

const LEADER = join(import.meta.dirname, '../fixtures/leaders/is-killed.ts')
const KILLS = Number(process.env['REVEILLE_KILLS'] ?? 40)
const LATEST_MS = 30
const HOST_LATEST_MS = 60
/** Long enough for the jail to stand, on a busy machine too. */
const AT_LEISURE_MS = 2_000

const nobody = { uid: 65_534, gid: 65_534 }
const someone = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

describe.each([
  ['in an overlay', 'overlay', someone],
  ['in a plain checkout', 'plain', someone],
  ...(someone.uid === 0 ? ([["in another user's overlay", 'overlay', nobody]] as const) : []),
] as const)('a jailed command %s', (_, kind, owner) => {
  const seed = Number(process.env['REVEILLE_SEED'] ?? Date.now() % 2 ** 31)
  const random = seededRandom(seed)
  const led = (order: object, argv: readonly string[]) =>
    execa(process.execPath, [LEADER, JSON.stringify(order), ...argv], { reject: false, ...owner })

  test(`whose leader is killed as it starts leaves nothing (REVEILLE_SEED=${seed})`, async () => {
    const workspace = await makeWorkspace(kind, owner)
    const mark = uniqueSeconds()
    for (let kill = 0; kill < KILLS; kill += 1) {
      const leader = await led({ workspace, delayMs: random() * LATEST_MS }, ['sleep', mark])
      expect(leader).toMatchObject({ signal: 'SIGKILL' })
    }
    await expect.poll(() => processesWith(mark), { timeout: 5_000 }).toEqual([])
    await expectItRuns(workspace, (argv) => led({ workspace, delayMs: AT_LEISURE_MS }, argv))
  })

  test(`whose host is killed as it starts leaves nothing (REVEILLE_SEED=${seed})`, async () => {
    const workspace = await makeWorkspace(kind, owner)
    const mark = uniqueSeconds()
    const order = (kill: string) => ({ workspace, run: join(workspace.folder, 'runs', kill) })
    for (let kill = 0; kill < KILLS; kill += 1) {
      const delayMs = random() * HOST_LATEST_MS
      const leader = await led({ ...order(String(kill)), delayMs }, ['sleep', mark])
      expect(leader).toMatchObject({ exitCode: 0 })
    }
    await expect.poll(() => processesWith(mark), { timeout: 5_000 }).toEqual([])
    await expectItRuns(workspace, (argv) => led({ ...order('last'), delayMs: AT_LEISURE_MS }, argv))
  })
})

/** What is killed above would else have run. */
async function expectItRuns(
  { mount, root }: Workspace,
  start: (argv: readonly string[]) => PromiseLike<unknown>,
): Promise<void> {
  await start(['touch', '/workspace/ran'])
  await access(join(mount.kind === 'overlay' ? mount.upper : root, 'ran'))
}

async function makeWorkspace(kind: Mount['kind'], owner: typeof someone): Promise<Workspace> {
  const folder = await temporaryDirectory()
  const at = (name: string): string => join(folder, name)
  const mount: Mount = kind === 'plain' ? { kind } : overlayIn(folder, [at('below')])
  const names = ['below', 'upper', 'work', 'root', 'home', 'git', 'objects', 'runs']
  await Promise.all(names.map((name) => mkdir(at(name))))
  if (mount.kind === 'overlay') await linkLowers(folder, mount.lowers)
  await Promise.all([folder, ...names.map(at)].map((path) => chown(path, owner.uid, owner.gid)))
  const rest = { id: 'w', folder, commit: '', mount, environmentFolders: [] }
  return { ...rest, root: at('root'), home: at('home'), gitDirectory: at('git'), objects: at('objects') }
}
