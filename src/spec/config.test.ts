import { expect, test } from 'vitest'
import { PLAIN_CHECK } from '../domain/check.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { Diagnostic } from './diagnostic.ts'
import { parseConfig } from './config.ts'
import { renderConfigSchema } from './config-schema.ts'

function problemsOf(text: string): string {
  try {
    parseConfig(text, { cores: 4 })
  } catch (error) {
    if (!isReveilleError(error, 'config-invalid')) throw error
    return (error.data?.['diagnostics'] as Diagnostic[]).map((problem) => problem.text).join('\n')
  }
  return 'none'
}

test('the smallest configuration gets every default', () => {
  expect(parseConfig('target: main\n', { cores: 4 })).toEqual({
    target: 'main',
    setup: null,
    gate: [],
    concurrency: 4,
    secrets: [],
    jail: { readable: [], variables: {} },
    brief: { tokens: 8000 },
    operations: {},
    targets: {},
  })
})

test('operations and their targets are read as they stand', () => {
  const text = `
target: main
operations:
  restart-cache: { run: [sh, ops/restart.sh], target: staging, timeout: 5m, network: true, inherit: [TOKEN] }
  sweep: { shell: 'make sweep', target: shop }
targets:
  staging: { production: false }
`
  const { operations, targets } = parseConfig(text, { cores: 4 })
  expect(operations).toEqual({
    'restart-cache': {
      command: { argv: ['sh', 'ops/restart.sh'] },
      target: 'staging',
      timeoutMs: 300_000,
      network: true,
      inherit: ['TOKEN'],
    },
    sweep: {
      command: { shell: 'make sweep' },
      target: 'shop',
      timeoutMs: 600_000,
      network: false,
      inherit: [],
    },
  })
  expect(targets).toEqual({ staging: { production: false } })
})

test('an operation needs a command and a target, and a target must say what it is', () => {
  const problems = problemsOf(
    'target: main\noperations: { a: { target: x }, b: { run: [b] } }\ntargets: { x: {} }\n',
  )
  expect(problems).toMatch(/operations\.a needs either run/)
  expect(problems).toMatch(/:2:33: target is missing/)
  expect(problems).toMatch(/:3:12: production is missing/)
})

test('a full configuration is read as it stands', () => {
  const text = `
target: main
setup:
  commands:
    - run: [npm, ci]
    - shell: npm run prepare
  locks: [package-lock.json]
  inherit: [NPM_TOKEN]
  timeout: 5m
gate:
  - name: test
    run: [npm, test]
    timeout: 90s
  - name: lint
    shell: npm run lint
concurrency: 2
secrets: [API_KEY]
jail:
  readable: [/opt/tools, ~/.cargo]
  variables: { CI: "1" }
`
  expect(parseConfig(text, { cores: 4 })).toEqual({
    target: 'main',
    setup: {
      commands: [{ argv: ['npm', 'ci'] }, { shell: 'npm run prepare' }],
      locks: ['package-lock.json'],
      inherit: ['NPM_TOKEN'],
      timeoutMs: 300_000,
    },
    gate: [
      {
        name: 'test',
        command: { argv: ['npm', 'test'] },
        expect: 'must-pass',
        timeoutMs: 90_000,
        ...PLAIN_CHECK,
      },
      {
        name: 'lint',
        command: { shell: 'npm run lint' },
        expect: 'must-pass',
        timeoutMs: 600_000,
        ...PLAIN_CHECK,
      },
    ],
    concurrency: 2,
    secrets: ['API_KEY'],
    jail: { readable: ['/opt/tools', '~/.cargo'], variables: { CI: '1' } },
    brief: { tokens: 8000 },
    operations: {},
    targets: {},
  })
})

test('concurrency is at least one, whatever the machine says', () => {
  expect(parseConfig('target: main', { cores: 0 }).concurrency).toBe(1)
})

