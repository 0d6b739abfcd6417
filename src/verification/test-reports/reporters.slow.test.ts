import { execFileSync } from 'node:child_process'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { commandArgv, type Command } from '../../domain/check.ts'
import type { ReportSource, TestReport } from '../../domain/test-report.ts'
import { runCommand } from '../../support/process.ts'
import { collectReport } from './collect.ts'
import { planReport } from './plan.ts'

type Files = Readonly<Record<string, string>>

interface Ran {
  readonly exitCode: number | null
  readonly output: string
  readonly report: TestReport | null
}

const HOST = process.env
const NODE_MODULES = join(import.meta.dirname, '../../../node_modules')
const CARGO = canRun('cargo', ['--version'])
const GO = canRun('go', ['version'])
const PYTEST = canRun('python3', ['-m', 'pytest', '--version'])

function canRun(program: string, words: readonly string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Runs a check on real files, in the way in which verification does. */
async function run(
  command: Command,
  files: Files,
  given: { readonly report?: ReportSource; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const root = await temporaryDirectory()
  const [cwd, folder] = [join(root, 'a project'), join(root, 'reports')]
  await mkdir(folder)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(cwd, dirname(path)), { recursive: true })
    await writeFile(join(cwd, path), text)
  }
  await symlink(NODE_MODULES, join(cwd, 'node_modules'))
  const inherited = {
    PATH: HOST['PATH'] ?? '',
    HOME: HOST['HOME'] ?? '',
    CI: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  }
  const plan = await planReport({
    check: { command, report: given.report ?? 'auto' },
    tree: { paths: Object.keys(files).toSorted(), read: (path) => Promise.resolve(files[path] ?? null) },
    variables: { ...inherited, ...given.variables },
    folder,
  })
  const argv = ['/bin/sh', '-c', 'exec "$@" 2>&1', 'sh', ...commandArgv(plan.command)]
  const { exitCode, stdout } = await runCommand({
    argv,
    variables: plan.variables,
    cwd,
    timeoutMs: 100_000,
    maxOutputBytes: 1_000_000,
  })
  const output = stdout.toString('utf8')
  return { exitCode, output, report: await collectReport({ plan, folder, output }) }
}

function told(report: TestReport | null): readonly string[] {
  return (report?.tests ?? []).map(({ id, outcome }) => `${outcome} ${id}`)
}

describe('node --test', () => {
  const suite = `import test, { describe, it } from 'node:test'
test('one', () => {})
describe('S', () => {
  it('bad', () => { throw new Error('no') })
  it.todo('later')
  it('sub', async (t) => { await t.test('inner', () => {}) })
})\n`

  test('each test by its file, at any depth; a file that cannot be loaded is an error [report-per-test]', async () => {
    const files = {
      'package.json': '{"scripts":{"test":"sh run.sh"}}',
      'run.sh': 'node --test a.test.mjs; cd pkg && node --test',
      'a.test.mjs': suite,
      'pkg/b.test.mjs': "import 'missing'\n",
      'pkg/c.test.mjs': "import test from 'node:test'\ntest('c', () => {})\n",
    }
    const { report, exitCode, output } = await run({ argv: ['npm', 'test'] }, files)
    expect(told(report)).toEqual([
      'failed a.test.mjs > S > bad',
      'skipped a.test.mjs > S > later',
      'passed a.test.mjs > S > sub',
      'passed a.test.mjs > S > sub > inner',
      'passed a.test.mjs > one',
      'passed pkg/c.test.mjs > c',
    ])
    expect(report).toMatchObject({ complete: true, formats: ['node-test'] })
    expect(report?.errors).toEqual([expect.stringContaining('pkg/b.test.mjs: ')])
    expect({ exitCode, isReadable: output.includes('bad') }).toEqual({ exitCode: 1, isReadable: true })
  })

  test('reporters of the check itself go on as before', async () => {
    const files = { 'a.test.mjs': suite }
    for (const options of [[], ['--test-reporter-destination=stdout']]) {
      const argv = ['node', '--test', '--test-reporter=tap', ...options]
      const { report, output } = await run({ argv }, files)
      expect(output).toContain('TAP version 13')
      expect(output).not.toContain('✖')
      expect(report?.complete).toBe(true)
    }
  })

  test('tests of a file that leaves with exit code 0 are not passed', async () => {
    const files = {
      'a.test.mjs': "import test from 'node:test'\ntest('a', () => {})\ntest('b', () => process.exit(0))\n",
      'c.test.mjs': "import test from 'node:test'\ntest('c', () => {})\n",
    }
    const { report, exitCode } = await run({ argv: ['node', '--test'] }, files)
    expect(exitCode).toBe(0)
    expect(told(report)).toEqual(['passed c.test.mjs > c'])
  })

  test('a runner that is killed leaves a report that is not complete [report-whole]', async () => {
    const files = {
      'a.test.mjs':
        "import test from 'node:test'\ntest('a', () => { process.kill(process.ppid, 'SIGKILL') })\n",
    }
    const { report } = await run({ shell: 'node --test' }, files)
    expect(report).toMatchObject({ complete: false, tests: [] })
  })
})

