import { execa, execaSync } from 'execa'
import { mkdir, readdir, readFile, rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createBubblewrapJail } from '../src/workspaces/bubblewrap.ts'
import { hostLookup } from '../src/workspaces/choose-jail.ts'
import type { Jail, JailSpec, WriteAccess } from '../src/workspaces/jail.ts'
import { OBJECTS_INSIDE } from '../src/workspaces/jail.ts'
import { findToolchains } from '../src/workspaces/toolchains.ts'
import { createUnjailed } from '../src/workspaces/unjailed.ts'
import { CANARY, createWorld, isRoot, processesMarked, type Person, type World } from './escapes-world.ts'

const SCRIPTS = join(import.meta.dirname, 'fixtures/escapes')
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'

interface Seen {
  readonly changed: readonly string[]
  /** It printed a secret, or that it got through. */
  readonly told: boolean
  readonly connections: number
  readonly victimDied: boolean
  readonly daemons: number
}

const NOTHING: Seen = { changed: [], told: false, connections: 0, victimDied: false, daemons: 0 }

interface Attempt {
  readonly script: string
  readonly write?: WriteAccess
  /** What is seen where the attempt is not hindered. Without this the row would prove nothing. */
  readonly unhindered: Partial<Seen>
  /**
   * Where it is not hindered: `none` is no jail at all; `capable` is the same jail with the capabilities left, for
   * what would harm the machine otherwise.
   */
  readonly control?: 'none' | 'capable'
}

const STRICT = { kind: 'paths', paths: ['src'] } as const

const ATTEMPTS: readonly Attempt[] = [
  { script: 'write-by-absolute-path', unhindered: { changed: ['outside.txt'] } },
  { script: 'write-by-dot-dot', unhindered: { changed: ['outside.txt'] } },
  { script: 'write-through-symlink', unhindered: { changed: ['outside.txt'] } },
  { script: 'write-through-hard-link', unhindered: { changed: ['outside.txt'] } },
  { script: 'write-object-through-hard-link', unhindered: { changed: ['repository/.git/objects/aa/blob'] } },
  {
    script: 'write-outside-scope',
    write: STRICT,
    unhindered: { changed: ['workspaces/mine/root/docs/guide.md'] },
  },
  {
    script: 'write-scope-parent',
    write: STRICT,
    unhindered: { changed: ['workspaces/mine/root/docs', 'workspaces/mine/root/docs/guide.md'] },
  },
  {
    script: 'write-outside-scope',
    write: { kind: 'none' },
    unhindered: { changed: ['workspaces/mine/root/docs/guide.md'] },
  },
  { script: 'write-user-git-config', unhindered: { changed: ['repository/.git/config'] } },
  { script: 'write-user-git-hook', unhindered: { changed: ['repository/.git/hooks/post-checkout'] } },
  { script: 'write-user-git-ref', unhindered: { changed: ['repository/.git/refs/heads/main'] } },
  {
    script: 'write-user-git-object',
    unhindered: { changed: ['repository/.git/objects/aa/blob', 'repository/.git/objects/bb'] },
  },
  { script: 'read-user-git-config', unhindered: { told: true } },
  { script: 'write-ledger', unhindered: { changed: ['state/ledger.db'] } },
  { script: 'read-ledger', unhindered: { told: true } },
  { script: 'write-other-workspace', unhindered: { changed: ['workspaces/other/root/file'] } },
  { script: 'read-other-workspace', unhindered: { told: true } },
  { script: 'write-user-home', unhindered: { changed: ['home/.profile'] } },
  { script: 'read-package-token', unhindered: { told: true } },
  { script: 'read-ssh-key', unhindered: { told: true } },
  { script: 'read-toolchain-credentials', unhindered: { told: true } },
  { script: 'read-parent-environment', unhindered: { told: true } },
  { script: 'open-parent-memory', unhindered: { told: true } },
  { script: 'kill-parent', unhindered: { victimDied: true } },
  { script: 'reach-loopback-server', unhindered: { connections: 1 } },
  { script: 'reach-abstract-socket', unhindered: { connections: 1 } },
  { script: 'reach-daemon-socket', unhindered: { connections: 1 } },
  { script: 'leave-daemon', unhindered: { daemons: 1 } },
  { script: 'leave-daemon-double-fork', unhindered: { daemons: 1 } },
  { script: 'new-user-namespace', unhindered: { told: true } },
]

