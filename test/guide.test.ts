import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { styleFor } from '../src/cli/color.ts'
import { planText } from '../src/cli/plan-text.ts'
import { TASK_KINDS } from '../src/domain/task.ts'
import { planTasks } from '../src/missions/plan.ts'
import { viewPlan } from '../src/operations/plan.ts'
import { CONFIG_FILE } from '../src/spec/config-file.ts'
import { parseConfig } from '../src/spec/config.ts'
import type { Source } from '../src/spec/diagnostic.ts'
import { taskSpecSchema } from '../src/spec/task-spec-schema.ts'
import { parseTaskSpecs } from '../src/spec/task-spec.ts'
import { toJSONSchema } from 'zod'

const GUIDE = readFileSync(join(import.meta.dirname, '../docs/guide/creating-tasks.md'), 'utf8')

function blocks(language: string): readonly string[] {
  return [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  )
}

const files: readonly Source[] = blocks('yaml').map((text) => ({
  file: /^# (\S+)/.exec(text)?.[1] ?? '',
  text,
}))
const examples = files.filter(({ file }) => file !== CONFIG_FILE)

function specs() {
  const checked = parseTaskSpecs(examples)
  if (!checked.ok) throw new Error(checked.diagnostics.map((problem) => problem.text).join('\n'))
  return checked.value
}

test('the guide has an example of every kind, and each is accepted as it stands [guide-runs]', () => {
  expect(new Set(specs().map(({ draft }) => draft.kind))).toEqual(new Set(TASK_KINDS))
  const expected = specs().flatMap(({ draft }) => draft.checks.map((check) => check.expect))
  expect(new Set(expected)).toEqual(new Set(['red-to-green', 'must-pass', 'kills-mutants']))
})

test('what the guide adds to the configuration describes the operations of its tasks [guide-runs]', () => {
  const added = files.filter(({ file }) => file === CONFIG_FILE).map(({ text }) => text)
  const { operations, targets } = parseConfig(`target: main\n${added.join('')}`, { cores: 1 })
  const named = specs().flatMap(({ draft }) => draft.operation ?? [])
  expect(named.filter((name) => operations[name] === undefined)).toEqual([])
  expect(Object.keys(targets)).toEqual(Object.values(operations).map(({ target }) => target))
})

test('the output of plan that the guide shows is what plan shows for its examples [guide-runs]', () => {
  const plan = planTasks({ specs: specs(), tasks: [] })
  const style = styleFor({ isColored: false, isUnicode: true })
  expect(blocks('text')).toEqual([`${planText(viewPlan(plan), style)}\n`])
})

test('the guide names every key of a task', () => {
  const { properties = {} } = toJSONSchema(taskSpecSchema, { io: 'input' })
  const rows = GUIDE.slice(GUIDE.indexOf('## Keys'))
  expect(Object.keys(properties).filter((key) => !rows.includes(`\`${key}\``))).toEqual([])
})