describe('vitest', () => {
  const files = {
    'package.json': '{"type":"module","scripts":{"test":"vitest run","nested":"npm test"}}',
    'a.test.js': `import { describe, it, test } from 'vitest'
test('one', () => {})
describe('S', () => {
  it('bad', () => { throw new Error('no') })
  it.skip('skipped', () => {})
  it.fails('fails', () => { throw new Error('no') })
})
test.each([1, 2])('each %i', () => {})\n`,
    'b.test.js': "import 'missing'\n",
  }

  test.each([
    [{ argv: ['npx', 'vitest', 'run'] }],
    [{ argv: ['npm', 'run', 'nested'] }],
    [{ shell: 'npm test' }],
  ])('each test by its file: %j', async (command) => {
    const { report, exitCode, output } = await run(command, files)
    expect(told(report)).toEqual([
      'failed a.test.js > S > bad',
      'skipped a.test.js > S > fails',
      'skipped a.test.js > S > skipped',
      'passed a.test.js > each 1',
      'passed a.test.js > each 2',
      'passed a.test.js > one',
    ])
    expect(report).toMatchObject({ complete: true, formats: ['vitest'] })
    expect(report?.errors).toEqual([expect.stringContaining('b.test.js: ')])
    expect({ exitCode, isReadable: output.includes('FAIL') }).toEqual({ exitCode: 1, isReadable: true })
  })

  test('a worker that leaves or is killed does not pass its tests', async () => {
    const { report } = await run(
      { argv: ['npx', 'vitest', 'run', '--pool', 'forks'] },
      {
        'package.json': '{"type":"module"}',
        'a.test.js': "import { test } from 'vitest'\ntest('leaves', () => process.exit(0))\n",
        'b.test.js':
          "import { test } from 'vitest'\ntest('dies', () => process.kill(process.pid, 'SIGKILL'))\n",
      },
    )
    expect(told(report)).toEqual(['failed a.test.js > leaves', 'failed b.test.js > dies'])
  })
})

describe('unittest', () => {
  const suite = `import os, unittest
class Suite(unittest.TestCase):
    def test_good(self): pass
    def test_bad(self): self.fail()
    @unittest.skip('later')
    def test_skipped(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail()
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i): pass
`

  test('each test and subtest by its file; a module that cannot be imported is an error', async () => {
    const files = {
      'pkg/test_a.py': suite,
      'pkg/test_b.py': 'import missing\n',
      'site/sitecustomize.py': "print('chained', flush=True)\n",
    }
    const shell = 'cd pkg && python3 -m unittest'
    const { report, exitCode, output } = await run({ shell }, files, { variables: { PYTHONPATH: '../site' } })
    expect(told(report)).toEqual([
      'failed pkg/test_a.py > Suite > test_bad',
      'skipped pkg/test_a.py > Suite > test_expected',
      'passed pkg/test_a.py > Suite > test_good',
      'skipped pkg/test_a.py > Suite > test_skipped',
      'passed pkg/test_a.py > Suite > test_sub',
      'passed pkg/test_a.py > Suite > test_sub (i=0)',
      'passed pkg/test_a.py > Suite > test_sub (i=1)',
      'failed pkg/test_a.py > Suite > test_unexpected',
    ])
    expect(report).toMatchObject({ complete: true, errors: [expect.stringContaining("'missing'")] })
    expect({ exitCode, isChained: output.includes('chained') }).toEqual({ exitCode: 1, isChained: true })
  })

  test('a test that leaves with exit code 0 leaves a report that is not complete', async () => {
    const files = { 'test_a.py': `${suite}    def test_z(self): os._exit(0)\n` }
    const { report, exitCode } = await run({ argv: ['python3', '-m', 'unittest'] }, files)
    expect({ exitCode, complete: report?.complete }).toEqual({ exitCode: 0, complete: false })
  })
})

describe.skipIf(!PYTEST)('pytest (needs Python with pytest)', () => {
  const suite = `import os, pytest
@pytest.mark.parametrize('x', [1, 2])
def test_p(x): assert x == 1
@pytest.mark.xfail
def test_xfail(): assert False
@pytest.mark.xfail(strict=True)
def test_strict(): pass
@pytest.fixture
def torn():
    yield
    raise RuntimeError('tear-down')
class TestSuite:
    def test_torn(self, torn): pass
`
  const argv = ['python3', '-m', 'pytest', '-p', 'no:cacheprovider', '--continue-on-collection-errors']

  test('each test by its file; a module that cannot be imported is an error', async () => {
    const files = { 'tests/test_a.py': suite, 'tests/test_b.py': 'import missing\n' }
    const { report, exitCode } = await run({ argv }, files)
    expect(told(report)).toEqual([
      'failed tests/test_a.py > TestSuite > test_torn',
      'passed tests/test_a.py > test_p[1]',
      'failed tests/test_a.py > test_p[2]',
      'failed tests/test_a.py > test_strict',
      'skipped tests/test_a.py > test_xfail',
    ])
    expect(report).toMatchObject({ complete: true, errors: [expect.stringContaining("'missing'")] })
    expect(exitCode).toBe(1)
  })

  test.each(['os._exit(0)', "pytest.exit('done', returncode=0)"])(
    'a test that leaves by %s leaves a report that is not complete',
    async (leave) => {
      const files = { 'test_a.py': `import os, pytest\ndef test_a(): pass\ndef test_b(): ${leave}\n` }
      const { report, exitCode } = await run({ argv }, files)
      expect({ exitCode, complete: report?.complete }).toEqual({ exitCode: 0, complete: false })
    },
  )
})

