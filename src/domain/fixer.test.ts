import { expect, test } from 'vitest'
import { FIXER_NAMES, fixerProblems } from './fixer.ts'

test('a fixer that has all it must be told has no problem', () => {
  expect(fixerProblems('remove-stray-files', undefined)).toEqual([])
  expect(fixerProblems('remove-dead-module', { path: 'src/a', replacement: 'src/b' })).toEqual([])
})

test('everything that is wrong with what it is told is said at once, with what was meant [fixer-named]', () => {
  expect(fixerProblems('remove-dead-module', { paht: 'a', replacement: 3 })).toEqual([
    { parameter: 'path', message: 'is missing: the file or folder to remove' },
    {
      parameter: 'paht',
      message:
        'is nothing that remove-dead-module can be told; did you mean path? It knows path and replacement',
    },
    { parameter: 'replacement', message: 'must be text: the file or folder that has the same exports' },
  ])
})

test.each([
  ['remove-dead-modul', '; did you mean remove-dead-module? There are'],
  ['constructor', '"constructor" is no fixer. There are'],
])('the name %s is answered with the names that there are [fixer-named]', (name, said) => {
  const [problem] = fixerProblems(name, {})
  expect(problem?.message).toContain(said)
  for (const known of FIXER_NAMES) expect(problem?.message).toContain(known)
})
