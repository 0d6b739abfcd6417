import { expect, test } from 'vitest'
import { createBubblewrapJail } from './bubblewrap.ts'
import { OBJECTS_INSIDE, SOCKET_INSIDE, type JailSpec } from './jail.ts'

const jail = createBubblewrapJail({
  program: '/usr/bin/bwrap',
  toolchains: {
    readable: ['/usr'],
    links: [],
    hidden: [],
    covered: [],
    path: ['/usr/bin', '/bin'],
    variables: { PYENV_ROOT: '/p' },
  },
  isRoot: false,
  hasOneEnd: true,
  prove: () => Promise.reject(new Error('not proved here')),
})

const SPEC: JailSpec = {
  workspace: {
    id: 'w',
    folder: '/w',
    root: '/w/root',
    home: '/w/home',
    gitDirectory: '/w/git',
    objects: '/u/.git/objects',
    commit: '',
    mount: { kind: 'plain' },
    environmentFolders: [],
  },
  write: { kind: 'workspace' },
  network: false,
  variables: {},
  readable: [],
  cwd: '',
}

const line = (change: Partial<JailSpec>, argv: readonly string[] = ['true']): string =>
  ` ${jail.wrap({ ...SPEC, ...change }, argv).argv.join(' ')} `

test('the workspace, the home, the private git directory and the objects stand where they always stand', () => {
  for (const bind of [
    '--bind /w/root /workspace',
    '--bind /w/home /home/agent',
    '--bind /w/git /workspace/.git',
  ]) {
    expect(line({})).toContain(` ${bind} `)
  }
  expect(line({})).toContain(` --ro-bind /u/.git/objects ${OBJECTS_INSIDE} `)
})

test('the folder of a socket stands read-only where it always stands, and only where one is given', () => {
  const folder = '/state/runs/r/socket'
  expect(line({ socket: folder })).toContain(` --ro-bind ${folder} ${SOCKET_INSIDE} `)
  expect(line({})).not.toContain(SOCKET_INSIDE)
  expect(jail.socketInside(folder)).toBe(SOCKET_INSIDE)
})

test('only a jail with network shares it', () => {
  expect(line({})).toContain(' --unshare-net ')
  expect(line({ network: true })).not.toContain(' --unshare-net ')
})

test('the command is data: no option, no shell text', () => {
  const argv = ['--bind', '/', '$(touch /planted)', '; reboot']
  expect(jail.wrap(SPEC, argv).argv.slice(-7)).toEqual(['-c', '"$@"; exit $?', 'jail', ...argv])
})

test("HOME, PATH and TMPDIR are the jail's, whatever is asked for", () => {
  const { variables } = jail.wrap({ ...SPEC, variables: { HOME: '/x', PATH: '/x', TMPDIR: '/x', CI: '1' } }, [
    'true',
  ])
  expect(variables).toEqual({
    HOME: '/home/agent',
    PATH: '/usr/bin:/bin',
    TMPDIR: '/tmp',
    PYENV_ROOT: '/p',
    CI: '1',
  })
})

test('a secret value shows in no argument list', () => {
  const command = jail.wrap({ ...SPEC, variables: { API_KEY: 'value of the key' } }, ['true'])
  expect(command.argv.join(' ')).not.toContain('value of the key')
  expect(command.variables).toMatchObject({ API_KEY: 'value of the key' })
})

test.each(['LD_PRELOAD', 'LD_LIBRARY_PATH', 'BASH_ENV', 'BASH_FUNC_mount', 'ENV', 'GCONV_PATH'])(
  '%s reaches the command and not the programs that put up the jail',
  (name) => {
    const command = jail.wrap({ ...SPEC, variables: { [name]: '/workspace/planted' } }, ['true'])
    expect(Object.keys(command.variables)).not.toContain(name)
    expect(command.argv.join(' ')).toContain(` --setenv ${name} /workspace/planted `)
  },
)

test.each(['LD_PRELOAD=/planted', 'BASH_FUNC_mount%%', '', 'A B'])(
  'the variable name "%s" is refused',
  (name) => {
    expect(() => jail.wrap({ ...SPEC, variables: { [name]: 'x' } }, ['true'])).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    )
  },
)

test.each(['..', '../x', 'a/../../x', '/etc', './/../x'])(
  'the folder %s is refused as scope and as start',
  (path) => {
    const refusal = expect.objectContaining({ code: 'unsafe-path' })
    expect(() => line({ write: { kind: 'paths', paths: [path] } })).toThrow(refusal)
    expect(() => line({ cwd: path })).toThrow(refusal)
  },
)
