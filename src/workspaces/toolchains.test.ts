import fc from 'fast-check'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { contains, findToolchains, type HostLookup } from './toolchains.ts'

const HOME = '/home/ada'

interface Machine {
  readonly paths: readonly string[]
  readonly links?: Readonly<Record<string, string>>
}

/** Folders above a path exist with it. A link is given with the path that it leads to. */
function machine({ paths, links = {} }: Machine): HostLookup {
  const all = [...paths, ...Object.keys(links)]
  return {
    exists: (path) => all.some((known) => contains(path, known)),
    linkAt: (path) => links[path] ?? null,
    linksIn: (folder) => Object.keys(links).filter((link) => dirname(link) === folder),
    realPath: (path) => links[path] ?? path,
  }
}

const find = (path: string, known: Machine, forbidden: readonly string[] = []) =>
  findToolchains({ path, home: HOME, forbidden, lookup: machine(known) })

test('the system shows, its links stay links, and of /etc only what holds no secret', () => {
  const found = find('/usr/bin:/bin', {
    paths: [
      '/usr/bin/env',
      '/etc/shadow',
      '/etc/ssl/certs/a.pem',
      '/etc/ssl/private/a.key',
      '/etc/localtime',
    ],
    links: { '/bin': 'usr/bin' },
  })
  expect(found).toEqual({
    readable: ['/etc/localtime', '/etc/ssl/certs', '/usr'],
    links: [{ path: '/bin', target: 'usr/bin' }],
    hidden: [],
    covered: [],
    path: ['/usr/bin', '/bin'],
    variables: {},
  })
})

test('version managers show and are told where they are', () => {
  const found = find(`${HOME}/.cargo/bin:${HOME}/.pyenv/shims`, {
    paths: [
      `${HOME}/.cargo/bin/cargo`,
      `${HOME}/.cargo/credentials.toml`,
      `${HOME}/.rustup/settings.toml`,
      `${HOME}/.pyenv/shims/python`,
    ],
  })
  expect(found.readable).toEqual([`${HOME}/.cargo/bin`, `${HOME}/.pyenv`, `${HOME}/.rustup`])
  expect(found.variables).toEqual({ PYENV_ROOT: `${HOME}/.pyenv`, RUSTUP_HOME: `${HOME}/.rustup` })
})

test('credentials inside what shows are hidden', () => {
  const node = `${HOME}/tools/node`
  const found = find(`${node}/bin`, {
    paths: [`${node}/bin/node`, `${node}/lib/node_modules`, `${node}/etc/npmrc`],
  })
  expect(found).toMatchObject({ readable: [node], hidden: [`${node}/etc/npmrc`] })
})

test.each([
  ['an installation shows whole', '/opt/go/bin', ['/opt/go/bin/go', '/opt/go/lib/x'], ['/opt/go']],
  [
    'installed packages show whole',
    '/srv/x/node_modules/.bin',
    ['/srv/x/node_modules/.bin/y'],
    ['/srv/x/node_modules'],
  ],
  [
    'a virtual environment shows whole',
    '/srv/venv/bin',
    ['/srv/venv/bin/python', '/srv/venv/pyvenv.cfg'],
    ['/srv/venv'],
  ],
  [
    'of any other folder only its entry of PATH shows',
    '/srv/x/bin',
    ['/srv/x/bin/y', '/srv/x/notes'],
    ['/srv/x/bin'],
  ],
  [
    'of a repository only its entry of PATH shows',
    '/srv/x/bin',
    ['/srv/x/bin/y', '/srv/x/lib/z', '/srv/x/.git/config'],
    ['/srv/x/bin'],
  ],
  [
    'of the home only its entry of PATH shows',
    `${HOME}/bin`,
    [`${HOME}/bin/y`, `${HOME}/lib/z`],
    [`${HOME}/bin`],
  ],
  ['the home itself does not show', HOME, [`${HOME}/.ssh/id`], []],
  ['the folder of homes does not show', '/home', [`${HOME}/.ssh/id`], []],
  ['everything does not show', '/', [`${HOME}/.ssh/id`], []],
  ['what does not exist does not show', '/missing', [], []],
  ['relative entries do not show', '.:bin:', ['/bin2/x'], []],
])('%s', (_, path, paths, readable) => {
  expect(find(path, { paths }).readable).toEqual(readable)
})

