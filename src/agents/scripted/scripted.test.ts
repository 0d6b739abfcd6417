import { lstat, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AgentChoice } from '../../domain/task.ts'
import { createFixerAgent } from '../../audit/fixers/agent.ts'
import { agentContract, play, workOf } from '../agent.contract.ts'
import { createAgents } from '../agents.ts'

const PARTS = { node: process.execPath, fixer: createFixerAgent({ node: process.execPath }) }
const scripted = createAgents(PARTS).agentFor({ kind: 'scripted', steps: [] })
const script = (...steps: unknown[]): AgentChoice => ({ kind: 'scripted', steps })

agentContract(scripted, {
  makes: script({ write: 'made', content: 'made' }),
  givesUp: script({ print: 'cannot' }, { crash: 3 }),
  tellsVariables: script({ shell: 'env | grep ^REVEILLE_' }),
  ofAnotherAgent: { kind: 'program', command: { argv: ['true'] } },
})

test('files are written, changed, moved, linked and deleted', async () => {
  const { root, verdict } = await play(
    scripted,
    script(
      { write: 'src/deep/a.txt', content: 'one two one' },
      { append: 'src/deep/a.txt', content: ' three' },
      { replace: '$& 1', find: 'one', edit: 'src/deep/a.txt' },
      { move: 'src/deep/a.txt', to: 'moved/b.txt' },
      { symlink: 'link', to: 'moved/b.txt' },
      { delete: 'src' },
    ),
  )
  expect(verdict).toEqual({ kind: 'finished' })
  expect(await readFile(join(root, 'moved/b.txt'), 'utf8')).toBe('$& 1 two one three')
  expect(await readlink(join(root, 'link'))).toBe('moved/b.txt')
  await expect(lstat(join(root, 'src'))).rejects.toThrow('ENOENT')
})

test('output keeps its order and its size', async () => {
  const { output } = await play(
    scripted,
    script(
      { print: ['a', 'b'] },
      { run: ['echo', 'c d'] },
      { shell: 'echo e' },
      { flood: 100_000 },
      { print: 'f' },
    ),
  )
  expect(output.startsWith('ab\nc d\ne\nflood ')).toBe(true)
  expect(output.length).toBe('ab\nc d\ne\n'.length + 100_000 + 'f\n'.length)
  expect(output.endsWith('f\n')).toBe(true)
})

test.each([
  ['an edit that finds nothing', { edit: 'a', find: 'x', replace: 'y' }, 'edit: a does not hold \\"x\\"'],
  ['a program that fails', { run: ['false'] }, 'run: false ended with 1'],
  ['a program that does not exist', { run: ['/no/such'] }, 'run: spawnSync /no/such ENOENT'],
  ['a shell command that fails', { shell: 'exit 4' }, 'shell: /bin/sh ended with 4'],
])('%s ends the script and is told', async (_, step, detail) => {
  const { root, verdict } = await play(
    scripted,
    script({ write: 'a', content: '' }, step, { write: 'after', content: '' }),
  )
  expect(verdict).toMatchObject({ reason: 'agent-error', detail: expect.stringContaining(detail) })
  await expect(lstat(join(root, 'after'))).rejects.toThrow('ENOENT')
})

test('a failure that is allowed does not end the script', async () => {
  const { output, verdict } = await play(
    scripted,
    script(
      { run: ['false'], allowFailure: true },
      { run: ['/no/such'], allowFailure: true },
      { print: 'on' },
    ),
  )
  expect(output).toBe('on\n')
  expect(verdict).toEqual({ kind: 'finished' })
})

test('a commit holds everything, whoever the user is', async () => {
  const { output } = await play(
    scripted,
    script(
      { run: ['git', 'init', '--quiet'] },
      { write: 'a', content: '' },
      { commit: 'all of it' },
      { run: ['git', 'log', '--name-only', '--format=%s by %an'] },
    ),
  )
  expect(output).toBe('all of it by script\n\na\n')
})

test('a daemon is not waited for', async () => {
  const { root, verdict } = await play(
    scripted,
    script(
      { daemon: ['/bin/sh', '-c', 'echo $$ > pid; exec sleep 60'] },
      {
        shell: 'until [ -s pid ]; do sleep 0.01; done',
      },
    ),
  )
  expect(verdict).toEqual({ kind: 'finished' })
  expect(process.kill(Number(await readFile(join(root, 'pid'), 'utf8')), 'SIGKILL')).toBe(true)
})

test('each run of a task plays its own steps', async () => {
  const steps = script(
    { print: 'always' },
    { onRun: 1, steps: [{ print: 'first' }, { crash: 9 }] },
    { onRun: [2, 3], steps: [{ print: 'again' }] },
  )
  expect((await play(scripted, steps, 1)).output).toBe('always\nfirst\n')
  expect((await play(scripted, steps, 3)).output).toBe('always\nagain\n')
  expect((await play(scripted, steps, 4)).output).toBe('always\n')
})

test('all problems of a script are told at once, in whichever run they are', () => {
  const choice = script(
    { wirte: 'a', content: '' },
    { write: 'a', contents: '' },
    'print',
    { onRun: 7, steps: [{ sleep: 'long' }, { onRun: 1, steps: [] }] },
    { onRun: 0, steps: [] },
    { zzz: 1 },
  )
  let problems: unknown
  try {
    scripted.plan(workOf(choice))
  } catch (error) {
    problems = (error as { data: { problems: unknown } }).data.problems
    expect(error).toMatchObject({
      code: 'agent-invalid',
      hint: expect.stringContaining('write, append, edit'),
    })
  }
  expect(problems).toEqual([
    'step 1: "wirte" is no step, did you mean write?',
    expect.stringMatching(/^step 2 content: /),
    expect.stringMatching(/^step 2: .*contents/),
    'step 3 is no step, which is a map such as { print: hello }',
    expect.stringMatching(/^step 4.1 sleep: /),
    'step 4.2: "onRun" is no step',
    expect.stringMatching(/^step 5 onRun/),
    'step 6: "zzz" is no step',
  ])
})

test('an agent that nobody knows is refused by name', () => {
  const { agentFor } = createAgents(PARTS)
  expect(agentFor({ kind: 'program', command: { argv: ['true'] } }).name).toBe('program')
  expect(() => agentFor({ kind: 'toString' } as unknown as AgentChoice)).toThrow(
    expect.objectContaining({ code: 'agent-invalid', hint: 'agents are program, scripted, fixer' }),
  )
})
