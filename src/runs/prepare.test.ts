import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Agent, AgentPlan } from '../agents/agent.ts'
import { programAgent } from '../agents/program.ts'
import { ReveilleError } from '../domain/errors.ts'
import { check, contentOf, verified } from '../ledger/world.contract.ts'
import type { NightWorld } from '../missions/night-world.ts'
import type { JailSpec } from '../workspaces/jail.ts'
import { beginRuns, claimRun } from '../../test/run-world.ts'
import { simulateNight } from '../../test/simulated-night.ts'
import { driveRun } from './drive.ts'
import { prepare } from './prepare.ts'
import { runFolder } from './transcript.ts'

/** Remembers what was asked of the jail. */
function watchedJail() {
  const specs: JailSpec[] = []
  const world = ({ jail }: NightWorld): Partial<NightWorld> => ({
    jail: {
      ...jail,
      wrap(spec, argv) {
        specs.push(spec)
        return jail.wrap(spec, argv)
      },
    },
  })
  return { specs, world }
}

/** A program agent whose plan has something more. */
function agentWith(more: Partial<AgentPlan>): () => Partial<NightWorld> {
  const agent: Agent = { ...programAgent, plan: (work) => ({ ...programAgent.plan(work), ...more }) }
  return () => ({ agentFor: () => agent })
}

describe('starting an agent', () => {
  test('its host is in the ledger, and the run working, before the agent may begin [I10]', async () => {
    const seen: unknown[] = []
    const night = await simulateNight({
      world: ({ hosts, ledger }) => ({
        hosts: {
          ...hosts,
          async start(spec) {
            const host = await hosts.start(spec)
            return {
              ...host,
              async open() {
                const [run] = await ledger.runs({})
                seen.push({ state: run?.state, host: run?.host })
                await host.open()
              },
            }
          },
        },
      }),
    })
    const result = await prepare(night.world, await claimRun(night, { key: 'a' }))
    const host = { pid: 1, startedAt: 'once', bootId: 'in-process' }
    expect(result).toMatchObject({ kind: 'moved', run: { state: 'working', host } })
    expect(seen).toEqual([{ state: 'working', host }])
  })

  test('when the ledger refuses, the agent never begins and its host is sent home [I1]', async () => {
    const night = await simulateNight()
    const inHand = await claimRun(night, { key: 'a', acts: [{ write: 'witness', content: '' }] })
    const stale = { ...inHand, run: { ...inHand.run, token: inHand.run.token - 1 } }
    const before = await contentOf(night.ledger)
    await expect(prepare(night.world, stale)).rejects.toMatchObject({ code: 'stale-token' })
    const folder = runFolder(night.world.stateDirectory, inHand.run.id)
    const identity = { pid: 1, startedAt: 'once', bootId: 'in-process' }
    expect(await night.hosts.observe(folder, identity)).toEqual({ kind: 'lost' })
    await expect(stat(join(night.world.stateDirectory, 'root/witness'))).rejects.toThrow('ENOENT')
    expect(await contentOf(night.ledger)).toEqual(before)
  })

  test('it gets the limits of its task, the secrets to mask and the variables of project and agent', async () => {
    const { specs, world } = watchedJail()
    const night = await simulateNight({
      world: (plain) => ({
        ...world(plain),
        secretValues: ['hunter2'],
        config: { ...plain.config, jail: { readable: [], variables: { NODE_ENV: 'test' } } },
      }),
    })
    const limits = { runs: 1, wallClockMs: 1234, noProgressMs: 99 }
    const inHand = await claimRun(night, { key: 'a', limits })
    await prepare(night.world, inHand)
    const { run } = inHand
    expect(night.hosts.started).toMatchObject([
      {
        folder: runFolder(night.world.stateDirectory, run.id),
        wallClockMs: 1234,
        secrets: ['hunter2'],
        command: { variables: { NODE_ENV: 'test', REVEILLE_TASK: 'a', REVEILLE_RUN: run.id } },
      },
    ])
    expect(specs).toMatchObject([{ network: false, write: { kind: 'workspace' }, cwd: '' }])
  })

  test('the brief lies in its home and in the folder of the run, beside the files it asked for', async () => {
    const night = await simulateNight({
      world: agentWith({ files: [{ path: 'deep/settings.json', content: '{}' }] }),
    })
    const inHand = await claimRun(night, { key: 'a', title: 'Do it' })
    await prepare(night.world, inHand)
    const { stateDirectory } = night.world
    const texts = await Promise.all(
      [
        night.hosts.started[0]?.command.variables['REVEILLE_BRIEF'] ?? '',
        join(runFolder(stateDirectory, inHand.run.id), 'brief.md'),
        join(stateDirectory, 'home/deep/settings.json'),
      ].map((path) => readFile(path, 'utf8')),
    )
    expect(texts).toEqual([expect.stringContaining('# Do it'), texts[0], '{}'])
  })

  test.each(['../outside', '/reveille-outside', 'deep/../../outside', '.', ''])(
    'a file of the agent at %j would leave its home: refused, and nothing is started',
    async (path) => {
      const night = await simulateNight({ world: agentWith({ files: [{ path, content: 'x' }] }) })
      const run = await driveRun(night.world, await claimRun(night, { key: 'a' }))
      expect(run).toMatchObject({
        endReason: 'agent-error',
        endDetail: expect.stringContaining("an agent's file leaves its home"),
      })
      expect(night.hosts.started).toEqual([])
      await expect(stat(join(dirname(night.world.stateDirectory), 'outside'))).rejects.toThrow('ENOENT')
      await expect(stat('/reveille-outside')).rejects.toThrow('ENOENT')
    },
  )

  test('an agent that cannot be planned is an error of the agent', async () => {
    const agent: Agent = {
      ...programAgent,
      plan() {
        throw new ReveilleError('agent-invalid', 'the program has no name')
      },
    }
    const night = await simulateNight({ world: () => ({ agentFor: () => agent }) })
    expect(await driveRun(night.world, await claimRun(night, { key: 'a' }))).toMatchObject({
      endReason: 'agent-error',
      endDetail: 'the program has no name',
    })
  })
})

