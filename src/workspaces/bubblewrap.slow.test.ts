import { execa } from 'execa'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { writeTree } from '../../test/tree.ts'
import { createRunSockets } from '../runs/socket.ts'
import { systemClock } from '../support/clock.ts'
import { createBubblewrapJail } from './bubblewrap.ts'
import { hostLookup } from './choose-jail.ts'
import { OBJECTS_INSIDE, SOCKET_INSIDE, type Jail, type JailSpec } from './jail.ts'
import { proveJail } from './jail-proof.ts'
import { findToolchains } from './toolchains.ts'
import { createUnjailed } from './unjailed.ts'

const PATH = '/usr/local/bin:/usr/bin:/bin'
const isRoot = process.getuid?.() === 0
const jail = createBubblewrapJail({
  program: 'bwrap',
  toolchains: findToolchains({ path: PATH, home: '/nonexistent', forbidden: [], lookup: hostLookup }),
  isRoot,
  hasOneEnd: true,
  prove: (made) => temporaryDirectory().then((folder) => proveJail(made, folder)),
})
const unjailed = createUnjailed(PATH)

/** A workspace by hand, with a real private git directory that shares the objects of a repository. */
async function createSpec(): Promise<JailSpec> {
  const folder = await temporaryDirectory()
  const [root, home, gitDirectory] = [join(folder, 'root'), join(folder, 'home'), join(folder, 'git')]
  await writeTree(folder, { 'root/src/main.c': 'int main;\n', 'root/docs/guide.md': 'guide\n' })
  await mkdir(home)
  const user = execa({ cwd: folder, env: { GIT_CONFIG_GLOBAL: '/dev/null' } })
  await user`git init --quiet repository`
  await user`git -C repository -c user.name=A -c user.email=a@b commit --quiet --allow-empty -m first`
  await user`git clone --quiet --bare --shared repository git`
  await user`git --git-dir git config core.bare false`
  await writeFile(join(gitDirectory, 'objects/info/alternates'), `${OBJECTS_INSIDE}\n`)
  const objects = join(folder, 'repository/.git/objects')
  const rest = { id: 'w', folder, commit: '', mount: { kind: 'plain' }, environmentFolders: [] } as const
  return {
    workspace: { ...rest, root, home, gitDirectory, objects },
    write: { kind: 'workspace' },
    network: false,
    variables: { LANG: 'C.UTF-8' },
    readable: [],
    cwd: '',
  }
}

async function run(by: Jail, spec: JailSpec, argv: readonly string[]) {
  const command = by.wrap(spec, argv)
  const [file = '', ...rest] = command.argv
  return execa(file, rest, { env: command.variables, extendEnv: false, reject: false })
}

const shell = (text: string): readonly string[] => ['/bin/sh', '-c', text]

test('the jail proves itself', async () => {
  expect(await jail.prove()).toMatchObject({ ok: true, hint: null })
})

test.runIf(isRoot)('a jail that leaves capabilities proves nothing', async () => {
  const words = ['--unshare-user', '--uid', '--gid', '1000', '--cap-drop', 'ALL', '--disable-userns']
  const leaky: Pick<Jail, 'wrap'> = {
    wrap: (spec, argv) => {
      const command = jail.wrap(spec, argv)
      return { ...command, argv: command.argv.filter((word) => !words.includes(word)) }
    },
  }
  const proof = await proveJail(leaky, await temporaryDirectory())
  expect(proof).toMatchObject({ ok: false, detail: expect.stringContaining('CapEff') })
})

test('no jail proves nothing, and says so', async () => {
  expect(await proveJail(unjailed, await temporaryDirectory())).toMatchObject({
    ok: false,
    detail: expect.stringContaining('wrote:outside'),
  })
  expect(await unjailed.prove()).toMatchObject({ ok: false, detail: expect.stringContaining('No sandbox') })
})

test('a jail that cannot start says why', async () => {
  const broken: Pick<Jail, 'wrap'> = {
    wrap: () => ({ argv: ['bwrap', '--no-such-option'], variables: { PATH } }),
  }
  expect(await proveJail(broken, await temporaryDirectory())).toMatchObject({
    ok: false,
    detail: expect.stringContaining('--no-such-option'),
    hint: 'Install bubblewrap 0.8.0 or newer.',
  })
})