test.skipIf(!CARGO)('cargo test: every binary, also behind a failure (needs cargo)', async () => {
  const files = {
    'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n',
    'src/lib.rs': '#[test]\nfn bad() { panic!() }\n#[test]\nfn good() {}\n',
    'tests/it.rs': '#[test]\nfn works() {}\n',
  }
  const { report, exitCode } = await run({ argv: ['cargo', 'test', '--offline'] }, files)
  expect(told(report)).toEqual([
    'failed demo src/lib.rs > bad',
    'passed demo src/lib.rs > good',
    'passed it tests/it.rs > works',
  ])
  expect({ exitCode, complete: report?.complete }).toEqual({ exitCode: 101, complete: true })
})

test.skipIf(!GO).each([[{ argv: ['go', 'test', './...'] }], [{ shell: 'go test ./... && go test ./...' }]])(
  'go test: each test of each package: %j (needs go)',
  async (command) => {
    const { report } = await run(command, {
      'go.mod': 'module example.com/demo\n\ngo 1.19\n',
      'a_test.go':
        'package demo\nimport "testing"\nfunc TestA(t *testing.T) { t.Run("b", func(t *testing.T) {}) }\n',
      'c/c_test.go': 'package c\nimport "testing"\nfunc TestC(t *testing.T) { t.Skip() }\n',
    })
    expect(told(report)).toEqual([
      'passed example.com/demo > TestA',
      'passed example.com/demo > TestA/b',
      'skipped example.com/demo/c > TestC',
    ])
    expect(report?.complete).toBe(true)
  },
)

describe('a file that the check writes', () => {
  const document = '<testsuite><testcase classname="c" name="a"/></testsuite>'
  const report = { format: 'junit', file: 'out/a report.xml' } as const

  test('is the report, and the exit code stays that of the command', async () => {
    const shell = `mkdir -p out && echo '${document}' > 'out/a report.xml' && exit 3`
    const ran = await run({ shell }, { README: '' }, { report })
    expect(ran).toMatchObject({ exitCode: 3, report: { complete: true, tests: [{ id: 'c > a' }] } })
  })

  test.each(['true', "mkdir 'out/a report.xml'", "ln -s ../secret.xml 'out/a report.xml'"])(
    'is none when it is old or no file: %s',
    async (shell) => {
      const files = { 'out/a report.xml': document, 'secret.xml': document }
      const ran = await run({ shell }, files, { report })
      expect(ran).toMatchObject({ exitCode: 0, report: { complete: false, tests: [] } })
    },
  )
})

test('a runner that a test starts is a part of that test', async () => {
  const inner = 'inner/test_inner.py'
  const start = "subprocess.run(['python3', '-m', 'unittest', 'discover', 'inner'], check=False)"
  const { report } = await run(
    { shell: 'node --test; python3 -m unittest test_outer.py' },
    {
      [inner]: 'import unittest\nclass A(unittest.TestCase):\n    def test_bad(self): self.fail()\n',
      'test_outer.py': `import subprocess, unittest\nclass A(unittest.TestCase):\n    def test_it(self): ${start}\n`,
      'inner/x.mjs': "import test from 'node:test'\ntest('bad', () => { throw new Error('no') })\n",
      'a.test.mjs': `import { spawnSync } from 'node:child_process'
import test from 'node:test'
test('it', () => {
  const { NODE_TEST_CONTEXT, ...env } = process.env
  spawnSync('node', ['--test', 'inner/x.mjs'], { env })
})\n`,
    },
  )
  expect(told(report)).toEqual(['passed a.test.mjs > it', 'passed test_outer.py > A > test_it'])
  expect(report?.complete).toBe(true)
})

test('reporters leave nothing in the project', async () => {
  const { output } = await run(
    { shell: 'node --test a.test.mjs > log; ls -A' },
    { 'a.test.mjs': "import test from 'node:test'\ntest('a', () => {})\n" },
  )
  expect(output.trim().split('\n')).toEqual(['a.test.mjs', 'log', 'node_modules'])
  expect(await readdir(join(import.meta.dirname, 'reporters'))).not.toContain('__pycache__')
})
