import { expect, test } from 'vitest'
import { closureOf } from '../command-closure.ts'
import { recognise } from './recognise.ts'

async function formatsOf(shell: string, files: Readonly<Record<string, string>> = {}) {
  const tree = {
    paths: Object.keys(files).toSorted(),
    read: (path: string) => Promise.resolve(files[path] ?? null),
  }
  const { lines } = await closureOf([{ shell }], tree)
  return recognise(lines).map(({ format }) => format)
}

test.each([
  ['vitest', 'vitest'],
  ['npx vitest run --coverage', 'vitest'],
  ['CI=1 ./node_modules/.bin/jest src', 'jest'],
  ['node --experimental-vm-modules node_modules/jest/bin/jest.js', 'jest'],
  ['node node_modules/vitest/vitest.mjs run', 'vitest'],
  ['cross-env NODE_ENV=test pnpm exec vitest run', 'vitest'],
  ['node --import tsx --test "test/**/*.ts"', 'node-test'],
  ['npx c8 node --test', 'node-test'],
  ['cd pkg && npx tsx --test', 'node-test'],
  ['pytest -q tests', 'pytest'],
  ['python3.12 -W error -m pytest', 'pytest'],
  ['uv run pytest', 'pytest'],
  ['poetry run coverage run -m pytest', 'pytest'],
  ['python -m unittest discover -s tests', 'unittest'],
  ['coverage run -m unittest', 'unittest'],
  ['timeout 60 go test ./...', 'go-test'],
  ['cargo +nightly test --workspace', 'cargo-test'],
])('%s starts %s', async (shell, format) => {
  expect(await formatsOf(shell)).toEqual([format])
})

test.each([
  'node server.js --port 1',
  'node script.js vitest',
  'vitest bench',
  'jest --listTests',
  'pytest --collect-only',
  'python manage.py -m pytest',
  'python -m coverage report',
  'go vet ./...',
  'go build ./...',
  'cargo build',
  'cargo test --no-run',
  'cargo test -q',
  'echo vitest',
  'npm install jest',
])('%s starts no runner of which a report can be had', async (shell) => {
  expect(await formatsOf(shell)).toEqual([])
})

test('runners are recognised behind package scripts, shell scripts and make', async () => {
  const files = {
    'package.json': JSON.stringify({
      scripts: { test: 'npm run unit && sh scripts/more.sh', unit: 'vitest run' },
    }),
    'scripts/more.sh': 'set -e\nmake check\n',
    Makefile: 'check:\n\tpython3 -m pytest\n\tgo test ./...\n',
  }
  expect(await formatsOf('npm test', files)).toEqual(['vitest', 'pytest', 'go-test'])
})