test.each([
  ['bubblewrap', jail],
  ['none', unjailed],
])(
  'the agent commits into its private git directory under %s, over the objects of the user',
  async (_, by) => {
    const spec = await createSpec()
    const before = await execa`find ${spec.workspace.objects} -type f`
    const commit =
      'git add --all && git -c user.name=A -c user.email=a@b commit --quiet -m second && git log --format=%s'
    expect(await run(by, spec, shell(commit))).toMatchObject({ exitCode: 0, stdout: 'second\nfirst' })
    expect(await execa`find ${spec.workspace.objects} -type f`).toMatchObject({ stdout: before.stdout })
  },
)

test('under strict paths the scope is writable, nothing else of the workspace is, and the agent still commits', async () => {
  const spec: JailSpec = {
    ...(await createSpec()),
    write: { kind: 'paths', paths: ['src', 'missing', './src/'] },
  }
  const result = await run(
    jail,
    spec,
    shell(
      'echo new > src/new.c; mv src/main.c src/other.c; echo x > new.c; mkdir missing; git add --all; echo x > "$HOME/x"; ls src',
    ),
  )
  expect(result).toMatchObject({ exitCode: 0, stdout: 'new.c\nother.c' })
  expect(
    await execa({ cwd: spec.workspace.root })`find . -path ./.git -prune -o -type f -print`,
  ).toMatchObject({
    stdout: expect.not.stringContaining('./new.c'),
  })
  expect(await readFile(join(spec.workspace.home, 'x'), 'utf8')).toBe('x\n')
})

test.each([
  [3, shell('exit 3')],
  [137, shell('kill -KILL $$')],
  [127, ['no-such-program']],
])('the end of the command is the end of the jail: %i', async (exitCode, argv) => {
  expect(await run(jail, await createSpec(), argv)).toMatchObject({ exitCode })
})

test('a Node outside the system runs inside when it is readable', async () => {
  const spec = { ...(await createSpec()), readable: [process.execPath] }
  const script = 'console.log(process.version, os.homedir(), os.userInfo().username, process.cwd())'
  expect(await run(jail, { ...spec, cwd: 'src' }, [process.execPath, '-e', script])).toMatchObject({
    stdout: `${process.version} /home/agent agent /workspace/src`,
  })
})

test('a folder that is covered shows empty, also where the folder around it shows', async () => {
  const spec = await createSpec()
  const shown = await temporaryDirectory()
  await writeTree(shown, { 'tool/readme': 'a tool\n', 'repository/.git/config': 'secret\n' })
  const toolchains = findToolchains({ path: PATH, home: '/nonexistent', forbidden: [], lookup: hostLookup })
  const covering = createBubblewrapJail({
    program: 'bwrap',
    toolchains: {
      ...toolchains,
      readable: [...toolchains.readable, shown],
      covered: [join(shown, 'repository')],
    },
    isRoot,
    hasOneEnd: true,
    prove: () => Promise.reject(new Error('not proved here')),
  })
  const script = `cat ${shown}/tool/readme; ls -A ${shown}/repository; echo x > ${shown}/repository/planted`
  expect(await run(covering, spec, shell(script))).toMatchObject({ exitCode: 2, stdout: 'a tool' })
})

test('temporary folders are private, writable and bounded', async () => {
  const script =
    'echo x > /tmp/a && echo x > /var/tmp/a && echo x > /dev/shm/a && df --output=target,size /tmp /var/tmp /dev/shm'
  const result = await run(jail, await createSpec(), shell(script))
  expect(result).toMatchObject({ exitCode: 0, stderr: '' })
  expect(result.stdout.split('\n').slice(1).map((row) => Number(row.split(/\s+/)[1]) * 1024)).toEqual([
    4 * 1024 ** 3, 4 * 1024 ** 3, 1024 ** 3,
  ]) // prettier-ignore
})

