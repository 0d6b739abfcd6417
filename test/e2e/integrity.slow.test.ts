import { execa } from 'execa'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRepository } from '../repository.ts'
import { temporaryDirectory } from '../temporary.ts'

const BIN = join(import.meta.dirname, '../../bin/reveille')

const TESTS = `import { sum } from '../src/sum.ts'
test('adds', () => { expect(sum(1, 2)).toBe(3) })
test('takes nothing', () => { expect(sum()).toBe(0) })
`
const PYTHON = `from shop.cart import total

def test_total():
    assert total([1, 2]) == 3
`

async function open() {
  const repository = await createRepository({
    files: {
      'test/sum.test.ts': TESTS,
      'tests/test_cart.py': PYTHON,
      'src/sum.ts': 'export const sum = 0\n',
    },
  })
  const home = await temporaryDirectory()
  const reveille = async (...words: readonly string[]) => {
    const variables = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8' }
    const options = { cwd: repository.path, env: variables, extendEnv: false, reject: false } as const
    const { exitCode, stdout, stderr } = await execa(BIN, ['integrity', ...words], options)
    return { exitCode, stdout, stderr }
  }
  return { repository, reveille }
}

describe('integrity', () => {
  test('names what is weakened in any git repository, commit by commit too [integrity-range]', async () => {
    const { repository, reveille } = await open()
    await repository.write({ 'test/sum.test.ts': TESTS.replace("test('takes", "test.skip('takes") })
    await repository.commit('skip')
    await repository.write({
      'tests/test_cart.py': PYTHON.replace('assert total([1, 2]) == 3', 'assert True'),
    })
    const last = await repository.commit('blind')
    expect(await reveille('HEAD~2..HEAD')).toMatchObject({
      exitCode: 1,
      stderr: '',
      stdout: [
        '✗ test/sum.test.ts:3 skip-added: "takes nothing" ran and is skipped now',
        '✗ tests/test_cart.py:4 tautology: "test_total" asserts what cannot be false: assert True',
        '2 weakenings: 3 tests in 2 changed test files.',
      ].join('\n'),
    })
    const each = await reveille('HEAD~2..HEAD', '--commits')
    expect(each.stdout.split('\n')).toHaveLength(5)
    expect(each.stdout).toContain(`\n${last.slice(0, 12)}\n✗ tests/test_cart.py`)
    const { data } = JSON.parse((await reveille('HEAD~1..HEAD', '--json')).stdout)
    expect(data).toMatchObject({
      weakenings: 1,
      files: 1,
      ranges: [{ to: last, weakenings: [{ rule: 'tautology' }] }],
    })
    expect(await repository.git('status', '--porcelain')).toBe('')
  })

  test('an honest range passes, and one without tests says that nothing was judged', async () => {
    const { repository, reveille } = await open()
    await repository.write({ 'test/sum.test.ts': TESTS.replace('(1, 2)).toBe(3)', '(2, 2)).toBe(4)') })
    await repository.commit('another value')
    expect(await reveille('HEAD~1')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^— test\/sum\.test\.ts:2 value-changed: .*\nNo test is weakened: 2 tests in 1 changed test file\.$/,
      ),
    })
    await repository.write({ 'src/sum.ts': 'export const sum = 1\n' })
    await repository.commit('source')
    expect(await reveille('HEAD~1..HEAD')).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing was judged: no test file changed that Reveille can read.',
    })
  })

  test.each([
    ['nowhere..HEAD', 'the repository has no commit'],
    ['a..b..c', 'not a range'],
    ['HEAD...HEAD', 'not a range'],
    ['..HEAD', 'not a range'],
  ])('%s is refused in words', async (range, words) => {
    const { reveille } = await open()
    const { exitCode, stderr } = await reveille(range)
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(words) })
  })
})
