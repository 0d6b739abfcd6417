import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RULES } from '../src/verification/integrity/rules.ts'
import { STRENGTHS } from '../src/verification/integrity/test-file.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../docs/reference/test-integrity.md'), 'utf8')

test('the reference of test integrity has every rule with its severities, and the order of strengths', () => {
  const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` \| .+ \| ([a-z-]+) \| ([a-z-]+) \|$/gm)]
  const written = rows.map(([, ...cells]) => cells.join(' '))
  const rules = Object.entries(RULES).map(([rule, { history, run }]) => [rule, history, run].join(' '))
  expect(written.toSorted()).toEqual(rules.toSorted())
  expect(PAGE).toContain(`Assertions from strongest to weakest: ${STRENGTHS.join(', ')}.`)
})
