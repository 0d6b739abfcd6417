import { expect, test } from 'vitest'
import { agentContract, play, workOf } from './agent.contract.ts'
import { programAgent } from './program.ts'

agentContract(programAgent, {
  makes: { kind: 'program', command: { shell: 'printf made > made' } },
  givesUp: { kind: 'program', command: { argv: ['/bin/sh', '-c', 'echo cannot; exit 3'] } },
  tellsVariables: { kind: 'program', command: { shell: 'env | grep ^REVEILLE_' } },
  ofAnotherAgent: { kind: 'scripted', steps: [] },
})

const plan = (...argv: string[]) => programAgent.plan(workOf({ kind: 'program', command: { argv } }))

test('arguments are passed on as they are, never through a shell', async () => {
  const argv = ['printf', '%s|', '$HOME', '*', "a'b", '; echo no']
  const { output } = await play(programAgent, { kind: 'program', command: { argv } })
  expect(output).toBe("$HOME|*|a'b|; echo no|")
})

test('only a command that says shell is run by one', () => {
  expect(programAgent.plan(workOf({ kind: 'program', command: { shell: 'a && b' } })).argv).toEqual([
    ...['/bin/sh', '-c', 'a && b'],
  ])
  expect(plan('a && b').argv).toEqual(['a && b'])
})

test.each([
  ['no program', [], 'has no name'],
  ['a program without a name', ['', 'x'], 'has no name'],
  ['a NUL byte', ['echo', 'a\0b'], 'NUL'],
])('a command with %s is refused', (_, argv, message) => {
  expect(() => plan(...argv)).toThrow(
    expect.objectContaining({ code: 'agent-invalid', message: expect.stringContaining(message) }),
  )
})

test('the last words of an agent are quoted without control characters, and in short', () => {
  const end = { exitCode: 1, signal: null, timedOut: false, durationMs: 1, cause: 'exited' } as const
  const detailOf = (tail: string) => {
    const verdict = programAgent.judge({ ...end, tail })
    return verdict.kind === 'failed' ? verdict.detail : ''
  }
  expect(detailOf('one\n  \u001b[31mred\u001b[0m \n\n')).toBe(
    'It ended with exit 1. Its last line: "\\u001b[31mred\\u001b[0m"',
  )
  expect(detailOf('x'.repeat(5000)).length).toBeLessThan(300)
  expect(detailOf("Error: Cannot find module '/tmp/fix.mjs'\n    at load (a.js:1)\n\nNode.js v24.21.0")).toBe(
    `It ended with exit 1. It said: "Error: Cannot find module '/tmp/fix.mjs'". Its last line: "Node.js v24.21.0"`,
  )
  expect(detailOf('')).toBe('It ended with exit 1.')
})