test('of ~/.local only tools show, what they load and what they are links to', () => {
  const local = `${HOME}/.local`
  const found = find(
    `${local}/bin`,
    {
      paths: [
        `${local}/bin/tool`,
        `${local}/lib/python3/module.py`,
        `${local}/share/keyrings/login.keyring`,
        `${HOME}/.config/gh/hosts.yml`,
        `${local}/share/claude/versions/2`,
        `${local}/share/pipx/venvs/x/bin/x`,
        `${local}/share/pipx/venvs/x/pyvenv.cfg`,
        `${HOME}/projects/.git/config`,
        `${HOME}/projects/tool.sh`,
        '/srv/repository/bin/own',
      ],
      links: {
        [`${local}/bin/claude`]: `${local}/share/claude/versions/2`,
        [`${local}/bin/x`]: `${local}/share/pipx/venvs/x/bin/x`,
        [`${local}/bin/mine`]: `${HOME}/projects/tool.sh`,
        [`${local}/bin/own`]: '/srv/repository/bin/own',
        [`${local}/bin/home`]: HOME,
        [`${local}/bin/settings`]: `${HOME}/.config`,
      },
    },
    ['/srv/repository'],
  )
  expect(found.readable).toEqual([
    `${local}/bin`,
    `${local}/lib`,
    `${local}/share/claude/versions/2`,
    `${local}/share/pipx/venvs/x`,
    `${HOME}/projects/tool.sh`,
  ])
})

test.each(['.config', '.cache', 'Library', '.var'])('%s shows no more than its entry of PATH', (name) => {
  const place = join(HOME, name)
  const paths = [`${place}/bin/x`, `${place}/lib/y`, `${place}/secrets`, `${place}/libexec/z`]
  expect(find(`${place}/bin`, { paths }).readable).toEqual([`${place}/bin`, `${place}/lib`])
})

test('a forbidden folder does not show, nor what is in it, nor by way of a link', () => {
  const paths = ['/srv/repository/node_modules/.bin/tool', '/srv/state/ledger.db', '/srv/lib/x', '/srv/bin/y']
  const links = { '/links/bin': '/srv/repository/node_modules/.bin' }
  const found = find('/srv/repository/node_modules/.bin:/links/bin:/srv/bin', { paths, links }, [
    '/srv/repository',
    '/srv/state',
  ])
  expect(found).toMatchObject({ readable: ['/srv/bin'], path: ['/srv/bin'] })
})

test('a repository that stands in a system folder is covered', () => {
  const paths = ['/usr/src/app/.git/config', '/usr/bin/env', '/usr/src/app/node_modules/.bin/tool']
  const found = find('/usr/bin:/usr/src/app/node_modules/.bin', { paths }, [
    '/usr/src/app',
    '/usr/src/app/.git',
  ])
  expect(found).toMatchObject({ readable: ['/usr'], covered: ['/usr/src/app'], path: ['/usr/bin'] })
})

const segment = fc.constantFrom(
  'a',
  'b',
  'bin',
  'lib',
  'node_modules',
  '.git',
  '.ssh',
  'home',
  'ada',
  '.pyenv',
  'srv',
)
const somePath = fc.array(segment, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join('/')}`)

test('whatever PATH says, neither the home nor anything forbidden shows', () => {
  const forbiddenPath = somePath.filter((path) => path.split('/').length > 2)
  fc.assert(
    fc.property(fc.array(somePath), fc.array(somePath), fc.array(forbiddenPath), (path, more, forbidden) => {
      const paths = [...more, ...path, ...forbidden, `${HOME}/.ssh/id`]
      const { readable, covered } = find(path.join(':'), { paths }, forbidden)
      const isCovered = (folder: string): boolean => covered.some((cover) => contains(cover, folder))
      expect(readable.filter((shown) => contains(shown, HOME))).toEqual([])
      for (const folder of forbidden.filter((one) => !isCovered(one))) {
        expect(readable.filter((shown) => contains(shown, folder) || contains(folder, shown))).toEqual([])
      }
    }),
  )
})
