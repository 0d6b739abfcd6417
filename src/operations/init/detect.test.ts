import { expect, test } from 'vitest'
import { commandText } from '../../domain/check.ts'
import { parseConfig } from '../../spec/config.ts'
import { detect } from './detect.ts'
import { planFiles } from './plan.ts'
import type { Listing } from './stack.ts'

const listing = (files: Readonly<Record<string, string>>): Listing => ({
  paths: Object.keys(files),
  texts: files,
})

const manifest = (scripts: Record<string, string>, dependencies: Record<string, string> = {}) =>
  JSON.stringify({ scripts, dependencies })

/** One line a fact, as a person would say it. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const { setup, gate, managers } = detect(listing(files))
  return [
    `uses ${managers.join(', ') || 'nothing'}`,
    ...(setup?.commands ?? []).map((command) => `setup ${commandText(command)}`),
    ...(setup === null ? [] : [`locks ${setup.locks.join(' ')}`]),
    ...gate.map(({ name, command }) => `${name}: ${commandText(command)}`),
  ]
}

const NODE = manifest({ test: 'vitest', lint: 'oxlint', build: 'tsc' }, { vitest: '1' })

test.each<[string, Record<string, string>, string[]]>([
  ['an empty repository', {}, ['uses nothing']],
  ['prose only', { 'README.md': '' }, ['uses nothing']],
  [
    'npm',
    { 'package.json': NODE, 'package-lock.json': '' },
    [
      'uses npm',
      'setup npm ci',
      'locks package.json package-lock.json',
      'build: npm run build',
      'lint: npm run lint',
      'test: npm run test',
    ],
  ],
  [
    'npm whose test script runs other scripts',
    {
      'package.json': manifest({
        build: 'tsc',
        lint: 'oxlint',
        typecheck: 'tsc --noEmit',
        test: 'npm run test:unit && npm run lint && npm run build -- --watch || npm run typecheck',
        'test:unit': 'vitest',
      }),
    },
    ['uses npm', 'build: npm run build', 'types: npm run typecheck', 'test: npm run test'],
  ],
  [
    'npm without a lock file',
    { 'package.json': manifest({ test: 'tap' }, { tap: '1' }) },
    ['uses npm', 'setup npm install --no-package-lock', 'locks package.json', 'test: npm run test'],
  ],
  [
    'npm without a lock file, with workspaces',
    {
      'package.json': JSON.stringify({
        dependencies: { a: '1' },
        workspaces: ['packages/*', './site/', '../x', 1],
      }),
      '.npmrc': '',
    },
    [
      'uses npm',
      'setup npm install --no-package-lock',
      'locks package.json packages/*/package.json site/package.json .npmrc',
    ],
  ],
  [
    'npm without dependencies',
    { 'package.json': manifest({ test: 'node --test' }) },
    ['uses npm', 'test: npm run test'],
  ],
  [
    'the test script that npm init writes',
    { 'package.json': manifest({ test: 'echo "Error: no test specified" && exit 1' }) },
    ['uses npm'],
  ],
  ['a package.json that is no JSON', { 'package.json': '{' }, ['uses nothing']],
  ['a package.json that is no object', { 'package.json': '[]' }, ['uses npm']],
  [
    'pnpm, beside a stale npm lock',
    {
      'package.json': manifest({ test: 'x', typecheck: 'tsc' }),
      'pnpm-lock.yaml': '',
      'package-lock.json': '',
    },
    [
      'uses pnpm',
      'setup pnpm install --frozen-lockfile',
      'locks package.json pnpm-lock.yaml',
      'types: pnpm run typecheck',
      'test: pnpm run test',
    ],
  ],
  [
    'yarn 1',
    { 'package.json': manifest({ test: 'x' }), 'yarn.lock': '' },
    [
      'uses yarn',
      'setup yarn install --frozen-lockfile',
      'locks package.json yarn.lock',
      'test: yarn run test',
    ],
  ],
  [
    'yarn 4, whose packages must stay inside',
    { 'package.json': manifest({ test: 'x' }), 'yarn.lock': '', '.yarnrc.yml': '' },
    [
      'uses yarn',
      'setup env YARN_ENABLE_GLOBAL_CACHE=false yarn install --immutable',
      'locks package.json yarn.lock',
      'test: yarn run test',
    ],
  ],
  [
    'bun',
    { 'package.json': manifest({ test: 'bun test' }), 'bun.lock': '' },
    ['uses bun', 'setup bun install --frozen-lockfile', 'locks package.json bun.lock', 'test: bun run test'],
  ],
  [
    'uv with pytest and ruff',
    { 'uv.lock': '', 'pyproject.toml': '[dependency-groups]\ndev = [\n  "pytest>=8",\n  "ruff",\n]\n' },
    [
      'uses uv',
      'setup uv sync --frozen',
      'locks pyproject.toml uv.lock',
      'lint: .venv/bin/python -m ruff check .',
      'test: .venv/bin/python -m pytest',
    ],
  ],
  [
    'settings of ruff, which do not install it',
    { 'uv.lock': '', 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' },
    ['uses uv', 'setup uv sync --frozen', 'locks pyproject.toml uv.lock'],
  ],
  [
    'poetry',
    { 'poetry.lock': '', 'pyproject.toml': '[tool.poetry.group.dev.dependencies]\npytest = "^8"\n' },
    [
      'uses poetry',
      'setup env POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --no-interaction',
      'locks pyproject.toml poetry.lock',
      'test: .venv/bin/python -m pytest',
    ],
  ],
  [
    'pip with requirements in two files',
    { 'requirements.txt': 'flask\n', 'requirements-dev.txt': 'pytest\n', 'docs/requirements.txt': 'sphinx' },
    [
      'uses pip',
      'setup python3 -m venv .venv',
      'setup .venv/bin/python -m pip install -r requirements-dev.txt -r requirements.txt',
      'locks requirements-dev.txt requirements.txt',
      'test: .venv/bin/python -m pytest',
    ],
  ],
  [
    'a python package with an extra for tests',
    {
      'pyproject.toml':
        '[build-system]\nrequires = []\n[project.optional-dependencies]\ndocs = ["sphinx"]\ntest = ["pytest"]\n[tool.x]\ndev = [1]\n',
    },
    [
      'uses pip',
      'setup python3 -m venv .venv',
      'setup .venv/bin/python -m pip install -e ".[test]"',
      'locks pyproject.toml',
      'test: .venv/bin/python -m pytest',
    ],
  ],
  ['a pyproject.toml of tools only', { 'pyproject.toml': '[tool.black]\n' }, ['uses nothing']],
  [
    'cargo',
    { 'Cargo.toml': '', 'Cargo.lock': '' },
    [
      'uses cargo',
      'setup CARGO_HOME="$PWD/.cargo-home" cargo fetch --locked',
      'locks Cargo.toml Cargo.lock',
      'test: CARGO_HOME="$PWD/.cargo-home" cargo test --offline --locked',
    ],
  ],
  ['go without modules', { 'go.mod': '' }, ['uses go', 'lint: go vet ./...', 'test: go test ./...']],
  [
    'go with modules',
    { 'go.mod': '', 'go.sum': '' },
    [
      'uses go',
      'setup GOMODCACHE="$PWD/.go-modules" GOFLAGS=-modcacherw go mod download',
      'locks go.mod go.sum',
      'lint: GOPROXY=off GOMODCACHE="$PWD/.go-modules" GOFLAGS=-modcacherw go vet ./...',
      'test: GOPROXY=off GOMODCACHE="$PWD/.go-modules" GOFLAGS=-modcacherw go test ./...',
    ],
  ],
  ['a Makefile alone', { Makefile: 'test: build\n\t./run\nlint:=x\n' }, ['uses nothing', 'test: make test']],
  [
    'a Makefile beside a test script',
    { Makefile: 'test:\n\tx\n', 'package.json': manifest({ test: 'x' }) },
    ['uses npm', 'test: npm run test'],
  ],
  [
    'two stacks, whose checks keep apart',
    { 'package.json': NODE, 'package-lock.json': '', 'go.mod': '' },
    [
      'uses npm, go',
      'setup npm ci',
      'locks package.json package-lock.json',
      'build: npm run build',
      'lint: npm run lint',
      'test: npm run test',
      'go-lint: go vet ./...',
      'go-test: go test ./...',
    ],
  ],
])('of %s it tells what the files say', (_, files, facts) => {
  expect(found(files)).toEqual(facts)
})