test('the environment is what was asked for and nothing more', async () => {
  const result = await run(jail, { ...(await createSpec()), variables: { CI: '1', LD_BIND_NOW: '1' } }, [
    'env',
  ])
  // Some shells add these two on their own.
  const names = result.stdout.split('\n').filter((entry) => !/^(SHLVL|_)=/.test(entry))
  expect(names.toSorted()).toEqual([
    'CI=1', 'HOME=/home/agent', 'LD_BIND_NOW=1', `PATH=${PATH}`, 'PWD=/workspace', 'TMPDIR=/tmp',
  ]) // prettier-ignore
})

test('set-up commands have the network', async () => {
  const server = createServer((_request, response) => response.end('hello'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fetching = `fetch('http://127.0.0.1:${port}/').then((answer) => answer.text()).then(console.log)`
  const spec = { ...(await createSpec()), readable: [process.execPath] }
  expect(await run(jail, { ...spec, network: true }, [process.execPath, '-e', fetching])).toMatchObject({
    stdout: 'hello',
  })
  expect(await run(jail, spec, [process.execPath, '-e', fetching])).toMatchObject({ exitCode: 1, stdout: '' })
  await new Promise((resolve) => server.close(resolve))
})

test('when the jail is killed from outside, nothing of it goes on', async () => {
  const spec = await createSpec()
  const command = jail.wrap({ ...spec, readable: [process.execPath] }, shell('echo begun; exec sleep 600'))
  const [file = '', ...rest] = command.argv
  const child = execa(file, rest, { env: command.variables, extendEnv: false, reject: false })
  const [pid] = await new Promise<readonly number[]>((resolve, reject) => {
    child.stdout.once('data', () => void sleepersIn(spec.workspace.root).then(resolve, reject))
  })
  child.kill('SIGKILL')
  await child
  await expect.poll(() => sleepersIn(spec.workspace.root)).toEqual([])
  expect(pid).toBeGreaterThan(0)
})

/** Processes that have the folder mounted as their workspace. */
async function sleepersIn(root: string): Promise<readonly number[]> {
  const result = await execa({
    reject: false,
  })`grep -l ${`${root} /workspace `} -r /proc --include=mountinfo -s`
  return result.stdout
    .split('\n')
    .flatMap((path) => Number(/^\/proc\/(\d+)\/mountinfo/.exec(path)?.[1] ?? Number.NaN) || [])
}

test('a command reaches the socket of its run from a jail, and nothing else of the run', async () => {
  const spec = await createSpec()
  const runFolder = join(await temporaryDirectory(), 'state'.repeat(20), 'run')
  const folder = join(runFolder, 'socket')
  await writeTree(runFolder, { 'transcript.log': 'private', 'socket/.keep': '' })
  await rm(join(folder, '.keep'))
  const sockets = createRunSockets({ clock: systemClock, platform: process.platform })
  const answer = (request: unknown): Promise<string> => Promise.resolve(`heard ${JSON.stringify(request)}`)
  const first = await sockets.open({ folder, answer })
  const ask = [
    `const c = require('net').connect('${SOCKET_INSIDE}/s', () => c.write('{"a":1}\\n'))`,
    `c.pipe(process.stdout)`,
  ].join(';')
  const node = shell(`"${process.execPath}" -e '${ask.replaceAll("'", `'\\''`)}'`)
  const looking = shell(
    `ls -A ${SOCKET_INSIDE}; ls -A /reveille; echo x > ${SOCKET_INSIDE}/planted; rm -f ${SOCKET_INSIDE}/s; ` +
      `mv ${SOCKET_INSIDE}/s /tmp/s; ls -d ${runFolder} ${SOCKET_INSIDE}/../transcript.log`,
  )
  const jailed = { ...spec, socket: folder, readable: [process.execPath] }
  try {
    expect((await runIn(jailed, node)).stdout).toBe('{"ok":true,"text":"heard {\\"a\\":1}"}')
    expect((await runIn(jailed, looking)).stdout.split('\n').toSorted()).toEqual(['objects', 'run', 's'])
    expect(await readdir(folder)).toEqual(['s'])
    expect((await runIn({ ...spec, readable: [process.execPath] }, node)).stdout).toBe('')
  } finally {
    await first.close()
  }
})

const runIn = (spec: JailSpec, argv: readonly string[]) => run(jail, spec, argv)
