import { createHash } from 'node:crypto'
import { commandText } from '../domain/check.ts'
import type { OperationPlan } from '../domain/operation-plan.ts'
import type { Task } from '../domain/task.ts'
import type { Config } from '../spec/config.ts'

/** Counted up when what is hashed of a plan changes: grants from before cover nothing then. */
const PLAN_VERSION = 1

/** Exactly what the task would do on this commit; null when the configuration has no such operation. */
export function planOperation(
  { operations, targets }: Pick<Config, 'operations' | 'targets'>,
  { operation }: Pick<Task, 'operation'>,
  commit: string,
): OperationPlan | null {
  if (operation === null || !Object.hasOwn(operations, operation)) return null
  const configured = operations[operation]
  if (configured === undefined) return null
  const { command, target, timeoutMs, network, inherit } = configured
  const known = Object.hasOwn(targets, target) ? targets[target] : undefined
  return {
    operation,
    target,
    production: known?.production ?? true,
    command,
    timeoutMs,
    network,
    inherit,
    commit,
  }
}

/** Equal for equal plans, another one for every other: what a person grants by it is this plan alone. */
export function hashPlan(plan: OperationPlan): string {
  const { operation, target, production, command, timeoutMs, network, inherit, commit } = plan
  const words = 'argv' in command ? ['argv', ...command.argv] : ['shell', command.shell]
  const content = [
    PLAN_VERSION,
    operation,
    target,
    production,
    words,
    timeoutMs,
    network,
    inherit.toSorted(),
    commit,
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

/** The whole plan for the person who is asked to grant it. */
export function planText(plan: OperationPlan): string {
  const { operation, target, command, commit, network, inherit, timeoutMs } = plan
  return [
    `operation: ${operation}`,
    `target: ${target}${plan.production ? ' (production)' : ''}`,
    `command: ${commandText(command)}`,
    `commit: ${commit}`,
    `network: ${network ? 'yes' : 'no'}`,
    `variables: ${inherit.length === 0 ? 'none' : inherit.join(', ')}`,
    `at most: ${Math.ceil(timeoutMs / 1000)} s`,
    `hash: ${hashPlan(plan)}`,
  ].join('\n')
}
