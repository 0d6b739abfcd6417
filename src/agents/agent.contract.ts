import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AgentChoice } from '../domain/task.ts'
import { runCommand } from '../support/process.ts'
import { PATH } from '../../test/agents.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import type { Agent, AgentEnd, AgentPlan, AgentVerdict, AgentWork } from './agent.ts'

/** Ways to say the same to different agents. */
export interface AgentCases {
  /** Writes `made` into a file of this name and finishes. */
  readonly makes: AgentChoice
  /** Ends with exit code 3 after it has printed `cannot`. */
  readonly givesUp: AgentChoice
  /** Prints the variables that begin with REVEILLE_, one a line. */
  readonly tellsVariables: AgentChoice
  readonly ofAnotherAgent: AgentChoice
}

/** What every agent does, whatever it is made of. */
export function agentContract(agent: Agent, cases: AgentCases): void {
  describe(`agent ${agent.name}`, () => {
    plans(agent, cases)
    works(agent, cases)
    judges(agent)
  })
}

function plans(agent: Agent, cases: AgentCases): void {
  test('planning twice gives the same plan', () => {
    expect(agent.plan(workOf(cases.makes))).toEqual(agent.plan(workOf(cases.makes)))
  })

  test('its files stay in its home, and what it reads is named by absolute paths', () => {
    const { files, readable } = agent.plan(workOf(cases.makes))
    expect(files.filter(({ path }) => isAbsolute(path) || normalize(path).startsWith('..'))).toEqual([])
    expect(readable.filter((path) => !isAbsolute(path))).toEqual([])
  })

  test('it is told the command by which it reaches Reveille', () => {
    expect(agent.plan(workOf(cases.makes)).variables).toMatchObject({
      REVEILLE: '/home/agent/.reveille-run',
      REVEILLE_SOCKET: '/reveille/run/s',
    })
  })

  test('the choice of another agent is refused', () => {
    expect(() => agent.plan(workOf(cases.ofAnotherAgent))).toThrow(
      expect.objectContaining({ code: 'agent-invalid' }),
    )
  })
}

function works(agent: Agent, cases: AgentCases): void {
  test('it works in the directory it is started in', async () => {
    const { root, verdict } = await play(agent, cases.makes)
    expect(verdict).toEqual({ kind: 'finished' })
    expect(await readFile(join(root, 'made'), 'utf8')).toBe('made')
  })

  test('giving up is an error that says how it ended and its last words', async () => {
    const { verdict } = await play(agent, cases.givesUp)
    expect(verdict).toEqual({
      kind: 'failed',
      reason: 'agent-error',
      detail: 'It ended with exit 3. Its last line: "cannot"',
    })
  })

  test('it learns its task, its run, its brief and where to leave what it finds from variables', async () => {
    const { output } = await play(agent, cases.tellsVariables)
    expect(output.trim().split('\n').toSorted()).toEqual([
      'REVEILLE_ARTEFACT=/home/agent/artefact.json',
      'REVEILLE_BRIEF=/home/agent/brief.md',
      'REVEILLE_NEEDS=/home/agent/needs',
      'REVEILLE_RUN=run-1',
      'REVEILLE_RUN_NUMBER=1',
      'REVEILLE_SOCKET=/reveille/run/s',
      'REVEILLE_TASK=mend-it',
      'REVEILLE_WORKSPACE=/workspace',
    ])
  })
}

function judges(agent: Agent): void {
  test.each<[Partial<AgentEnd>, AgentVerdict['kind'] | string, RegExp]>([
    [{ exitCode: 0 }, 'finished', /^$/],
    [{ exitCode: 1 }, 'agent-error', /exit 1/],
    [{ exitCode: 126 }, 'agent-error', /could not be executed.*mode/],
    [{ exitCode: 127 }, 'agent-error', /not found.*check the name/],
    [{ exitCode: null, signal: 'SIGKILL' }, 'agent-error', /SIGKILL.*memory/],
    [{ exitCode: null, signal: 'SIGSEGV' }, 'agent-error', /SIGSEGV/],
    [{ exitCode: null, timedOut: true, cause: 'wall-clock' }, 'timed-out', /wall clock/],
    [{ exitCode: 0, cause: 'no-progress' }, 'no-progress', /wrote nothing/],
    [{ exitCode: 0, cause: 'stopped' }, 'cancelled', /on request/],
  ])('an end with %j is %s', (change, expected, detail) => {
    const end: AgentEnd = {
      ...{ exitCode: null, signal: null, timedOut: false, durationMs: 1, cause: 'exited', tail: '' },
      ...change,
    }
    const verdict = agent.judge(end)
    expect(verdict.kind === 'failed' ? verdict.reason : verdict.kind).toBe(expected)
    expect(verdict.kind === 'failed' ? verdict.detail : '').toMatch(detail)
  })
}

export function workOf(choice: AgentChoice, runNumber = 1): AgentWork {
  return {
    ...{ runId: 'run-1', taskKey: 'mend-it', briefFile: '/home/agent/brief.md', root: '/workspace' },
    ...{ artefactFile: '/home/agent/artefact.json', needsFolder: '/home/agent/needs' },
    ...{ runNumber, choice, home: '/home/agent', socket: '/reveille/run/s' },
    ...{ scope: { write: ['**'] }, allow: [] },
  }
}

interface Played {
  readonly root: string
  readonly output: string
  readonly verdict: AgentVerdict
}

/** Starts an agent as a host would, without host and jail. */
export async function play(agent: Agent, choice: AgentChoice, runNumber = 1): Promise<Played> {
  const [home, root] = [await temporaryDirectory(), await temporaryDirectory()]
  const plan = agent.plan(workOf(choice, runNumber))
  await putFiles(home, plan.files)
  const result = await runCommand({
    argv: plan.argv,
    variables: { ...plan.variables, PATH, HOME: home },
    cwd: root,
    timeoutMs: 10_000,
    maxOutputBytes: 1024 * 1024,
  })
  const output = result.stdout.toString()
  return { root, output, verdict: agent.judge({ ...result, cause: 'exited', tail: output }) }
}

async function putFiles(home: string, files: AgentPlan['files']): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), content)
  }
}
