import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from '../domain/check.ts'
import { closureOf } from './command-closure.ts'
import type { TreeReader } from './file-change.ts'

function treeOf(files: Readonly<Record<string, string>>): TreeReader {
  return {
    paths: Object.keys(files).toSorted(),
    read: async (path) => (Object.hasOwn(files, path) ? (files[path] ?? null) : null),
  }
}

async function closure(command: string | Command, files: Readonly<Record<string, string>>) {
  return closureOf([typeof command === 'string' ? { shell: command } : command], treeOf(files))
}

async function filesOf(command: string, files: Readonly<Record<string, string>>) {
  return (await closure(command, files)).files
}

const scripts = (entries: Record<string, string>, more: object = {}) =>
  JSON.stringify({ ...more, scripts: entries })

describe('words', () => {
  test('files are named by words and by values of options; folders and globs are not', async () => {
    const files = { 'tools/a.toml': '', 'b.ini': '', 'hook.cjs': '', 'dir/x': '', 'q r.txt': '' }
    expect(
      await filesOf('runner --config=tools/a.toml -c ./b.ini dir dir/* "q r.txt" /b.ini ../b.ini', files),
    ).toEqual(['b.ini', 'q r.txt', 'tools/a.toml'])
    expect(await filesOf('NODE_OPTIONS="--require ./hook.cjs" runner', files)).toEqual(['hook.cjs'])
  })

  test.each([
    'node --check src/a.ts',
    'npx eslint --max-warnings=0 src/a.ts',
    'npx tsc --noEmit src/a.ts',
    'timeout 60 tsc src/a.ts',
    'npm run lint -- src/a.ts',
    'pnpm eslint src/a.ts',
    'python3 -m py_compile src/a.py',
    'poetry run mypy src/a.py',
  ])('%s only looks at the source, however it is started', async (command) => {
    const files = { 'src/a.ts': '', 'src/a.py': '', 'package.json': scripts({ lint: 'eslint' }) }
    expect((await filesOf(command, files)).filter((path) => path.startsWith('src/'))).toEqual([])
  })

  test.each(['node src/a.ts', 'npx tsx src/a.ts', 'npm run start -- src/a.ts', 'timeout 60 node src/a.ts'])(
    '%s runs it',
    async (command) => {
      const files = { 'src/a.ts': '', 'package.json': scripts({ start: 'node' }) }
      expect(await filesOf(command, files)).toContain('src/a.ts')
    },
  )

  test('what a program only looks at is work, what tells it how to look is not', async () => {
    const files = { 'work/a.txt': '', patterns: '', 'tsconfig.strict.json': '' }
    expect(await filesOf('grep -q done work/a.txt', files)).toEqual([])
    expect(await filesOf('grep -f patterns work/a.txt && tsc --project=tsconfig.strict.json', files)).toEqual(
      ['patterns', 'tsconfig.strict.json'],
    )
  })

  test('a test that is named by its file and name is that file', async () => {
    expect(await filesOf('pytest tests/test_a.py::TestIt::test_one', { 'tests/test_a.py': '' })).toEqual([
      'tests/test_a.py',
    ])
  })

  test('a list of words is no shell text', async () => {
    const files = { 'a.sh': '', 'b.sh': '' }
    const { files: found, lines } = await closure({ argv: ['run', 'x; ./a.sh', 'b.sh'] }, files)
    expect(found).toEqual(['b.sh'])
    expect(lines).toEqual([['run', 'x; ./a.sh', 'b.sh']])
  })
})