describe('where it may write', () => {
  test('a strict scope is the folders of it that exist at the base', async () => {
    const { specs, world } = watchedJail()
    const began = await beginRuns({
      files: { 'src/a/one.ts': '', 'src/b.ts': '', 'test/x/y.ts': '' },
      change: world,
    })
    const write = ['src/a/**', 'test/x/new/**', 'test/x/y.ts']
    await prepare(began.world, await claimRun(began, { key: 'strict', scope: { write, strict: true } }))
    // The gate of the base ran in a jail of its own before.
    expect(specs.at(-1)?.write).toEqual({ kind: 'paths', paths: ['src/a', 'test/x'] })
  })

  test('an agent that explores changes nothing, and is told where to leave what it finds [explore]', async () => {
    const { specs, world } = watchedJail()
    const night = await simulateNight({ world })
    await prepare(night.world, await claimRun(night, { key: 'a', kind: 'explore' }))
    const place = expect.stringMatching(/artefact\.json$/)
    expect(specs).toMatchObject([{ write: { kind: 'none' }, variables: { REVEILLE_ARTEFACT: place } }])
  })
})

describe('what the needed tasks came to', () => {
  test('stands in the HOME of the agent, which is told where', async () => {
    const { specs, world } = watchedJail()
    const night = await simulateNight({ world })
    const look = await claimRun(night, { key: 'look', kind: 'verify', agent: null })
    const fence = { runId: look.run.id, token: look.run.token }
    await night.ledger.moveRun({ ...fence, to: 'checking' })
    await night.ledger.concludeRun({ ...fence, conclusion: verified() })
    await prepare(night.world, await claimRun(night, { key: 'mend', needs: ['look'] }))
    const folder = specs.at(-1)?.variables['REVEILLE_NEEDS'] ?? ''
    const text = await readFile(join(folder, 'look.json'), 'utf8')
    expect(JSON.parse(text)).toMatchObject({ key: 'look', conclusion: verified(), artefact: null })
  })

  test('is no variable where there are none', async () => {
    const { specs, world } = watchedJail()
    const night = await simulateNight({ world })
    await prepare(night.world, await claimRun(night, { key: 'a' }))
    expect(Object.keys(specs[0]?.variables ?? {})).not.toContain('REVEILLE_NEEDS')
    expect(Object.keys(specs[0]?.variables ?? {})).not.toContain('REVEILLE_ARTEFACT')
  })
})

test('an operate task has no agent, even if somebody named one', async () => {
  const night = await simulateNight()
  const result = await prepare(night.world, await claimRun(night, { key: 'a', kind: 'operate' }))
  expect(result).toMatchObject({ kind: 'moved', run: { state: 'checking' } })
  expect(night.hosts.started).toEqual([])
})

describe('what comes before the agent', () => {
  test('the workspace holds the files of the base', async () => {
    const began = await beginRuns()
    const inHand = await claimRun(began, { key: 'a' })
    await prepare(began.world, inHand)
    const { run } = inHand
    const workspace = await began.world.workspaces.find(run.id)
    expect(workspace?.commit).toBe(began.base)
    expect(await readFile(join(workspace?.root ?? '', 'src/a.txt'), 'utf8')).toBe('a\n')
  })

  test.each(['target-red', 'nothing-to-fix', 'invalid-red', 'flaky-check'] as const)(
    'a base that is judged %s ends the run before there is a workspace',
    async (kind) => {
      const night = await simulateNight({
        verifier: { judgeBase: () => Promise.resolve({ kind, detail: 'because' }) },
      })
      expect(await prepare(night.world, await claimRun(night, { key: 'a' }))).toEqual({
        kind: 'ends',
        reason: kind,
        detail: 'because',
      })
      expect(await night.world.workspaces.list()).toEqual([])
    },
  )

  test('a verify task has no agent and no workspace: its checks are next', async () => {
    const night = await simulateNight()
    const draft = { kind: 'verify', agent: null, checks: [check('own')] } as const
    expect(await prepare(night.world, await claimRun(night, { key: 'look', ...draft }))).toMatchObject({
      kind: 'moved',
      run: { state: 'checking', host: null, candidate: null },
    })
    expect(await night.world.workspaces.list()).toEqual([])
  })

  test('a stop that was asked for meanwhile starts nothing', async () => {
    const night = await simulateNight()
    night.stop.abort()
    expect(await prepare(night.world, await claimRun(night, { key: 'a' }))).toMatchObject({
      kind: 'ends',
      reason: 'cancelled',
    })
    expect([await night.world.workspaces.list(), night.hosts.started]).toEqual([[], []])
  })
})
