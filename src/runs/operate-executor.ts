import { createHash } from 'node:crypto'
import { PLAIN_CHECK, type Check } from '../domain/check.ts'
import type { Evidence, Purpose } from '../domain/evidence.ts'
import type { OperationPlan } from '../domain/operation-plan.ts'
import { runCheck, type Outside } from '../verification/checks/check-run.ts'
import { gateOf, type Gate } from '../verification/checks/gate.ts'
import { judgeRed, judgeReds, seenOf, type RedVerdict } from '../verification/base/red-check.ts'
import { runChecks } from '../verification/checks/verify.ts'
import type { VerificationWorld } from '../verification/world.ts'
import type { NetworkSettings } from '../workspaces/network-settings.ts'
import { hashPlan } from './operate-plan.ts'
import type { Executed, Executor, Proving } from './executor.ts'

export interface ExecutorWorld extends VerificationWorld {
  /** How this machine reaches others, with those variables of the user's environment in clear. */
  readonly networkFor: (inherit: readonly string[]) => Promise<NetworkSettings>
}

/** Runs the command that the configuration names in a fresh checkout of the plan's commit, inside the jail. */
export function createJailedExecutor(world: ExecutorWorld): Executor {
  return {
    execute: (plan) => execute(world, plan),
    findRed: (proving) => findRed(world, proving),
    prove: (proving) => ask(world, { ...proving, purpose: 'tree' }),
  }
}

async function execute(world: ExecutorWorld, plan: OperationPlan): Promise<Executed> {
  const { command, timeoutMs, commit, operation } = plan
  const check: Check = {
    ...PLAIN_CHECK,
    ...{ name: operation, command, expect: 'must-pass', timeoutMs, report: 'exit' },
  }
  const environment = await world.environments.ensure(await world.git.treeOf(commit))
  const run = await runCheck(world, { check, commit, environment, outside: await outsideOf(world, plan) })
  const { exitCode, signal, timedOut, durationMs, excerpt } = run
  return { exitCode, signal, timedOut, durationMs, excerpt }
}

async function findRed(world: ExecutorWorld, proving: Proving): Promise<RedVerdict> {
  const checks = proving.checks.filter(({ expect }) => expect === 'red-to-green')
  if (checks.length === 0) return { kind: 'red' }
  const evidence = await ask(world, { ...proving, checks, purpose: 'base' })
  const verdicts: RedVerdict[] = []
  for (const check of checks) {
    const answer = evidence.find((one) => one.check === check.name)
    if (answer === undefined) continue
    const seen = await seenOf(world, answer)
    verdicts.push(judgeRed(check, seen, seen))
  }
  return judgeReds(verdicts)
}

async function ask(
  world: ExecutorWorld,
  { run, plan, checks, purpose }: Proving & { readonly purpose: Purpose },
): Promise<readonly Evidence[]> {
  const environment = await world.environments.ensure(await world.git.treeOf(plan.commit))
  const gate = gateOutside(gateOf(world.config, checks), plan)
  const fence = { runId: run.id, token: run.token }
  const asking = { gate, environment, fence, runId: run.id, purpose, outside: await outsideOf(world, plan) }
  return runChecks(world, { ...asking, commit: plan.commit, checks: gate.checks })
}

/** What was seen of the world outside says nothing about the tree, so it must not be found as evidence of it. */
function gateOutside(gate: Gate, plan: OperationPlan): Gate {
  const hash = createHash('sha256')
    .update(`${gate.hash} ${hashPlan(plan)}`)
    .digest('hex')
  return { ...gate, hash }
}

async function outsideOf(world: ExecutorWorld, { network, inherit }: OperationPlan): Promise<Outside> {
  const { variables, readable } = await world.networkFor(inherit)
  if (network) return { network, variables, readable }
  const named = Object.entries(variables).filter(([name]) => inherit.includes(name))
  return { network, variables: Object.fromEntries(named), readable: [] }
}