function planned(files: Readonly<Record<string, string>>, existing: Readonly<Record<string, string>> = {}) {
  return planFiles({ branch: 'main', detection: detect(listing(files)), schema: '{}\n', existing })
}

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['npm', { 'package.json': NODE, 'package-lock.json': '' }],
  ['go', { 'go.mod': '', 'go.sum': '' }],
  [
    'pip with an extra',
    { 'pyproject.toml': '[build-system]\n[project.optional-dependencies]\ntest = ["pytest"]\n' },
  ],
])('the configuration written for %s reads back as what was detected', (_, files) => {
  const config = parseConfig(planned(files)[1]?.content ?? '', { cores: 1 })
  const { setup, gate } = detect(listing(files))
  expect(config.gate.map(({ name, command }) => ({ name, command }))).toEqual(gate)
  expect(config.setup && { commands: config.setup.commands, locks: config.setup.locks }).toEqual(setup)
  expect(config.target).toBe('main')
})

test("the configuration is written last and a person's own is kept", () => {
  const actions = (existing: Record<string, string>) =>
    planned({}, existing).map(({ path, action }) => `${action} ${path}`)
  expect(actions({})).toEqual(['create .reveille/config.schema.json', 'create .reveille/config.yaml'])
  expect(actions({ '.reveille/config.yaml': 'target: x', '.reveille/config.schema.json': 'old' })).toEqual([
    'update .reveille/config.schema.json',
    'keep .reveille/config.yaml',
  ])
  expect(actions({ '.reveille/config.schema.json': '{}\n' })[0]).toBe('keep .reveille/config.schema.json')
})

test('a configuration without a test says so and shows the lines to write', () => {
  expect(planned({})[1]?.content).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=./config.schema.json
    # How Reveille works on this repository. An unknown key is an error; \`reveille doctor\` checks this file.

    # Your branch: nights start from it, and \`reveille accept\` moves it.
    target: "main"

    # Nothing lands unless each of these passes on the very tree that lands.
    # No test command was found and none is guessed. Nothing runs before there is one; for example:
    # gate:
    #   - name: test
    #     run: [make, test]
    gate: []
    "
  `)
})
