/**
 * Who is to blame when a tree is red. Red checks are asked once more (a check that changes its mind is flaky, and does not
 * cost anybody his work); then those of the project's own checks are asked on the base: what the base shows too is not the
 * work's fault. A command that the work promised to turn green is red on the base by definition, so it excuses nothing.
 */
import { commandText, type Check } from '../../domain/check.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { definitionOf, projectGate, type Gate } from '../checks/gate.ts'
import { findGreen, runChecks, type Asking } from '../checks/verify.ts'
import type { VerificationWorld } from '../world.ts'

export type Proof =
  | { readonly kind: 'green'; readonly evidence: readonly Evidence[]; readonly flaky: readonly string[] }
  /** `red` is what the work has to answer for. */
  | { readonly kind: 'red'; readonly red: readonly Evidence[] }
  /** Everything that is red is red on the base too. */
  | { readonly kind: 'base-red'; readonly red: readonly Evidence[] }

export interface ProofFacts {
  /** Newest answer of each check of the gate on the tree; empty when nothing can be believed yet. */
  readonly answers: readonly Pick<Evidence, 'check' | 'green'>[]
  readonly checks: readonly string[]
  /** How often red checks may still be asked again. */
  readonly retries: number
  /** Checks for which the base may answer too. */
  readonly excusable: readonly string[]
  /** Of those that were asked on the base, whether they are green there. */
  readonly base: ReadonlyMap<string, boolean>
}

export type ProofStep =
  | { readonly kind: 'run' | 'retry' | 'ask-base'; readonly checks: readonly string[] }
  | { readonly kind: 'green' }
  | { readonly kind: 'red' | 'base-red'; readonly checks: readonly string[] }

/** What to do next to know whether a tree may stand, and who is to blame if not. */
export function nextProofStep(facts: ProofFacts): ProofStep {
  const answers = new Map(facts.answers.map((answer) => [answer.check, answer.green]))
  const missing = facts.checks.filter((check) => !answers.has(check))
  if (missing.length > 0) return { kind: 'run', checks: missing }
  const red = facts.checks.filter((check) => answers.get(check) === false)
  if (red.length === 0) return { kind: 'green' }
  if (facts.retries > 0) return { kind: 'retry', checks: red }
  const unasked = red.filter((check) => facts.excusable.includes(check) && !facts.base.has(check))
  if (unasked.length > 0) return { kind: 'ask-base', checks: unasked }
  const blamed = red.filter((check) => !facts.excusable.includes(check) || facts.base.get(check) === true)
  return blamed.length > 0 ? { kind: 'red', checks: blamed } : { kind: 'base-red', checks: red }
}

/** The project's own checks in a gate, but for those whose command the work promised to turn green. */
export function excusableChecks(gate: Gate, project: Gate): readonly string[] {
  const promised = gate.checks
    .filter((check) => check.expect === 'red-to-green')
    .map((check) => commandText(check.command))
  return gate.checks
    .filter((check) => twinOf(check, project) !== undefined && !promised.includes(commandText(check.command)))
    .map((check) => check.name)
}

export interface Trial extends Asking {
  readonly commit: string
  /** The target's commit that the work was merged with. */
  readonly base: string
  readonly retries: number
}

/** Proves the tree of a commit, or tells who is to blame. Green evidence is used again, red never. */
export async function proveTree(world: VerificationWorld, trial: Trial): Promise<Proof> {
  const { commit, gate } = trial
  const tree = await world.git.treeOf(commit)
  const known = await findGreen(world, { tree, gate, environment: trial.environment })
  const answers = new Map(known?.map((evidence) => [evidence.check, evidence]))
  const flaky: string[] = []
  const base = new Map<string, boolean>()
  const facts = {
    checks: gate.checks.map((check) => check.name),
    excusable: excusableChecks(gate, projectGate(world.config)),
    base,
  }
  for (let { retries } = trial; ;) {
    const step = nextProofStep({ ...facts, answers: [...answers.values()], retries })
    switch (step.kind) {
      case 'green':
        return { kind: 'green', evidence: pick(answers, facts.checks), flaky }
      case 'red':
      case 'base-red':
        return { kind: step.kind, red: pick(answers, step.checks) }
      case 'ask-base':
        for (const [name, isGreen] of await askBase(world, trial, step.checks)) base.set(name, isGreen)
        break
      case 'run':
      case 'retry':
        if (step.kind === 'retry') retries -= 1
        for (const evidence of await runChecks(world, {
          ...trial,
          commit,
          checks: named(gate, step.checks),
        })) {
          if (evidence.green && answers.has(evidence.check)) flaky.push(evidence.check)
          answers.set(evidence.check, evidence)
        }
    }
  }
}

/** Run afresh: the green evidence that let the base stand is older than what has gone wrong since. */
async function askBase(
  world: VerificationWorld,
  trial: Trial,
  names: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const gate = projectGate(world.config)
  const environment = await world.environments.ensure(await world.git.treeOf(trial.base))
  const answers = new Map<string, boolean>()
  for (const check of named(trial.gate, names)) {
    const twin = twinOf(check, gate)
    if (twin === undefined) continue
    const [answer] = await runChecks(world, {
      ...trial,
      gate,
      environment,
      commit: trial.base,
      checks: [twin],
    })
    if (answer !== undefined) answers.set(check.name, answer.green)
  }
  return answers
}

function twinOf(check: Check, gate: Gate): Check | undefined {
  return gate.checks.find((other) => definitionOf(other) === definitionOf(check))
}

function named(gate: Gate, names: readonly string[]): readonly Check[] {
  return gate.checks.filter((check) => names.includes(check.name))
}

function pick(answers: ReadonlyMap<string, Evidence>, names: readonly string[]): readonly Evidence[] {
  return names.flatMap((name) => answers.get(name) ?? [])
}
