import { expect, test } from 'vitest'
import { nightFiles, staleFiles } from '../../scripts/generate.ts'

test('the committed night is what a night of the demo gives today [demo-night]', async () => {
  expect(await staleFiles(nightFiles())).toEqual([])
})
