import { EventEmitter } from 'node:events'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ERRORS, ReveilleError } from '../domain/errors.ts'
import { parseConfig } from '../spec/config.ts'
import { hasColor, hasUnicode, styleFor } from './color.ts'
import { COMMANDS } from './commands.ts'
import { dataEnvelope } from './envelope.ts'
import { EXIT_CODES, worstExit, type ExitCode } from './exit-codes.ts'
import { errorEnvelope, errorText, exitOf } from './failure.ts'
import { listenForInterrupts } from './interrupt.ts'
import { plain, plainLines } from './print.ts'
import { fields, table } from './table.ts'

const bare = styleFor({ isColored: false, isUnicode: false })
const machine = { reveille: '1.2.3', node: 'v24.0.0', platform: 'linux x64' }

test('the exit code that counts is the first of the precedence', () => {
  expect(worstExit([])).toBe(0)
  expect(worstExit([0, 1, 3])).toBe(3)
  expect(worstExit([1, 5, 4])).toBe(4)
  expect(worstExit([130, 70, 2])).toBe(70)
})

test('the exit code that counts does not depend on the order in which causes were found', () => {
  const codes = fc.array(fc.constantFrom(...Object.keys(EXIT_CODES).map((code) => Number(code) as ExitCode)))
  fc.assert(
    fc.property(codes, (found) => {
      expect(worstExit(found)).toBe(worstExit(found.toReversed()))
      expect(worstExit(found) === 0).toBe(found.every((code) => code === 0))
    }),
  )
})

test('every error code has an exit code that the help explains', () => {
  const known = Object.keys(EXIT_CODES).map(Number)
  expect(Object.values(ERRORS).filter(({ exit }) => !known.includes(exit))).toEqual([])
})

test('data without warnings has no list of them', () => {
  expect(dataEnvelope([1])).toEqual({ schemaVersion: 1, data: [1] })
  expect(dataEnvelope(null, ['careful'])).toEqual({ schemaVersion: 1, data: null, warnings: ['careful'] })
})

test('an expected error is its sentence, its hint and its code', () => {
  const error = new ReveilleError('not-found', 'There is no task x.', { hint: 'reveille task list' })
  expect(errorText(error, bare, machine)).toMatchInlineSnapshot(`
    "error: There is no task x.
      hint: reveille task list
      code: not-found"
  `)
  expect(errorEnvelope(error)).toEqual({
    schemaVersion: 1,
    error: { code: 'not-found', message: 'There is no task x.', hint: 'reveille task list' },
  })
  expect(exitOf(error)).toBe(2)
})

test('problems of a file are told with their place and a code frame', () => {
  const error = thrownBy(() => parseConfig('targt: main\n', { cores: 1 }))
  expect(errorText(error, bare, machine)).toMatchInlineSnapshot(`
    "error: .reveille/config.yaml has 2 problems.
      .reveille/config.yaml:1:1: target is missing
      > 1 | targt: main
          | ^
      .reveille/config.yaml:1:1: unknown key targt (known: target, setup, gate, concurrency, secrets, jail, brief, operations, targets); did you mean target?
      > 1 | targt: main
          | ^^^^^
      code: config-invalid"
  `)
})

test('a command that failed is told with the end of what it said', () => {
  const data = { excerpt: `first\n${'again\n'.repeat(7)}\n\u001b[2Jno such package\n` }
  const error = new ReveilleError('environment-failed', 'npm ci ended with 1.', { hint: 'See x.log.', data })
  expect(errorText(error, bare, machine)).toBe(
    [
      'error: npm ci ended with 1.',
      ...Array<string>(7).fill('  | again'),
      `  | ${plain('\u001b[2Jno such package')}`,
      '  hint: See x.log.',
      '  code: environment-failed',
    ].join('\n'),
  )
})

function thrownBy(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

test('an unexpected error names versions and asks for a report', () => {
  const error = new TypeError('x is not a function')
  error.stack = 'TypeError: x is not a function\n    at y (z.ts:1:1)'
  expect(errorText(error, bare, machine)).toMatchInlineSnapshot(`
    "internal error: x is not a function
      hint: This is a bug in Reveille. Please report it with everything printed here; nothing was lost.
      reveille 1.2.3, node v24.0.0, linux x64
      TypeError: x is not a function
          at y (z.ts:1:1)"
  `)
  expect(errorEnvelope(error).error.code).toBe('internal')
  expect(exitOf(error)).toBe(70)
})

test('text of others cannot move the cursor, forge a line or reverse its direction', () => {
  expect(plain('a\u001b[2Jb\nc\u202Ed\u0007')).toBe('a [2Jb c d')
  expect(plainLines('one\r\ntwo\u001b]0;x\u0007\n')).toBe('one\ntwo ]0;x\n')
})

test('columns are as wide as their widest cell, and the last is free', () => {
  const rows = [
    ['a', 'long text'],
    ['longer', 'x\ny'],
  ]
  expect(table(bare, ['KEY', 'TEXT'], rows)).toBe('KEY     TEXT\na       long text\nlonger  x y')
  expect(
    fields(bare, [
      ['a', '1'],
      ['empty', ''],
      ['long', '2'],
    ]),
  ).toBe('a     1\nlong  2')
})

test.each<[string, Record<string, string>, { isTerminal: boolean; isRefused: boolean }, boolean]>([
  ['a terminal', {}, { isTerminal: true, isRefused: false }, true],
  ['a pipe', {}, { isTerminal: false, isRefused: false }, false],
  ['a dumb terminal', { TERM: 'dumb' }, { isTerminal: true, isRefused: false }, false],
  ['NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, { isTerminal: true, isRefused: false }, false],
  ['an empty NO_COLOR', { NO_COLOR: '' }, { isTerminal: true, isRefused: false }, true],
  ['FORCE_COLOR in a pipe', { FORCE_COLOR: '1' }, { isTerminal: false, isRefused: false }, true],
  ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, { isTerminal: true, isRefused: false }, false],
  ['--no-color', { FORCE_COLOR: '1' }, { isTerminal: true, isRefused: true }, false],
])('colour is right for %s', (_, variables, stream, expected) => {
  expect(hasColor({ variables, ...stream })).toBe(expected)
})

test('signs fall back to ASCII where the locale is not UTF-8', () => {
  expect(hasUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true)
  expect(hasUnicode({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' })).toBe(false)
  expect(hasUnicode({ LANG: 'C.utf8', TERM: 'linux' })).toBe(false)
  expect(hasUnicode({})).toBe(false)
})

test("the first signal drains, the second stops, the third is the system's", () => {
  const process = new EventEmitter()
  const told: string[] = []
  const { drain, stop } = listenForInterrupts({
    process,
    narrate: (text) => told.push(text),
    resume: 'reveille night',
  })
  process.emit('SIGINT')
  expect([drain.aborted, stop.aborted]).toEqual([true, false])
  process.emit('SIGTERM')
  expect([drain.aborted, stop.aborted]).toEqual([true, true])
  expect(told.at(-1)).toContain('reveille night')
  expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(0)
})

test.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
  '%s has the name and summary of its operation',
  async (name, entry) => {
    const { command } = await entry.load()
    const operation = await command.operation()
    expect({ name: operation.name, summary: operation.summary }).toEqual({
      name: name.replace(' ', '-'),
      summary: entry.summary,
    })
    expect(command.examples.every((line) => line.includes(`reveille ${name}`))).toBe(true)
    expect(command.examples).not.toHaveLength(0)
  },
)