describe('scripts of packages', () => {
  const files = {
    'package.json': scripts({
      pretest: 'node tools/pre.mjs',
      test: 'vitest run && npm run lint',
      lint: 'sh tools/lint.sh',
    }),
    'tools/pre.mjs': '',
    'tools/lint.sh': 'oxlint\n',
    'packages/one/package.json': scripts({ test: 'jest', deep: 'sh x.sh' }, { name: '@it/one' }),
    'packages/one/x.sh': '',
  }

  test.each([
    'npm test',
    'npm t',
    'npm run test',
    'yarn test',
    'pnpm test',
    'pnpm run test',
    'npm --silent run-script test',
  ])('%s leads to the script, its hooks, and what they run', async (command) => {
    const found = await closure(command, files)
    expect(found.files).toEqual(['package.json', 'tools/lint.sh', 'tools/pre.mjs'])
    expect(found.lines).toContainEqual(['vitest', 'run'])
    expect(found.lines).toContainEqual(['oxlint'])
  })

  test.each([
    'npm --prefix packages/one test',
    'npm test -w @it/one',
    'npm test --workspace=packages/one',
    'pnpm -C packages/one test',
    'pnpm --filter @it/one test',
    'yarn --cwd packages/one test',
    'yarn workspace @it/one test',
    'cd packages/one && npm test',
    '(cd packages/one; npm test)',
  ])('%s leads to the package of the workspace', async (command) => {
    const found = await closure(command, files)
    expect(found.files).toEqual(['packages/one/package.json'])
    expect(found.lines.at(-1)).toEqual(['jest'])
  })

  test('node --run has no hooks; bun run has a script', async () => {
    expect(await filesOf('node --run lint', files)).toEqual(['package.json', 'tools/lint.sh'])
    expect(await filesOf('node --run test', files)).toEqual(['package.json', 'tools/lint.sh'])
    expect(await filesOf('bun run lint', files)).toEqual(['package.json', 'tools/lint.sh'])
  })

  test('words that are handed on come behind the script', async () => {
    const { lines } = await closure("npm test -- --reporter 'a b'", files)
    expect(lines).toContainEqual(['npm', 'run', 'lint', '--reporter', 'a b'])
  })

  test('without a script of that name the program is meant', async () => {
    expect((await closure('yarn vitest run', files)).lines).toEqual([
      ['yarn', 'vitest', 'run'],
      ['vitest', 'run'],
    ])
  })

  test('all workspaces, several scripts at once, and scripts that call themselves', async () => {
    expect(await filesOf('npm test --workspaces', files)).toContain('packages/one/package.json')
    expect(await filesOf('run-s lint', files)).toEqual(['package.json', 'tools/lint.sh'])
    expect(await filesOf('concurrently npm:lint', files)).toEqual(['package.json', 'tools/lint.sh'])
    const cycle = { 'package.json': scripts({ a: 'npm run b', b: 'npm run a -- x' }) }
    expect(await filesOf('npm run a', cycle)).toEqual(['package.json'])
  })

  test.each(['', '{', '[]', 'null', '{"scripts":1}', '{"scripts":{"test":1}}'])(
    'a package.json that says %j is named all the same',
    async (text) => {
      expect(await filesOf('npm test', { 'package.json': text })).toEqual(['package.json'])
    },
  )
})

describe('shell scripts', () => {
  test('their lines are followed, from the folder they run in', async () => {
    const files = {
      'ci/check.sh':
        '#!/bin/sh\nset -e\n. "$(dirname "$0")/lib.sh"\ncd "$(dirname "$0")/.."\nsh ci/more.sh\n',
      'ci/lib.sh': 'lib() {\n  python3 tools/judge.py\n}\n',
      'ci/more.sh': 'if ./run; then exit 1; fi\n',
      run: '#!/usr/bin/env bash\nnpx vitest run $(cat list)\n',
      'tools/judge.py': '',
    }
    const found = await closure('sh ci/check.sh', files)
    expect(found.files).toEqual(['ci/check.sh', 'ci/lib.sh', 'ci/more.sh', 'run', 'tools/judge.py'])
    expect(found.lines).toContainEqual(['vitest', 'run', '$(cat list)'])
    expect(found.lines).toContainEqual(['cat', 'list'])
  })

  test('text behind -c is shell, and sh runs files of any name', async () => {
    const files = { 'a.sh': '', b: 'node c.mjs\n', 'c.mjs': '' }
    expect(await filesOf("bash -ec './a.sh; sh b'", files)).toEqual(['a.sh', 'b', 'c.mjs'])
    expect(await closure({ argv: ['sh', '-c', './a.sh'] }, files)).toMatchObject({ files: ['a.sh'] })
  })

  test('cd leads on to the end of the subshell', async () => {
    const files = { 'a/x.sh': '', 'b/x.sh': '', 'x.sh': '' }
    expect(await filesOf('(cd a && ./x.sh)', files)).toEqual(['a/x.sh'])
    expect(await filesOf('(cd a); ./x.sh', files)).toEqual(['x.sh'])
    expect(await filesOf('cd a; cd ../b; ./x.sh', files)).toEqual(['b/x.sh'])
    expect(await filesOf('cd ../.. ; cd /; ./x.sh', files)).toEqual(['x.sh'])
  })

  test('scripts that call each other for ever come to an end', async () => {
    const files = { 'a.sh': 'cd x; sh ../b.sh; sh a.sh\n', 'b.sh': './a.sh\nsh b.sh\n', 'x/a.sh': '../a.sh' }
    expect(await filesOf('sh a.sh', files)).toEqual(['a.sh', 'b.sh', 'x/a.sh'])
  })
})

