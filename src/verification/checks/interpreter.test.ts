import { expect, test } from 'vitest'
import { interpreterScript } from './interpreter.ts'

test.each([
  [['node', 'tools/check.mjs', '--all'], 'tools/check.mjs'],
  [['/usr/bin/python3', './check.py'], 'check.py'],
  [['sh', 'check.sh'], 'check.sh'],
  [['node', '--test', 'a.test.js'], null],
  [['python3', '-m', 'unittest'], null],
  [['sh', '-c', 'true'], null],
  [['node', '/absolute.js'], null],
  [['node', '../outside.js'], null],
  [['npm', 'test'], null],
  [['node'], null],
])('%j hands %s to an interpreter', (argv, script) => {
  expect(interpreterScript({ argv })).toBe(script)
})

test('a line of shell is not looked into', () => {
  expect(interpreterScript({ shell: 'node missing.js' })).toBeNull()
})
