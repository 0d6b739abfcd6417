import { expect, test } from 'vitest'
import { programBeside } from './own-program.ts'

test('a program is looked for in the form in which the asking file runs [package-runs]', () => {
  expect(programBeside('/checkout/src/reading/reader.ts', 'child')).toBe('/checkout/src/reading/child.ts')
  expect(programBeside('/package/dist/reading/reader.js', 'child')).toBe('/package/dist/reading/child.js')
})
