import { commandArgv, commandText, type Check } from '../../domain/check.ts'
import { provingEvidence, type Evidence, type MutantTally, type Purpose } from '../../domain/evidence.ts'
import { tallyOf } from '../../domain/test-report.ts'
import type { Fence } from '../../ledger/ledger.ts'
import type { Environment } from '../../workspaces/workspace.ts'
import { answerOf, type Answer } from './answer.ts'
import { runCheck, type CheckRun, type Outside } from './check-run.ts'
import { recordEvidence } from './evidence-store.ts'
import { definitionOf, type Gate } from './gate.ts'
import { killMutants } from './mutant-check.ts'
import type { VerificationWorld } from '../world.ts'

/** On whose behalf checks run, and under which gate their evidence counts. */
export interface Asking {
  readonly gate: Gate
  readonly environment: Environment
  readonly fence: Fence
  readonly runId: string | null
  /** Why this tree is asked; `tree` when not given. */
  readonly purpose?: Purpose
  /** For the proof of operations alone. */
  readonly outside?: Outside
}

export interface Verification {
  readonly green: boolean
  /** In the order of the gate's checks. */
  readonly evidence: readonly Evidence[]
  /** Nothing had to be run. */
  readonly reused: boolean
}

/** Green evidence of the whole gate on a tree, if there is any. */
export async function findGreen(
  world: VerificationWorld,
  key: { readonly tree: string; readonly gate: Gate; readonly environment: Environment },
): Promise<readonly Evidence[] | null> {
  const found = await world.ledger.findEvidence({
    tree: key.tree,
    gate: key.gate.hash,
    environment: key.environment.id,
  })
  const checks = key.gate.checks.map((check) => check.name)
  return provingEvidence(found, { checks, isolation: world.jail.isolation })
}

/** Whether the gate holds on the tree of a commit: by green evidence where there is some, else by running all of it. */
export async function verifyTree(
  world: VerificationWorld,
  { commit, ...asking }: Asking & { readonly commit: string },
): Promise<Verification> {
  const tree = await world.git.treeOf(commit)
  const known = await findGreen(world, { tree, ...asking })
  if (known !== null) return { green: true, evidence: known, reused: true }
  const evidence = await runChecks(world, { commit, checks: asking.gate.checks, ...asking })
  return { green: evidence.every((one) => one.green), evidence, reused: false }
}

/** Runs checks of a gate on a commit, each in a checkout of its own, and never stops at a red one: each is information. */
export async function runChecks(
  world: VerificationWorld,
  { commit, checks, ...asking }: Asking & { readonly commit: string; readonly checks: readonly Check[] },
): Promise<readonly Evidence[]> {
  const tree = await world.git.treeOf(commit)
  const evidence: Evidence[] = []
  for (const check of checks) {
    const { environment, outside } = asking
    const target = { check, commit, environment, ...(outside === undefined ? {} : { outside }) }
    const run = await runCheck(world, target)
    const plain = answerOf({ ...run, outcome: run }, check)
    const asksMutants = check.mutants !== null && plain.green
    const { answer, mutants } = asksMutants
      ? await killMutants(world, { ...target, baselineMs: run.durationMs })
      : { answer: plain, mutants: null }
    evidence.push(await record(world, { check, run, tree, asking, answer, mutants }))
  }
  return evidence
}

/**
 * Lets green evidence count under another gate too, for checks that are defined alike in both: the same command on the same
 * tree in the same environment. Checks that nothing answers for are left to be run.
 */
export async function adoptEvidence(
  world: VerificationWorld,
  {
    from,
    to,
    tree,
    environment,
    fence,
  }: {
    readonly from: Gate
    readonly to: Gate
    readonly tree: string
    readonly environment: Environment
    readonly fence: Fence
  },
): Promise<void> {
  if (from.hash === to.hash || (await findGreen(world, { tree, gate: to, environment })) !== null) return
  const proved = await world.ledger.findEvidence({ tree, gate: from.hash, environment: environment.id })
  for (const check of to.checks) {
    const twin = from.checks.find((other) => definitionOf(other) === definitionOf(check))
    const known = proved.find(
      (evidence) => evidence.check === twin?.name && evidence.isolation === world.jail.isolation,
    )
    if (known === undefined || !known.green) continue
    const { id: _id, at: _at, ...verdict } = known
    await world.ledger.recordEvidence({
      fence,
      verdict: { ...verdict, runId: null, check: check.name, gate: to.hash },
    })
  }
}

function record(
  world: VerificationWorld,
  {
    check,
    run,
    tree,
    asking,
    answer,
    mutants,
  }: {
    readonly check: Check
    readonly run: CheckRun
    readonly tree: string
    readonly asking: Asking
    readonly answer: Answer
    readonly mutants: MutantTally | null
  },
): Promise<Evidence> {
  const { output, formats, report, ...outcome } = run
  const unreported = { formats, complete: false, tests: [], errors: [] }
  return recordEvidence(world, {
    fence: asking.fence,
    verdict: {
      ...outcome,
      runId: asking.runId,
      check: check.name,
      command: commandText(check.command),
      argv: commandArgv(check.command),
      expect: check.expect,
      tree,
      gate: asking.gate.hash,
      environment: asking.environment.id,
      isolation: world.jail.isolation,
      purpose: asking.purpose ?? 'tree',
      green: answer.green,
      finding: world.mask(answer.finding),
      tests: formats.length === 0 ? null : tallyOf(report ?? unreported),
      mutants: mutants === null ? null : { ...mutants, survivors: mutants.survivors.map(world.mask) },
    },
    output,
    report,
  })
}
