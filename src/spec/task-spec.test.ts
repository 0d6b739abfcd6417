import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ANY_TEXTS, excessive, expectReadable } from './any-text.contract.ts'
import type { Diagnostic } from './diagnostic.ts'
import { parseTaskSpecs, type TaskSpec } from './task-spec.ts'
import { renderTaskSchema } from './task-spec-schema.ts'

function diagnosticsOf(...texts: readonly string[]): readonly Diagnostic[] {
  const checked = parseTaskSpecs(texts.map((text, index) => ({ file: `t${index + 1}.yaml`, text })))
  return checked.ok ? [] : checked.diagnostics
}

function problemsOf(...texts: readonly string[]): string {
  return diagnosticsOf(...texts)
    .map(({ text }) => text)
    .join('\n')
}

function messagesOf(text: string): readonly string[] {
  return diagnosticsOf(text).map(({ line, column, message }) => `${line}:${column} ${message}`)
}

function specsOf(text: string): readonly TaskSpec[] {
  const checked = parseTaskSpecs([{ file: 't.yaml', text }])
  if (!checked.ok) throw new Error(checked.diagnostics.map((problem) => problem.text).join('\n'))
  return checked.value
}

const HEAD = 'key: a\ntitle: b\n'

test('the smallest task has every default', () => {
  expect(specsOf(HEAD)).toEqual([
    {
      file: 't.yaml',
      line: 1,
      draft: {
        key: 'a',
        title: 'b',
        kind: 'change',
        priority: 'P2',
        domain: null,
        goal: '',
        scope: { write: [], strict: false },
        needs: [],
        agent: null,
        checks: [],
        limits: { runs: 3, wallClockMs: 3_600_000, noProgressMs: 600_000 },
        allow: [],
        at: null,
        artefact: null,
        operation: null,
      },
    },
  ])
})

test('a full task is read as it stands', () => {
  const text = `
key: fix-sum
title: sum() adds up every item
kind: change
priority: P1
domain: arithmetic
goal: |
  It loses the last one.
scope: { write: [src/**, test/sum.test.ts], strict: true }
needs: [clean-up]
agent:
  program: [my-agent, --fix]
  parameters: { model: small, effort: 2, careful: true }
checks:
  - name: sum
    run: [npm, test]
    expect: red-to-green
    timeout: 90s
    exits: [1, 2]
    report: { format: junit, file: out.xml }
    tests: ['sum > adds']
  - shell: npm run lint
    expect: must-pass
    report: exit
  - run: [npm, test]
    expect: kills-mutants
    mutants: { modules: [src/sum.ts] }
limits: { runs: 5, wallClock: 1h30m, idle: 5m }
allow: [tests]
`
  expect(specsOf(text)[0]?.draft).toMatchObject({
    scope: { write: ['src/**', 'test/sum.test.ts'], strict: true },
    agent: {
      kind: 'program',
      command: { argv: ['my-agent', '--fix'] },
      parameters: { model: 'small', effort: 2, careful: true },
    },
    checks: [
      {
        name: 'sum',
        command: { argv: ['npm', 'test'] },
        expect: 'red-to-green',
        timeoutMs: 90_000,
        redExits: [1, 2],
        report: { format: 'junit', file: 'out.xml' },
        tests: ['sum > adds'],
        mutants: null,
      },
      { name: 'must-pass-2', command: { shell: 'npm run lint' }, report: 'exit', timeoutMs: 600_000 },
      { name: 'kills-mutants-3', mutants: { modules: ['src/sum.ts'], percent: 60 } },
    ],
    limits: { runs: 5, wallClockMs: 5_400_000, noProgressMs: 300_000 },
    allow: ['tests'],
  })
})

test('a file holds several tasks, a document each, and tells where each begins', () => {
  const specs = specsOf('# first\nkey: a\ntitle: b\n---\n# next\nkey: c\ntitle: d\n')
  expect(specs.map(({ draft, line }) => `${draft.key}:${line}`)).toEqual(['a:2', 'c:6'])
})

test('a byte order mark and line ends of Windows change nothing', () => {
  expect(specsOf('\uFEFFkey: a\r\ntitle: b\r\n')).toEqual(specsOf(HEAD))
  expect(messagesOf('\uFEFF\uFEFFkey: a\n---\nkey: b\ntitle: b\n')).toEqual(['1:1 title is missing'])
  expect(messagesOf('\uFEFFkez: a\r\ntitle: b\r\n')).toEqual([
    '1:1 key is missing',
    '1:1 unknown key kez (known: key, title, kind, priority, domain, goal, scope, needs, agent, checks, limits, allow, at, artefact, operation)',
  ])
})

