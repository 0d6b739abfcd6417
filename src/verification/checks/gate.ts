import { createHash } from 'node:crypto'
import { commandArgv, commandText, type Check } from '../../domain/check.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { Task } from '../../domain/task.ts'
import type { Config } from '../../spec/config.ts'

/** How checkout, environment and jail are laid out under a check. Counted up when evidence from before must not hold. */
const LAYOUT_VERSION = 3

/** What evidence is collected for: checks with names of their own, and a hash over all that decides their meaning. */
export interface Gate {
  readonly checks: readonly Check[]
  readonly hash: string
}

type Settings = Pick<Config, 'gate' | 'jail'>
type Tested = Pick<Task, 'kind' | 'checks'>

/** Variables every check sees besides those of the configuration; HOME, PATH and TMPDIR come from the jail. */
export function checkVariables(config: Pick<Config, 'jail'>): Readonly<Record<string, string>> {
  return { CI: '1', LANG: 'C.UTF-8', TZ: 'UTC', ...config.jail.variables }
}

/** The project's must-pass checks: what guards every tree of the target. */
export function projectGate(config: Settings): Gate {
  return gateOf(config, config.gate)
}

/** What a task must show: for a change the project's gate and its own checks, for other kinds its own checks. */
export function taskGate(config: Settings, task: Tested): Gate {
  return gateOf(config, task.kind === 'change' ? [...config.gate, ...task.checks] : task.checks)
}

/**
 * What must hold when a night meets a moved branch, or its end: the project's gate, and everything the night's tasks made
 * green. A command that several tasks share is asked once.
 */
export function nightGate(config: Settings, tasks: readonly Pick<Task, 'key' | 'checks'>[]): Gate {
  const asked = new Set<string>()
  const proved = tasks.flatMap((task) =>
    task.checks
      .filter((check) => check.expect === 'red-to-green')
      .filter((check) => isNew(asked, JSON.stringify(commandArgv(check.command))))
      .map((check) => ({ ...check, name: `${task.key}: ${check.name}` })),
  )
  return gateOf(config, [...config.gate, ...proved])
}

export function gateOf(config: Pick<Config, 'jail'>, checks: readonly Check[]): Gate {
  if (checks.length === 0) {
    throw new ReveilleError('gate-empty', 'No check guards the target, so nothing could be proved.', {
      hint: 'add to .reveille/config.yaml: gate: [{ name: test, run: [npm, test] }]',
    })
  }
  const named = uniquelyNamed(checks)
  return { checks: named, hash: hashOf(named, checkVariables(config)) }
}

/** What a check must have in common with another so that evidence of the one is evidence of the other. */
export function definitionOf(check: Check): string {
  return canonical({
    argv: commandArgv(check.command),
    text: commandText(check.command),
    expect: check.expect,
    redExits: [...check.redExits].toSorted((one, other) => one - other),
    timeoutMs: check.timeoutMs,
    report: check.report,
    tests: check.tests.toSorted(),
    mutants: check.mutants,
  })
}

function hashOf(checks: readonly Check[], variables: Readonly<Record<string, string>>): string {
  const definitions = checks.map((check) => [check.name, definitionOf(check)])
  const content = canonical({ layout: LAYOUT_VERSION, checks: definitions.toSorted(byFirst), variables })
  return createHash('sha256').update(content).digest('hex')
}

/** Evidence is found by name, so a task's check that is named like one of the project's gets a number. */
function uniquelyNamed(checks: readonly Check[]): readonly Check[] {
  const taken = new Set<string>()
  return checks.map((check) => {
    let name = check.name
    for (let number = 2; !isNew(taken, name); number += 1) name = `${check.name} (${number})`
    return name === check.name ? check : { ...check, name }
  })
}

function isNew(seen: Set<string>, text: string): boolean {
  return seen.size < seen.add(text).size
}

/** JSON with sorted keys: equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(byFirst))
      : inner,
  )
}

function byFirst([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1
}