describe('other programs', () => {
  test('make leads to its file, the recipes of the target and of what it needs, and to includes', async () => {
    const files = {
      Makefile:
        'TOOL = tools/a.sh\ninclude more.mk\n.PHONY: all\nall: lint\n\techo all\n\nlint: deep\n\t@sh $(TOOL)\nmore%: x\n\tsh other.sh\n',
      'more.mk': 'deep:\n\t-cd sub && $(MAKE) x\n',
      'sub/Makefile': 'x: ; ./y.sh\n',
      'sub/y.sh': '',
      'tools/a.sh': '',
      'other.sh': '',
    }
    expect(await filesOf('make more-of-it', files)).toEqual(['Makefile', 'more.mk', 'other.sh'])
    const all = ['Makefile', 'more.mk', 'sub/Makefile', 'sub/y.sh', 'tools/a.sh']
    expect(await filesOf('make lint', files)).toEqual(all)
    expect(await filesOf('make', files)).toEqual(all)
    expect(await filesOf('make deep', files)).toEqual(['Makefile', 'more.mk', 'sub/Makefile', 'sub/y.sh'])
    expect(await filesOf('make -C sub', files)).toEqual(['sub/Makefile', 'sub/y.sh'])
    expect(await filesOf('make -f more.mk nothing', files)).toEqual(['more.mk'])
  })

  test.each([
    ['npx --yes vitest run', ['vitest', 'run']],
    ['env -u X A=b vitest run', ['vitest', 'run']],
    ['timeout -k 5 10 vitest run', ['vitest', 'run']],
    ['poetry run pytest -q', ['pytest', '-q']],
    ['uv run --with x pytest', ['pytest']],
    ['pnpm exec jest', ['jest']],
    ['cross-env CI=1 npx jest', ['jest']],
    ['coverage run -m pytest', ['python3', '-m', 'pytest']],
    ['python3 -m coverage run --source pkg x.py', ['python3', 'x.py']],
  ])('%s runs %j', async (command, line) => {
    expect((await closure(command, {})).lines.at(-1)).toEqual(line)
  })

  test('modules are files, and so are folders that can be run', async () => {
    const files = {
      'pkg/mod.py': 'from . import deep',
      'pkg/deep.py': '',
      'tool/__main__.py': '',
      'bin/index.js': '',
    }
    expect(await filesOf('python3 -m pkg.mod', files)).toEqual(['pkg/mod.py'])
    expect(await filesOf('python3 -m tool; node bin', files)).toEqual(['bin/index.js', 'tool/__main__.py'])
  })

  test('a program leads to the files that it reads unasked', async () => {
    expect(await filesOf('cd a && tox', { 'tox.ini': '', 'a/x': '' })).toEqual(['tox.ini'])
  })
})

describe('imports', () => {
  test('of scripts are followed in their own folder, never out of it', async () => {
    const files = {
      'ci/run.mjs': `import './deep/a.mjs'\nimport { x } from "./b.js"\nawait import('../roster/shift.mjs')`,
      'ci/deep/a.mjs': `export * from '../b.js'\nrequire('./c')`,
      'ci/deep/c.cjs': '',
      'ci/b.ts': '',
      'roster/shift.mjs': '',
      'ci/judge.py':
        'import helper, os\nfrom .near import (x)\nfrom sub import one\nfrom roster import shift\n',
      'ci/helper.py': '',
      'ci/near.py': '',
      'ci/sub/one.py': '',
    }
    expect(await filesOf('node ci/run.mjs', files)).toEqual([
      'ci/b.ts',
      'ci/deep/a.mjs',
      'ci/deep/c.cjs',
      'ci/run.mjs',
    ])
    expect(await filesOf('python3 ci/judge.py', files)).toEqual([
      'ci/helper.py',
      'ci/judge.py',
      'ci/near.py',
      'ci/sub/one.py',
    ])
  })

  test('of tests, at the root and in source folders are left alone: they are what is being tested', async () => {
    const files = {
      'check.mjs': "import './sum.mjs'",
      'sum.mjs': '',
      'src/cli.ts': "import './sum.ts'",
      'src/sum.ts': '',
      'ci/a.test.mjs': "import './sum.mjs'",
      'ci/sum.mjs': '',
    }
    expect(await filesOf('node check.mjs; node src/cli.ts; node --test ci/a.test.mjs', files)).toEqual([
      'check.mjs',
      'ci/a.test.mjs',
      'src/cli.ts',
    ])
  })
})

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      '$(',
      ')',
      '(',
      '"',
      "'",
      '`',
      '\\',
      '\n',
      ' ',
      ';',
      '&&',
      '|',
      '<<',
      '2>&1',
      '${',
      '}',
      '#',
      'cd ',
      'sh ',
      '-c ',
    ],
    ...[
      'a.sh',
      'make ',
      'npm run x',
      'b.py',
      '=',
      '../',
      './',
      'A=',
      '$x/',
      'python3 -m ',
      '-C ',
      '\t',
      ':',
      'env ',
    ],
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  )

  test('never fails, and finds only files of the tree', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (shell, script, make) => {
        const files = {
          'a.sh': script,
          'b.py': make,
          Makefile: make,
          'package.json': scripts({ x: script }),
          'd/a.sh': shell,
        }
        const found = await closure(shell, files)
        expect(Object.keys(files)).toEqual(expect.arrayContaining([...found.files]))
        await closure({ argv: [script, shell, make] }, files)
      }),
      { numRuns: 150 },
    )
  })

  test.each(['$(', '(', '"$(', '`', "'", '\\', '"\\"', '${', '$((', '<<', 'a=', '$x'])(
    'long rows of %j take no time',
    async (part) => {
      const began = performance.now()
      await closure('sh a.sh', { 'a.sh': part.repeat(50_000), Makefile: part.repeat(50_000) })
      expect(performance.now() - began).toBeLessThan(2_000)
    },
  )
})
