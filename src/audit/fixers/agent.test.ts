import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixerTree } from '../../../test/fixer-tree.ts'
import { agentContract, workOf } from '../../agents/agent.contract.ts'
import { withCommand } from '../../agents/shim/shim.ts'
import type { AgentChoice } from '../../domain/task.ts'
import { runCommand } from '../../support/process.ts'
import { createFixerAgent } from './agent.ts'
import { REFUSED_EXIT } from './run-fixer.ts'

const node = process.execPath
const child = join(import.meta.dirname, 'fixtures/contract-child.ts')
const agent = createFixerAgent({ node })
const named = (name: string, parameters?: Record<string, string>): AgentChoice => ({
  ...{ kind: 'fixer', name },
  ...(parameters === undefined ? {} : { parameters }),
})

agentContract(createFixerAgent({ node, child, problemsOf: () => [] }), {
  makes: named('makes'),
  givesUp: named('gives-up'),
  tellsVariables: named('tells-variables'),
  ofAnotherAgent: { kind: 'program', command: { argv: ['true'] } },
})

test.each([
  ['a fixer that is not there', named('remove-stray-file'), 'did you mean remove-stray-files?'],
  ['a name of every object', named('toString'), 'is no fixer'],
  ['a parameter that it does not know', named('remove-stray-files', { path: 'x' }), 'did you mean paths?'],
  [
    'a parameter that is missing',
    named('remove-dead-module'),
    'path is missing: the file or folder to remove',
  ],
  ['a parameter without text', named('remove-dead-module', { path: ' ' }), 'path must be text'],
])('%s is refused before anything starts [fixer-named]', (_, choice, message) => {
  expect(() => agent.plan(workOf(choice))).toThrow(
    expect.objectContaining({ code: 'agent-invalid', message: expect.stringContaining(message) }),
  )
})

test('what it is made of is there, and readable in a jail', () => {
  const { readable } = agent.plan(workOf(named('remove-stray-files')))
  expect(readable.filter((path) => !existsSync(path))).toEqual([])
  for (const name of ['oxc-parser', 'oxc-resolver', 'picomatch', 'package.json', 'src'])
    expect(readable.map((path) => path.split('/').at(-1))).toContain(name)
  expect(readable.filter((path) => path.includes('binding')).length).toBeGreaterThanOrEqual(2)
})

test('a refusal is a run that was refused, in the words of the fixer [fixer-dead]', async () => {
  const { root } = await fixerTree({ 'a.ts': 'export const a = 1\n', 'b.ts': "import { a } from './a.ts'\n" })
  const plan = agent.plan(workOf(named('remove-dead-module', { path: 'a.ts' })))
  const result = await runCommand({
    ...{ argv: plan.argv, variables: {}, cwd: root, timeoutMs: 20_000, maxOutputBytes: 64 * 1024 },
  })
  const tail = result.stdout.toString()
  expect(result).toMatchObject({ exitCode: REFUSED_EXIT })
  expect(agent.judge({ ...result, cause: 'exited', tail })).toEqual({
    kind: 'failed',
    reason: 'refused',
    detail: expect.stringMatching(
      /^Refused: a\.ts stays: 1 thing .* - b\.ts:1 imports a from a\.ts No other module/,
    ),
  })
})

test('what it says holds no control character, whatever files are called', () => {
  const end = {
    signal: null,
    timedOut: false,
    durationMs: 1,
    cause: 'exited',
    exitCode: REFUSED_EXIT,
  } as const
  const verdict = agent.judge({ ...end, tail: 'noise\nRefused: old\nRefused: \u001b[31mred\u202e\u0007' })
  expect(verdict).toMatchObject({ detail: 'Refused: red' })
  expect(withCommand(agent, node).judge({ ...end, tail: 'cut', cause: 'wall-clock' })).toMatchObject({
    reason: 'timed-out',
  })
})