test('all problems are told at once, keys at the key and values at the value', () => {
  const text = `targt: main
gate:
  - name: test
    rnu: [npm, test]
  - name: test
    run: npm test
    timeout: 10
  - name: lint
concurrency: 0
secrets: [1BAD]
jail:
  readable: [relative]
  variables: { HOME: /root, N: 1 }
`
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    ".reveille/config.yaml:1:1: target is missing
    > 1 | targt: main
        | ^
    .reveille/config.yaml:1:1: unknown key targt (known: target, setup, gate, concurrency, secrets, jail, brief, operations, targets); did you mean target?
    > 1 | targt: main
        | ^^^^^
    .reveille/config.yaml:3:5: gate[0] needs either run: [program, argument, ...] or shell: "a line"
      1 | targt: main
      2 | gate:
    > 3 |   - name: test
        |     ^
    .reveille/config.yaml:4:5: unknown key rnu (known: name, run, shell, timeout, report); did you mean run?
      2 | gate:
      3 |   - name: test
    > 4 |     rnu: [npm, test]
        |     ^^^
    .reveille/config.yaml:5:11: gate[1].name is used twice: test
      3 |   - name: test
      4 |     rnu: [npm, test]
    > 5 |   - name: test
        |           ^^^^
    .reveille/config.yaml:6:10: gate[1].run must be a list of words, e.g. [npm, test]; for a line of shell write shell: instead
      4 |     rnu: [npm, test]
      5 |   - name: test
    > 6 |     run: npm test
        |          ^^^^^^^^
    .reveille/config.yaml:7:14: gate[1].timeout must be a duration such as 90s, 10m or 1h30m, at most 168h
      5 |   - name: test
      6 |     run: npm test
    > 7 |     timeout: 10
        |              ^^
    .reveille/config.yaml:8:5: gate[2] needs either run: [program, argument, ...] or shell: "a line"
      6 |     run: npm test
      7 |     timeout: 10
    > 8 |   - name: lint
        |     ^
    .reveille/config.yaml:9:14: concurrency must be at least 1
      7 |     timeout: 10
      8 |   - name: lint
    > 9 | concurrency: 0
        |              ^
    .reveille/config.yaml:10:11: secrets[0] must be the name of an environment variable
       8 |   - name: lint
       9 | concurrency: 0
    > 10 | secrets: [1BAD]
         |           ^^^^
    .reveille/config.yaml:12:14: jail.readable[0] must be an absolute path, or begin with ~
      10 | secrets: [1BAD]
      11 | jail:
    > 12 |   readable: [relative]
         |              ^^^^^^^^
    .reveille/config.yaml:13:22: jail.variables.HOME is set by the jail and cannot be chosen
      11 | jail:
      12 |   readable: [relative]
    > 13 |   variables: { HOME: /root, N: 1 }
         |                      ^^^^^
    .reveille/config.yaml:13:32: jail.variables.N must be a string; put it in quotes
      11 | jail:
      12 |   readable: [relative]
    > 13 |   variables: { HOME: /root, N: 1 }
         |                                ^"
  `)
})

test('a word of a command that is no string is told at the word', () => {
  expect(problemsOf('target: main\ngate:\n  - name: t\n    run: [sleep, 10]\n')).toMatchInlineSnapshot(`
    ".reveille/config.yaml:4:18: gate[0].run[1] must be a word; put it in quotes
      2 | gate:
      3 |   - name: t
    > 4 |     run: [sleep, 10]
        |                  ^^"
  `)
})

test('a duration that is none is told with examples', () => {
  expect(problemsOf('target: main\nsetup:\n  run: [make]\n  timeout: 10 minutes\n')).toMatchInlineSnapshot(`
    ".reveille/config.yaml:4:12: setup.timeout must be a duration such as 90s, 10m or 1h30m, at most 168h
      2 | setup:
      3 |   run: [make]
    > 4 |   timeout: 10 minutes
        |            ^^^^^^^^^^"
  `)
})

test('broken YAML is told at its place', () => {
  expect(problemsOf('target: main\ngate: [\n')).toMatchInlineSnapshot(`
    ".reveille/config.yaml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]
      1 | target: main
      2 | gate: [
    > 3 |
        | ^"
  `)
})

test('a key written twice is told beside other problems', () => {
  expect(problemsOf('target: main\ntarget: next\nconcurency: 2\n')).toMatchInlineSnapshot(`
    ".reveille/config.yaml:2:1: the key target is written twice
      1 | target: main
    > 2 | target: next
        | ^^^^^^
    .reveille/config.yaml:3:1: unknown key concurency (known: target, setup, gate, concurrency, secrets, jail, brief, operations, targets); did you mean concurrency?
      1 | target: main
      2 | target: next
    > 3 | concurency: 2
        | ^^^^^^^^^^"
  `)
})

test('an empty file says what is missing', () => {
  expect(problemsOf('')).toMatchInlineSnapshot(`
    ".reveille/config.yaml:1:1: the file must be a map of keys and values
    > 1 |
        | ^"
  `)
})

test('aliases that explode are refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (const [one, other] of ['ab', 'bc', 'cd', 'de'])
    bomb.push(`${other}: &${other} [${`*${one}, `.repeat(9)}]`)
  expect(problemsOf(bomb.join('\n'))).toContain('alias')
})

test('the schema for editors describes what a person writes', () => {
  const schema = JSON.parse(renderConfigSchema()) as {
    properties: Record<string, unknown>
    required: string[]
  }
  expect(Object.keys(schema.properties)).toEqual([
    'target',
    'setup',
    'gate',
    'concurrency',
    'secrets',
    'jail',
    'brief',
    'operations',
    'targets',
  ])
  expect(schema.required).toEqual(['target'])
})
