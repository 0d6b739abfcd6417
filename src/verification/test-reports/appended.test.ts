import { expect, test } from 'vitest'
import { append, reachable, simpleWords } from './appended.ts'

function treeOf(scripts: Readonly<Record<string, string>>) {
  const text = JSON.stringify({ scripts })
  return {
    paths: ['package.json'],
    read: (path: string) => Promise.resolve(path === 'package.json' ? text : null),
  }
}

const SCRIPTS = {
  test: 'vitest run',
  nested: 'npm run test',
  deep: 'npm run nested',
  both: 'tsc && vitest run',
  quoted: 'cross-env CI=1 jest -t "a && b"',
  ended: 'vitest run -- --x',
  loop: 'npm run loop',
}

test.each([
  [['vitest', 'run'], []],
  [['npx', 'vitest', 'run'], []],
  [['npm', 'exec', 'vitest'], ['--']],
  [['npm', 'exec', '--', 'vitest'], []],
  [['npm', 'test'], ['--']],
  [['npm', 'test', '--', 'src'], []],
  [
    ['npm', 'run', 'nested'],
    ['--', '--'],
  ],
  [
    ['npm', 'run', 'deep'],
    ['--', '--', '--'],
  ],
  [['npm', 'run', 'quoted'], ['--']],
  [['pnpm', 'test'], []],
  [['yarn', 'nested'], ['--']],
  [['yarn', 'jest'], []],
  [['node', '--run', 'test'], ['--']],
  [['timeout', '60', 'npm', 'test'], ['--']],
])('what is appended to %j reaches the runner behind %j', async (argv, prefix) => {
  expect((await reachable({ argv }, treeOf(SCRIPTS)))?.prefix).toEqual(prefix)
})

test.each([
  [['npm', 'run', 'both']],
  [['npm', 'run', 'ended']],
  [['npm', 'run', 'loop']],
  [['npm', 'run', 'missing']],
  [['npm', 'test', '-w', 'packages/a']],
  [['vitest', 'run', '--', 'x']],
  [['go', 'test', './...', '-args', '-x']],
  [['sh', '-c', 'vitest run']],
])('what is appended to %j does not reach a runner', async (argv) => {
  expect(await reachable({ argv }, treeOf(SCRIPTS))).toBeNull()
})

test.each([
  ['vitest run', ['vitest', 'run']],
  ["CI=1 jest -t 'a; b'", ['jest', '-t', 'a; b']],
  ['a && b', null],
  ['a; b', null],
  ['a | b', null],
  ['a > out', null],
  ['a &', null],
  ['a # b', null],
  ['a\nb', null],
  ['! a', null],
  ['(a)', null],
  ['a $(b)', null],
  ['a `b`', null],
  ['a "b', null],
  ['a "$(b)"', null],
  ['', null],
])('%j as one simple command', (text, words) => {
  expect(simpleWords(text)).toEqual(words)
})

test('words are handed to a line of shell as its arguments, never as a part of its text', () => {
  const words = ['--reporter=a b', '$(touch /x)']
  expect(append({ command: { shell: 'vitest run' }, words })).toEqual({
    argv: ['/bin/sh', '-c', 'vitest run "$@"', 'sh', ...words],
  })
  expect(append({ command: { argv: ['vitest'] }, words })).toEqual({ argv: ['vitest', ...words] })
})
