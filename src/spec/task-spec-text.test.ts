import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ALLOWANCES, PRIORITIES, TASK_KINDS, type TaskDraft, type TaskKind } from '../domain/task.ts'
import { REPORT_FORMATS } from '../domain/test-report.ts'
import { taskDraftSchema } from './task-draft.ts'
import { parseTaskSpecs } from './task-spec.ts'
import { templateOf } from './task-spec-template.ts'
import { renderTaskSpec } from './task-spec-text.ts'

function readBack(draft: TaskDraft): unknown {
  const checked = parseTaskSpecs([{ file: 'task.yaml', text: renderTaskSpec(draft, '../task.schema.json') }])
  return checked.ok
    ? checked.value.map((spec) => spec.draft)
    : checked.diagnostics.map(({ text }) => text).join('\n')
}

/** Text that YAML could take for something else, and any other. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    'null',
    'true',
    '1',
    '- a',
    '# a',
    'a: b',
    '&a',
    '*a',
    '!a',
    '|',
    '  a\n b\n\n',
    '\t',
    '---',
    '...',
    "'",
    '"',
    '%x',
    '2024-01-01',
    '0x1f',
    '~',
    '<<',
  ),
  fc
    .array(fc.constantFrom('a', ' ', '\n', '\t', '\r\n', '#', ':', '-'), { maxLength: 20 })
    .map((parts) => parts.join('')),
)
const word = text.filter((one) => one !== '')
const name = fc.stringMatching(/^[a-z][\w-]{0,10}$/)
const key = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,10}$/)
const words = fc.tuple(word, fc.array(text, { maxLength: 3 })).map(([first, rest]) => [first, ...rest])
const command = fc.oneof(
  words.map((argv) => ({ argv })),
  word.filter((line) => /\S/.test(line)).map((shell) => ({ shell })),
)
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'))
const timeoutMs = fc.integer({ min: 1, max: 7 * 24 * 3_600_000 })
const file = fc.constantFrom('a.ts', 'src/b.py', 'c d.js')

const checkFields = {
  name: fc.option(name, { nil: undefined }),
  command,
  timeoutMs: fc.oneof(fc.constant(600_000), timeoutMs),
  report: fc.oneof(
    fc.constantFrom('auto', 'exit'),
    fc.record({ format: fc.constantFrom(...REPORT_FORMATS), file: fc.option(file) }),
  ),
}
const redToGreen = fc.record({
  ...checkFields,
  expect: fc.constant('red-to-green'),
  redExits: fc.array(fc.integer({ min: 1, max: 125 }), { maxLength: 3 }),
  tests: fc.array(word, { maxLength: 3 }),
})
const mustPass = fc.record({ ...checkFields, expect: fc.constant('must-pass') })
const mutants = fc.record({
  modules: fc.array(file, { minLength: 1, maxLength: 3 }),
  percent: fc.integer({ min: 1, max: 100 }),
})
const killsMutants = fc.record({ ...checkFields, expect: fc.constant('kills-mutants'), mutants })

const listOf = <Item>(item: fc.Arbitrary<Item>, minLength = 0) => fc.array(item, { minLength, maxLength: 3 })
const parameters = fc.dictionary(
  name,
  fc.oneof(text, fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
)
const fillText = text.filter((one) => one.trim() !== '')
const agent = fc.oneof(
  fc.record({ kind: fc.constant('program'), command }),
  fc.record({ kind: fc.constant('program'), command, parameters }),
  fc.record({ kind: fc.constant('scripted'), steps: listOf(json) }),
  fc.record({ kind: fc.constant('fixer'), name: fc.constant('remove-stray-files') }),
  fc.record({
    kind: fc.constant('fixer'),
    name: fc.constant('remove-dead-module'),
    parameters: fc.record({ path: fillText, replacement: fillText }),
  }),
)
const artefact = fc.oneof(
  fc.constant({ kind: 'findings' }),
  fc.record({ kind: fc.constant('schema'), schema: fc.dictionary(name, json) }),
)
const write = listOf(fc.constantFrom('src/**', '*.md', 'a b/c', '{a,b}/[x]/*.ts', '#a', '@b', '"q"'), 1)
const at = fc.option(fc.constantFrom('main', 'v1.0', 'abcdef0', '1e3', 'null'))

const KINDS: Readonly<Record<TaskKind, fc.Arbitrary<object>>> = {
  change: fc.record({
    scope: fc.record({ write, strict: fc.boolean() }),
    agent: fc.option(agent),
    checks: listOf(fc.oneof(redToGreen, mustPass, killsMutants)),
    allow: fc.subarray([...ALLOWANCES]),
  }),
  verify: fc.record({ checks: listOf(mustPass, 1), at }),
  explore: fc.record({ agent, artefact, checks: listOf(mustPass), at }),
  operate: fc.record({ operation: word, checks: listOf(fc.oneof(redToGreen, mustPass), 1) }),
}
const common = fc.record({
  key,
  title: text.filter((one) => /^[^\r\n]+$/.test(one.trim())),
  goal: text,
  priority: fc.constantFrom(...PRIORITIES),
  domain: fc.option(name),
  needs: listOf(key),
  limits: fc.record(
    { runs: fc.integer({ min: 1, max: 100 }), wallClockMs: timeoutMs, noProgressMs: timeoutMs },
    { requiredKeys: [] },
  ),
})
const drafts = fc
  .constantFrom(...TASK_KINDS)
  .chain((kind) => fc.tuple(common, KINDS[kind]).map(([one, other]) => ({ ...one, ...other, kind })))
  .map((written) => taskDraftSchema.safeParse(written))
  .filter(({ success }) => success)
  .map(({ data }) => data as TaskDraft)

test('a draft that is written as YAML is read as the same draft [spec-round-trip]', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      expect(readBack(draft)).toEqual([draft])
    }),
    { numRuns: 200 },
  )
})

test.each(TASK_KINDS)('the template of a %s task is a task already', (kind) => {
  const draft = templateOf('new-one', kind)
  expect(readBack(draft)).toEqual([draft])
})

test('a written task says in comments what may stand in it', () => {
  expect(renderTaskSpec(templateOf('fix-sum', 'change'), '../task.schema.json')).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../task.schema.json
    # \`reveille plan\` checks this file and shows what it would change; an unknown key is an error.
    key: fix-sum
    title: Say in one line what is true when it is done

    # A diff that lands when its checks and the gate prove it.
    kind: change
    priority: P2

    # What the agent is told.
    goal: |
      Say what is wrong or wanted, where to look,
      and what must stay as it is.

    # Globs of the paths it may change. With strict: true everything else is read-only for the agent too.
    scope:
      write: [src/**]

    # program: [word, ...] is run as it is; shell: "a line" by /bin/sh. The brief is in the file $REVEILLE_BRIEF names.
    # fixer: name is one that is built in; it reads parameters alone.
    agent:
      program: [my-agent, --fix]

    # What proves it. red-to-green fails before and passes after; must-pass passes after; kills-mutants notices faults.
    # A red is counted by the report of the test runner; for other commands say which exit codes mean red: exits: [1].
    checks:
      - name: fixed
        run: [npm, test]
        expect: red-to-green
      - name: still-good
        run: [npm, test]
        expect: must-pass
    "
  `)
})

test('a path of the schema cannot end its comment', () => {
  const [first, second] = renderTaskSpec(templateOf('a', 'change'), 'x\nkey: b').split('\n')
  expect(first).toBe('# yaml-language-server: $schema=x key: b')
  expect(second).toMatch(/^# /)
})