/** Attempts that only root can make. */
const ROOT_ATTEMPTS: readonly Attempt[] = [
  { script: 'read-accounts', unhindered: { told: true } },
  { script: 'change-kernel-setting', unhindered: { told: true } },
  { script: 'change-device-mode', unhindered: { told: true } },
  { script: 'change-device-time', unhindered: { told: true } },
  {
    script: 'remount-writable',
    control: 'capable',
    unhindered: { changed: ['repository/.git/objects/planted'] },
  },
  { script: 'unmount', control: 'capable', unhindered: { changed: ['workspaces/mine/root/.git/planted'] } },
  { script: 'mount-over', control: 'capable', unhindered: { told: true } },
  {
    script: 'make-device',
    control: 'capable',
    unhindered: { changed: ['workspaces/mine/root/docs/device'] },
  },
]

/** Whose processes are in the jail, and how the files of the workspace come to be there. */
interface Setting {
  readonly name: string
  readonly person: Person
  enter(world: World, argv: readonly string[]): readonly string[]
}

const SELF: Person = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
const NOBODY: Person = { uid: 65534, gid: 65534 }
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

const OVERLAY =
  'mount -t overlay overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" "$1/root" && shift && exec "$@"'

const SETTINGS: readonly Setting[] = [
  { name: 'as this user', person: SELF, enter: (_world, argv) => argv },
  // As root the same goes for a user without rights, where that user can read this checkout at all.
  ...(isRoot() &&
  execaSync({ reject: false })(AS_NOBODY[0] ?? '', [
    ...AS_NOBODY.slice(1),
    'test',
    '-r',
    import.meta.filename,
  ]).exitCode === 0
    ? [
        {
          name: 'as nobody',
          person: NOBODY,
          enter: (_world: World, argv: readonly string[]) => [...AS_NOBODY, ...argv],
        },
      ]
    : []),
  ...(isRoot()
    ? [
        {
          name: 'over an overlay',
          person: SELF,
          enter: ({ workspace }: World, argv: readonly string[]) => [
            'unshare',
            '--mount',
            'sh',
            '-c',
            OVERLAY,
            'overlay',
            workspace.folder,
            ...argv,
          ],
        },
      ]
    : []),
]

describe.each(SETTINGS)('in the jail $name', (setting) => {
  const attempts = setting.person.uid === 0 ? [...ATTEMPTS, ...ROOT_ATTEMPTS] : ATTEMPTS
  test.each(titled(attempts))('an attempt to $title fails', async (attempt) => {
    await using world = await createWorld(setting.person)
    if (setting.name === 'over an overlay') await makeLayers(world)
    expect(await seeAttempt({ attempt, world, setting, jail: jailOf(world, setting) })).toEqual(NOTHING)
  })
})

describe('where nothing hinders it', () => {
  const attempts = isRoot() ? [...ATTEMPTS, ...ROOT_ATTEMPTS] : ATTEMPTS
  test.each(titled(attempts))('an attempt to $title succeeds', async (attempt) => {
    const [setting] = SETTINGS
    if (!setting) throw new TypeError('there is a setting')
    await using world = await createWorld(SELF)
    const jail = attempt.control === 'capable' ? capable(jailOf(world, setting)) : createUnjailed(PATH)
    expect(await seeAttempt({ attempt, world, setting, jail })).toEqual({ ...NOTHING, ...attempt.unhindered })
  })
})

test('each script of an escape is attempted', async () => {
  const scripts = (await readdir(SCRIPTS)).map((name) => name.replace(/\.sh$/, '')).toSorted()
  expect(scripts).toEqual(
    [...new Set([...ATTEMPTS, ...ROOT_ATTEMPTS].map(({ script }) => script))].toSorted(),
  )
})

