import { describe, expect, test } from 'vitest'
import type { Check } from '../domain/check.ts'
import type { OperationPlan } from '../domain/operation-plan.ts'
import { createMask } from '../support/secrets.ts'
import { taskGate } from '../verification/checks/gate.ts'
import { NO_NETWORK_SETTINGS } from '../workspaces/network-settings.ts'
import type { JailSpec } from '../workspaces/jail.ts'
import { NO_ENVIRONMENT } from '../workspaces/workspace.ts'
import { shellCheck } from '../../test/landing-world.ts'
import { beginRuns, claimRun } from '../../test/run-world.ts'
import { createJailedExecutor } from './operate-executor.ts'

const SECRET = 'hunter-two-and-three'

async function begin(shell: string, parts: Partial<OperationPlan> = {}) {
  const specs: JailSpec[] = []
  const began = await beginRuns({ files: { 'ops/say.sh': 'echo "token $TOKEN"\n' } })
  const { jail } = began.world
  const wrap: typeof jail.wrap = (spec, argv) => {
    specs.push(spec)
    return jail.wrap(spec, argv)
  }
  const variables = { TOKEN: SECRET, HTTPS_PROXY: 'http://proxy' }
  const executor = createJailedExecutor({
    ...began.world,
    mask: createMask([SECRET]),
    jail: { ...jail, wrap },
    networkFor: () => Promise.resolve({ ...NO_NETWORK_SETTINGS, variables, readable: ['/etc'] }),
  })
  const plan: OperationPlan = {
    ...{ operation: 'say', target: 'staging', production: false, command: { shell }, timeoutMs: 10_000 },
    ...{ network: false, inherit: ['TOKEN'], commit: began.base },
    ...parts,
  }
  const proving = async (...checks: readonly Check[]) => ({
    ...(await claimRun(began, { key: 'op', kind: 'operate', agent: null, checks })),
    plan,
    checks,
  })
  return { began, executor, plan, specs, proving }
}

describe('carrying out', () => {
  test('the files of the commit are there and what is inherited is given, but never kept', async () => {
    const { executor, plan, began } = await begin('sh ops/say.sh')
    expect(await executor.execute(plan)).toMatchObject({
      exitCode: 0,
      timedOut: false,
      excerpt: 'token [masked]\n',
    })
    expect(await began.world.workspaces.list()).toEqual([])
  })

  test('a command that fails is a result', async () => {
    const { executor, plan } = await begin('echo no >&2; exit 3')
    expect(await executor.execute(plan)).toMatchObject({ exitCode: 3, excerpt: 'no\n' })
  })

  test('a command that takes too long is ended', async () => {
    const { executor, plan } = await begin('sleep 60', { timeoutMs: 50 })
    expect(await executor.execute(plan)).toMatchObject({ exitCode: null, timedOut: true })
  })

  test('with network it is told how this machine reaches others, without it nothing but what is inherited', async () => {
    const offline = await begin('true')
    await offline.executor.execute(offline.plan)
    expect(offline.specs).toMatchObject([{ network: false, readable: [], variables: { TOKEN: SECRET } }])
    expect(offline.specs[0]?.variables).not.toHaveProperty('HTTPS_PROXY')
    const online = await begin('true', { network: true })
    await online.executor.execute(online.plan)
    expect(online.specs).toMatchObject([
      { network: true, readable: ['/etc'], variables: { TOKEN: SECRET, HTTPS_PROXY: 'http://proxy' } },
    ])
  })
})

describe('its proof', () => {
  const red = (shell: string) => shellCheck('red', shell, { expect: 'red-to-green', redExits: [1] })

  test.each([
    ['exit 1', 'red'],
    ['true', 'nothing-to-fix'],
    ['exit 2', 'invalid-red'],
    ['no-such-program', 'invalid-red'],
  ])('before: %s is %s', async (shell, kind) => {
    const { executor, proving } = await begin('true')
    expect(await executor.findRed(await proving(red(shell), shellCheck('after', 'false')))).toMatchObject({
      kind,
    })
  })

  test('without a red-to-green check there is something to do by the word of its author', async () => {
    const { executor, proving } = await begin('true')
    expect(await executor.findRed(await proving(shellCheck('after', 'false')))).toEqual({ kind: 'red' })
  })

  test('after: each check is asked as the operation was carried out, and its evidence is of the run', async () => {
    const { executor, proving, specs, began } = await begin('true', { network: true })
    const asked = await proving(shellCheck('one', 'test -n "$TOKEN"'), shellCheck('two', 'exit 4'))
    const evidence = await executor.prove(asked)
    expect(evidence.map(({ check, green, runId }) => [check, green, runId])).toEqual([
      ['one', true, asked.run.id],
      ['two', false, asked.run.id],
    ])
    expect(specs.map(({ network }) => network)).toEqual([true, true])
    expect(await began.world.ledger.evidence({ runId: asked.run.id })).toEqual(evidence)
  })

  test('it is no evidence of the tree: a verify task with the same check asks for itself', async () => {
    const { executor, proving, began } = await begin('true')
    const asked = await proving(shellCheck('one', 'true'))
    await executor.prove(asked)
    const gate = taskGate(began.world.config, { kind: 'verify', checks: asked.checks })
    const tree = await began.world.git.treeOf(began.base)
    const key = { tree, gate: gate.hash, environment: NO_ENVIRONMENT.id }
    expect(await began.world.ledger.findEvidence(key)).toEqual([])
  })
})
