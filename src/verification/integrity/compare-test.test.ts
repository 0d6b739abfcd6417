import { expect, test } from 'vitest'
import { compareTests } from './compare.ts'
import type { Mode } from './rules.ts'

function judge(mark: (reason: string) => string, mode: Mode) {
  const text = (reason: string) => `${mark(reason)}\ndef test_infers():\n    assert infer() == "int"\n`
  const change = { path: 'tests/test_a.py', before: text('odd on 3.14'), after: text('not on 3.14') }
  const { judgement, notes } = compareTests([change], { mode, exempt: [] })
  return [judgement.objections, notes].map((all) => all.map(({ rule }) => rule))
}

test('another reason for a skip on some machines is shown in a history, and refused in a run', () => {
  const conditional = (reason: string) =>
    `@pytest.mark.xfail(sys.version_info >= (3, 14), reason="${reason}")`
  expect(judge(conditional, 'history')).toEqual([[], ['skip-reworded']])
  expect(judge(conditional, 'run')).toEqual([['skip-reworded'], []])
})

test('another reason for what never runs is refused in both', () => {
  const always = (reason: string) => `@pytest.mark.skip(reason="${reason}")`
  for (const mode of ['history', 'run'] as const) expect(judge(always, mode)).toEqual([['skip-reworded'], []])
})