test.each(['src', 'src/deep'])(
  'a strict scope %s that the repository made a link opens nothing',
  async (path) => {
    await using world = await createWorld(SELF)
    const [setting] = SETTINGS
    if (!setting) throw new TypeError('there is a setting')
    const { root } = world.workspace
    await rename(join(root, 'src'), join(root, 'elsewhere'))
    await mkdir(join(world.folder, 'home/deep'))
    await symlink(join(world.folder, 'home'), join(root, 'src'))
    const before = await world.picture()
    const spec = specOf(world, { kind: 'paths', paths: [path] })
    const command = jailOf(world, setting).wrap(spec, [
      'sh',
      '-c',
      'echo planted > "$ROOT/src/deep/planted"; echo began',
    ])
    const [file = '', ...rest] = command.argv
    const result = await execa(file, rest, { env: command.variables, extendEnv: false, reject: false })
    expect(result).toMatchObject({
      exitCode: 126,
      stdout: '',
      stderr: expect.stringContaining('reached by a link'),
    })
    expect(await world.picture()).toEqual(before)
  },
)

function titled(attempts: readonly Attempt[]): readonly (Attempt & { readonly title: string })[] {
  return attempts.map((attempt) => {
    const access = attempt.write ? ` with write access to ${attempt.write.kind}` : ''
    return { ...attempt, title: attempt.script.replaceAll('-', ' ') + access }
  })
}

async function seeAttempt(params: {
  readonly attempt: Attempt
  readonly world: World
  readonly setting: Setting
  readonly jail: Jail
}): Promise<Seen> {
  const { attempt, world, jail } = params
  const before = await world.picture()
  const text = await readFile(join(SCRIPTS, `${attempt.script}.sh`), 'utf8')
  const spec = specOf(world, attempt.write ?? { kind: 'workspace' })
  const inside = {
    ...spec.variables,
    ROOT: jail.rootInside(world.workspace),
    OBJECTS: jail.isolation === 'none' ? world.workspace.objects : OBJECTS_INSIDE,
  }
  const command = jail.wrap({ ...spec, variables: inside }, ['/bin/sh', '-c', `echo began\n${text}`])
  const [file = '', ...rest] = params.setting.enter(world, command.argv)
  const result = await execa(file, rest, {
    env: command.variables,
    extendEnv: false,
    reject: false,
    timeout: 20_000,
  })
  // The script itself must have run: a jail that does not start would pass every test.
  expect(result).toMatchObject({ stdout: expect.stringMatching(/^began/) })
  const after = await world.picture()
  return {
    changed: differences(before, after),
    told: result.stdout.includes(CANARY) || result.stdout.includes('escaped'),
    connections: world.connections(),
    victimDied: await isGone(world.victim),
    daemons: (await processesMarked(world.mark)).length,
  }
}

function specOf(world: World, write: WriteAccess): JailSpec {
  return {
    workspace: world.workspace,
    write,
    network: false,
    variables: world.variables,
    readable: [process.execPath],
    cwd: '',
  }
}

function jailOf(world: World, { person }: Setting): Jail {
  const forbidden = ['state', 'workspaces', 'repository'].map((name) => join(world.folder, name))
  return createBubblewrapJail({
    program: 'bwrap',
    toolchains: findToolchains({
      path: PATH,
      home: join(world.folder, 'home'),
      forbidden,
      lookup: hostLookup,
    }),
    isRoot: person.uid === 0,
    hasOneEnd: true,
    prove: () => Promise.reject(new Error('not proved here')),
  })
}

/** The jail as it would be without what takes the capabilities away. */
function capable(jail: Jail): Jail {
  return {
    ...jail,
    wrap: (spec, argv) => {
      const command = jail.wrap(spec, argv)
      const taken = ['--unshare-user', '--uid', '--gid', '1000', '--cap-drop', 'ALL', '--disable-userns']
      return { ...command, argv: command.argv.filter((word) => !taken.includes(word)) }
    },
  }
}

async function makeLayers({ workspace }: World): Promise<void> {
  await rename(workspace.root, join(workspace.folder, 'lower'))
  await Promise.all(['root', 'upper', 'work'].map((name) => mkdir(join(workspace.folder, name))))
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .toSorted()
}

async function isGone(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/\) [RSD] /.test(state)
}