test('all problems are told at once, each with its place, its lines and what was meant [spec-diagnostics]', () => {
  const text = `key: Fix
title: b
knid: verify
commands: [npm test]
checks:
  - cmd: npm test
    expect: red-green
    report: { formt: vitest }
  - run: npm test
    expect: must-pass
    tests: [a]
agent: { program: [a], parametres: {} }
limits: { wallclok: 1h, idle: 3 }
`
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    "t1.yaml:1:1: a change with an agent needs paths it may write
    > 1 | key: Fix
        | ^
    t1.yaml:1:6: key must be a key: lower case letters, digits and dashes, at most 80 characters
    > 1 | key: Fix
        |      ^^^
    t1.yaml:3:1: unknown key knid (known: key, title, kind, priority, domain, goal, scope, needs, agent, checks, limits, allow, at, artefact, operation); did you mean kind?
      1 | key: Fix
      2 | title: b
    > 3 | knid: verify
        | ^^^^
    t1.yaml:4:1: the key commands does not exist: what proves that a task is done stands under checks; did you mean checks?
      2 | title: b
      3 | knid: verify
    > 4 | commands: [npm test]
        | ^^^^^^^^
    t1.yaml:6:5: the key cmd does not exist: a command is run: [program, argument, ...] or shell: "a line"; did you mean run or shell?
      4 | commands: [npm test]
      5 | checks:
    > 6 |   - cmd: npm test
        |     ^^^
    t1.yaml:7:13: checks[0].expect must be one of red-to-green, must-pass, kills-mutants; did you mean red-to-green?
      5 | checks:
      6 |   - cmd: npm test
    > 7 |     expect: red-green
        |             ^^^^^^^^^
    t1.yaml:8:5: format is missing: must be one of vitest, jest, node-test, pytest, unittest, go-test, cargo-test, junit, tap
      6 |   - cmd: npm test
      7 |     expect: red-green
    > 8 |     report: { formt: vitest }
        |     ^^^^^^
    t1.yaml:8:15: unknown key formt (known: format, file); did you mean format?
      6 |   - cmd: npm test
      7 |     expect: red-green
    > 8 |     report: { formt: vitest }
        |               ^^^^^
    t1.yaml:9:10: checks[1].run must be a list of words, e.g. [npm, test]; for a line of shell write shell: instead
      7 |     expect: red-green
      8 |     report: { formt: vitest }
    > 9 |   - run: npm test
        |          ^^^^^^^^
    t1.yaml:11:12: only a red-to-green check names tests that turn green
       9 |   - run: npm test
      10 |     expect: must-pass
    > 11 |     tests: [a]
         |            ^
    t1.yaml:12:24: unknown key parametres (known: program, shell, fixer, scripted, parameters); did you mean parameters?
      10 |     expect: must-pass
      11 |     tests: [a]
    > 12 | agent: { program: [a], parametres: {} }
         |                        ^^^^^^^^^^
    t1.yaml:13:11: unknown key wallclok (known: runs, wallClock, idle); did you mean wallClock?
      11 |     tests: [a]
      12 | agent: { program: [a], parametres: {} }
    > 13 | limits: { wallclok: 1h, idle: 3 }
         |           ^^^^^^^^
    t1.yaml:13:31: limits.idle must be a duration such as 90s, 10m or 1h30m, at most 168h
      11 |     tests: [a]
      12 | agent: { program: [a], parametres: {} }
    > 13 | limits: { wallclok: 1h, idle: 3 }
         |                               ^"
  `)
})

test.each([
  ['commands: [a]', 'checks'],
  ['test: npm test', 'checks'],
  ['files: [a]', 'scope.write'],
  ['paths: [a]', 'scope.write'],
  ['description: a', 'goal'],
  ['prompt: a', 'goal'],
  ['instructions: a', 'goal'],
  ['depends_on: [a]', 'needs'],
  ['dependsOn: [a]', 'needs'],
  ['dependencies: [a]', 'needs'],
  ['type: change', 'kind'],
  ['timeout: 1h', 'limits.wallClock'],
  ['retries: 3', 'limits.runs'],
  ['checks: [{ command: npm test, expect: must-pass }]', 'run or shell'],
  ['checks: [{ cmd: npm test, expect: must-pass }]', 'run or shell'],
  ['agent: { command: a }', 'program or shell'],
  ['limits: { timeout: 1h }', 'wallClock'],
  ['prioritty: P1', 'priority'],
  ['agent: { shell: a, parametrs: {} }', 'parameters'],
  ['agent: { fixer: remove-stray-fils }', 'remove-stray-files'],
  ['agent: { name: remove-stray-files }', 'fixer'],
  ['checks: [{ run: [a], expect: must-pass, report: { format: tap, fiel: a } }]', 'file'],
  ['checks: [{ run: [a], expect: must-pas }]', 'must-pass'],
])('for %s it names what is meant: %s [spec-guesses]', (line, meant) => {
  expect(diagnosticsOf(`${HEAD}${line}\n`).map(({ suggestion }) => suggestion)).toContain(meant)
})

test('a fixer is read with what it is told, and what it cannot be told is pointed at [fixer-named]', () => {
  const agent = { kind: 'fixer', name: 'remove-dead-module', parameters: { path: 'src/a' } }
  const spec =
    'scope: { write: [src/**] }\nagent: { fixer: remove-dead-module, parameters: { path: src/a } }\n'
  expect(specsOf(`${HEAD}${spec}`)[0]?.draft.agent).toEqual(agent)
  expect(messagesOf(`${HEAD}scope: { write: [a] }\nagent: { fixer: remove-dead-modul }\n`)).toEqual([
    '4:17 agent.fixer must be one of remove-stray-files, remove-dead-module',
  ])
  expect(
    messagesOf(
      `${HEAD}scope: { write: [a] }\nagent: { fixer: remove-dead-module, parameters: { paht: a } }\n`,
    ),
  ).toEqual(['4:37 path is missing', expect.stringContaining('did you mean path?')])
})

test('a key that is often guessed is told not to exist, and what to write', () => {
  expect(messagesOf(`${HEAD}commands: [npm test]\n`)).toEqual([
    '3:1 the key commands does not exist: what proves that a task is done stands under checks',
  ])
})

test.each([
  ['agent: { shell: a }', '1:1 a change with an agent needs paths it may write'],
  ['kind: verify', '3:7 a verify task needs a check that must pass'],
  [
    'kind: verify\nagent: { shell: a }\nchecks: [{ run: [a], expect: must-pass }]',
    '4:8 a verify task has no agent: its checks are its work',
  ],
  [
    'kind: verify\nchecks: [{ run: [a], expect: red-to-green }]',
    '4:30 a verify task changes nothing, so its checks are all must-pass',
  ],
  [
    'kind: verify\nscope: { write: [a] }\nchecks: [{ run: [a], expect: must-pass }]',
    '4:17 a verify task changes no file, so it has no paths to write',
  ],
  ['kind: explore\nartefact: findings', '3:7 an explore task needs an agent that looks'],
  [
    'kind: explore\nagent: { shell: a }',
    '3:7 an explore task needs an artefact to bring: findings, or a schema',
  ],
  [
    'kind: explore\nartefact: findings\nagent: { shell: a }\nchecks: [{ run: [a], expect: red-to-green }]',
    '6:30 an explore task changes nothing, so its checks are all must-pass',
  ],
  [
    'kind: operate\nchecks: [{ run: [a], expect: must-pass }]',
    '3:7 an operate task needs the name of a configured operation',
  ],
  ['kind: operate\noperation: x', '3:7 an operate task needs a check that proves what it did'],
  [
    'kind: operate\noperation: x\nagent: { shell: a }\nchecks: [{ run: [a], expect: must-pass }]',
    '5:8 an operate task has no agent: its operation is its work',
  ],
  ['at: main', '3:5 only verify and explore tasks are about another tree than the target'],
  ['artefact: findings', '3:11 only an explore task brings an artefact'],
  ['operation: x', '3:12 only an operate task carries out an operation'],
  [
    'kind: verify\nallow: [tests]\nchecks: [{ run: [a], expect: must-pass }]',
    '4:8 only a change can be allowed to change tests or configuration',
  ],
  ['checks: [{ run: [a], expect: kills-mutants }]', '3:10 a kills-mutants check needs the modules it tests'],
  [
    'checks: [{ run: [a], expect: must-pass, mutants: { modules: [a] } }]',
    '3:50 only a kills-mutants check has mutants',
  ],
  [
    'checks: [{ run: [a], expect: must-pass, tests: [a] }]',
    '3:48 only a red-to-green check names tests that turn green',
  ],
  [
    'checks: [{ run: [a], expect: must-pass, exits: [1] }]',
    '3:48 only a red-to-green check declares exits that count as red',
  ],
])('a task that could never be done is refused: %s', (lines, message) => {
  expect(messagesOf(`${HEAD}${lines}\n`)).toEqual([message])
})

test('a key that two tasks have is told with the place of the other, in one file or in two', () => {
  expect(messagesOf(`${HEAD}---\n${HEAD}`)).toEqual([
    '4:1 the key a is that of another task already, at t1.yaml:1',
  ])
  expect(problemsOf(HEAD, HEAD)).toContain(
    't2.yaml:1:1: the key a is that of another task already, at t1.yaml:1',
  )
})

test('rules are asked of what is wrong in other ways too', () => {
  expect(messagesOf(`${HEAD}kind: verify\nagent: 3\nchecks: 4\n`)).toEqual([
    '4:8 a verify task has no agent: its checks are its work',
    '4:8 agent must be a map of keys and values',
    '5:9 checks must be a list',
  ])
})

test('an empty document is told', () => {
  expect(messagesOf('')).toEqual(['1:1 the file must be a map of keys and values'])
})

test('the schema for editors describes every field that a task may have', () => {
  const schema = JSON.parse(renderTaskSchema()) as {
    properties: Record<string, { description?: string }>
    required: string[]
  }
  expect(schema.required).toEqual(['key', 'title'])
  expect(
    Object.entries(schema.properties).filter(([, { description }]) => description === undefined),
  ).toEqual([])
})

test.each(ANY_TEXTS)('%s gives tasks, or diagnostics that point into it [spec-fuzz]', (_, texts) => {
  fc.assert(fc.property(texts, expectReadable), { numRuns: 200 })
})

test.each(excessive(4_000))('%s are told in bounded time [spec-bounded]', (_, text) => {
  const started = performance.now()
  expectReadable(text)
  expect(performance.now() - started).toBeLessThan(5_000)
})
