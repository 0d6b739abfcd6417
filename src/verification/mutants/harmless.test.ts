import { expect, test } from 'vitest'
import { harmlessChange } from './harmless.ts'

const SCRIPT = 'export const sum = (a, b) => a + b / 2\nexport const text = `1 + 1 ${sum(1, 2) > 2}`\n'
const PYTHON = 'def total(a, b):\n    return a + b if a not in b else a // b\n'

test('the text is another and the program the same [kills-mutants]', async () => {
  const { source = '' } = harmlessChange({ path: 'a.mjs', source: SCRIPT }) ?? {}
  expect(source).not.toContain('a + b')
  expect(source).not.toContain('b / 2')
  expect(source).toContain('`1 + 1 ')
  const [was, is] = await Promise.all(
    [SCRIPT, source].map(
      (text): Promise<{ sum(a: number, b: number): number; text: string }> =>
        import(`data:text/javascript,${encodeURIComponent(text)}`),
    ),
  )
  expect(is?.sum(1, 4)).toBe(was?.sum(1, 4))
  expect(is?.text).toBe(was?.text)
})

test('Python has more room around its operators, on the same lines', () => {
  const { source = '' } = harmlessChange({ path: 'a.py', source: PYTHON }) ?? {}
  expect(source).toContain('return a  + b if a  not in b else a  // b\n')
})

test('code without operators gets a remark; what cannot be read gets nothing', () => {
  expect(harmlessChange({ path: 'a.mjs', source: 'a()' })?.source).toBe('a()\n// Reviewed.\n')
  expect(harmlessChange({ path: 'a.mjs', source: 'a(' })).toBeNull()
  expect(harmlessChange({ path: 'a.rb', source: 'a' })).toBeNull()
})
