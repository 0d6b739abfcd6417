import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FIXER_NAMES, FIXERS } from '../src/domain/fixer.ts'
import { parseTaskSpecs } from '../src/spec/task-spec.ts'

const GUIDE = readFileSync(join(import.meta.dirname, '../docs/guide/fixers.md'), 'utf8')

test('the guide has a task for each fixer, and each is accepted as it stands [guide-runs]', () => {
  const specs = [...GUIDE.matchAll(/^```yaml\n# (\S+)\n([^]*?)^```$/gm)].map(([, file = '', text = '']) => ({
    file,
    text,
  }))
  const checked = parseTaskSpecs(specs)
  if (!checked.ok) throw new Error(checked.diagnostics.map((problem) => problem.text).join('\n'))
  const agents = checked.value.map(({ draft }) => draft.agent)
  const named = new Set(agents.map((agent) => (agent?.kind === 'fixer' ? agent.name : null)))
  expect(named).toEqual(new Set(FIXER_NAMES))
})

test('the guide names every fixer and every parameter', () => {
  for (const [name, { parameters }] of Object.entries(FIXERS)) {
    expect(GUIDE).toContain(`## ${name}`)
    for (const parameter of Object.keys(parameters)) expect(GUIDE).toContain(`\`${parameter}\``)
  }
})
