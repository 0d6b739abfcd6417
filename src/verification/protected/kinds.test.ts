import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTestPath, pathKind } from './kinds.ts'

const KINDS = {
  tests: [
    ...[
      'test/a.ts',
      'tests/data/x.bin',
      'src/__tests__/a.js',
      'e2e/a.ts',
      'src/a.test.ts',
      'src/a.spec.tsx',
      'a_test.mjs',
    ],
    ...[
      'test-a.js',
      'src/__snapshots__/a.snap',
      'tests/fixtures/package.json',
      'tests/fixtures/package-lock.json',
    ],
    ...[
      'pkg/test_a.py',
      'pkg/a_test.py',
      'app/tests.py',
      'tests/__init__.py',
      'pkg/a_test.go',
      'pkg/testdata/x.json',
    ],
    ...[
      'tests/it.rs',
      'src/foo/tests.rs',
      'spec/a_spec.rb',
      'src/main/AuditTest.java',
      'check.bats',
      'TESTS/a.py',
    ],
    ...[
      'packages/a/test/setup.ts',
      'acceptance/x.mjs',
      'spec/cart.ts',
      'spec/fixtures/cart.json',
      'pkg/print.golden',
    ],
  ],
  configuration: [
    ...[
      'package.json',
      'packages/a/package.json',
      'tsconfig.json',
      'tsconfig.build.json',
      'jest.config.js',
      '.mocharc.yml',
    ],
    ...[
      'vitest.config.ts',
      'vitest.workspace.ts',
      'vite.config.mts',
      'jest.unit.config.cjs',
      'playwright.config.ts',
    ],
    ...[
      'eslint.config.mjs',
      '.eslintrc',
      '.eslintrc.json',
      '.oxlintrc.json',
      'biome.json',
      '.prettierrc',
      '.babelrc',
    ],
    ...[
      '.swcrc',
      'jest.setup.ts',
      'vitest-setup.ts',
      'setupTests.js',
      'pytest.ini',
      'pyproject.toml',
      'setup.cfg',
    ],
    ...[
      'tox.ini',
      'conftest.py',
      'tests/conftest.py',
      'tests/fixtures/conftest.py',
      'shop/__pycache__/price.cpython-311.pyc',
      'shop/price.abi3.so',
      'reveille_pytest.py',
      'sitecustomize.py',
      'a/x.pth',
    ],
    ...[
      'usercustomize/__init__.py',
      'noxfile.py',
      '.coveragerc',
      'mypy.ini',
      'ruff.toml',
      'go.mod',
      'Cargo.toml',
    ],
    ...[
      'build.rs',
      '.cargo/config.toml',
      '.github/workflows/ci.yml',
      '.gitlab-ci.yml',
      '.circleci/config.yml',
    ],
    ...[
      'Jenkinsfile',
      '.npmrc',
      '.yarnrc.yml',
      '.nvmrc',
      '.node-version',
      '.tool-versions',
      '.env',
      '.env.test',
    ],
    ...[
      'sub/.gitattributes',
      '.gitmodules',
      '.reveille/config.yaml',
      '.pnp.cjs',
      '.husky/pre-commit',
      'lefthook.yml',
    ],
    ...[
      '.pre-commit-config.yaml',
      'node_modules/vitest/index.js',
      'pytest.py',
      'unittest/__main__.py',
      'cheat.egg-info/entry_points.txt',
      'src/cheat-1.0.dist-info/METADATA',
      'PYTEST.INI',
    ],
  ],
  lock: [
    ...[
      'package-lock.json',
      'a/yarn.lock',
      'pnpm-lock.yaml',
      'npm-shrinkwrap.json',
      'bun.lock',
      'bun.lockb',
      'uv.lock',
    ],
    ...[
      'poetry.lock',
      'Pipfile.lock',
      'requirements.txt',
      'requirements-dev.txt',
      'dev-requirements.txt',
      'go.sum',
    ],
    ...['Cargo.lock'],
  ],
  free: [
    ...[
      'src/index.ts',
      'src/spec/scope.ts',
      'src/contest.ts',
      'src/latest.py',
      'src/setup.ts',
      'src/Contest.java',
    ],
    ...[
      'README.md',
      'docs/testing.md',
      'src/audit.java',
      'Dockerfile',
      '.editorconfig',
      '.gitignore',
      '.env.example',
    ],
    ...[
      'src/config.ts',
      'lib/environment.js',
      'src/requirements.ts',
      'Makefile',
      'check.sh',
      'src/project.json',
    ],
    ...[
      'openapi.spec.yaml',
      'spec/openapi.yaml',
      'specs/payments.md',
      'src/testing/harness.ts',
      'src/data/fixtures/a.json',
      'main.go',
      'src/lib.rs',
      'setup.sh',
    ],
  ],
} as const

describe.each(Object.entries(KINDS))('%s', (kind, paths) => {
  test.each(paths)('%s', (path) => {
    expect(pathKind(path) ?? 'free').toBe(kind)
    expect(isTestPath(path)).toBe(kind === 'tests')
  })
})

test('a path that was made to be slow is not', () => {
  const parts = ['jest', '-a', '.a', '-', '.', 'requirements', '/', 'a', '.env', '_', 'setup']
  fc.assert(
    fc.property(fc.constantFrom(...parts), fc.constantFrom(...parts), (start, part) => {
      const began = performance.now()
      pathKind(`${start}${part.repeat(4_000)}!`)
      expect(performance.now() - began).toBeLessThan(1_000)
    }),
  )
})
