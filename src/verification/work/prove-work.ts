/**
 * Whether work may stand on a tree: the gate is green on it, no test that passed before is lost, and where the work touches
 * tests or configuration, the target's own still pass on the new code while the new ones are red on the old code.
 */
import { REVEILLE } from '../../domain/actor.ts'
import type { Check } from '../../domain/check.ts'
import type { Evidence, Purpose } from '../../domain/evidence.ts'
import type { Judgement } from '../../domain/judgement.ts'
import type { Task } from '../../domain/task.ts'
import { seenOf } from '../base/red-check.ts'
import { askableWithout } from './askable.ts'
import { definitionOf, projectGate } from '../checks/gate.ts'
import { fileChanges } from './file-changes.ts'
import { judgeLostTests } from './judge-lost-tests.ts'
import { judgeOldTests, judgeTransplant, type AskedElsewhere } from './judge-elsewhere.ts'
import { proveTree, type Proof, type Trial } from './proof.ts'
import type { TreeReader } from '../file-change.ts'
import { goneImports, usesGone, type GoneImports } from '../protected/gone-imports.ts'
import { standsIn } from '../test-names.ts'
import { oldTestsTree, transplantTree } from '../protected/trees.ts'
import { touchedBy, type Touched } from './touched.ts'
import { runChecks } from '../checks/verify.ts'
import type { VerificationWorld } from '../world.ts'

export type WorkProof =
  | (Extract<Proof, { kind: 'green' }> & { readonly judgements: readonly Judgement[] })
  | Extract<Proof, { kind: 'red' | 'base-red' }>
  /** Its checks are green; what it did to reach that is not in order. */
  | { readonly kind: 'refused'; readonly judgement: Judgement }

export interface WorkTrial extends Trial {
  readonly task: Task
  /** Commit on which the task's red-to-green checks were seen red. */
  readonly redOn: string
}

export async function proveWork(world: VerificationWorld, trial: WorkTrial): Promise<WorkProof> {
  const proof = await proveTree(world, trial)
  if (proof.kind !== 'green') return proof
  const touched = await touchedBy(world, trial)
  const judgements: Judgement[] = []
  for (const judge of [lostTests, oldTests, transplant]) {
    const judgement = await judge(world, { trial, touched, evidence: proof.evidence })
    if (judgement === null) continue
    if (judgement.objections.length > 0) return { kind: 'refused', judgement }
    judgements.push(judgement)
  }
  return { ...proof, judgements }
}

interface Proved {
  readonly trial: WorkTrial
  readonly touched: Touched
  readonly evidence: readonly Evidence[]
}

/** Compares the report of each check with its report on the target, and on the base where it was seen red. */
async function lostTests(
  world: VerificationWorld,
  { trial, touched, evidence }: Proved,
): Promise<Judgement | null> {
  const pairs = []
  for (const after of evidence.filter(({ tests }) => tests !== null)) {
    const before = await evidenceBefore(world, trial, after)
    if (before === undefined) continue
    const [was, is] = [await seenOf(world, before), await seenOf(world, after)]
    if (was.report?.complete !== true || is.report === null) continue
    const tests = trial.gate.checks.find(({ name }) => name === after.check)?.tests ?? []
    pairs.push({ check: after.check, expect: after.expect, tests, before: was.report, after: is.report })
  }
  if (pairs.length === 0) return null
  const range = { from: trial.base, to: trial.commit, paths: touched.tests }
  const files = touched.changedTests.length === 0 ? [] : await fileChanges(world.git, range)
  return judgeLostTests({ pairs, excused: touched.changedTests, files })
}

async function evidenceBefore(
  world: VerificationWorld,
  { gate, base, redOn }: WorkTrial,
  after: Evidence,
): Promise<Evidence | undefined> {
  const check = gate.checks.find(({ name }) => name === after.check)
  if (check === undefined) return undefined
  if (check.expect === 'red-to-green')
    return newest(world, { commit: redOn, gate: gate.hash, check: check.name })
  const project = projectGate(world.config)
  const twin = project.checks.find((other) => definitionOf(other) === definitionOf(check))
  return twin === undefined
    ? undefined
    : newest(world, { commit: base, gate: project.hash, check: twin.name })
}

async function newest(
  world: VerificationWorld,
  key: { readonly commit: string; readonly gate: string; readonly check: string },
): Promise<Evidence | undefined> {
  const tree = await world.git.treeOf(key.commit)
  const environment = (await world.environments.ensure(tree)).id
  const found = await world.ledger.findEvidence({ tree, gate: key.gate, environment })
  return found.find(({ check, isolation }) => check === key.check && isolation === world.jail.isolation)
}

async function oldTests(world: VerificationWorld, proved: Proved): Promise<Judgement | null> {
  const { trial, touched } = proved
  if (touched.protected.length === 0) return null
  const merged = await world.git.treeOf(trial.commit)
  const trees = { was: await world.trees(trial.base), is: await world.trees(merged) }
  const gone = await goneFrom(touched.changedTests, trees)
  const tree = await oldTestsTree({
    git: world.git,
    merged,
    target: await world.git.treeOf(trial.base),
    paths: touched.protected,
    texts: new Map(gone.map(({ path, text }) => [path, text])),
  })
  const added = touched.tests.filter((path) => !touched.changedTests.includes(path))
  const { checks: project } = projectGate(world.config)
  const checks = await askableWithout(added, { checks: trial.gate.checks, project, target: trees.was })
  const asked = await askElsewhere(world, { trial, tree, checks, purpose: 'old-tests' })
  return judgeOldTests(asked, (id) => gone.some((one) => standsIn(id, one.path) && usesGone(one, id)))
}

async function goneFrom(
  paths: readonly string[],
  trees: { readonly was: TreeReader; readonly is: TreeReader },
): Promise<readonly GoneImports[]> {
  const found = await Promise.all(paths.map((path) => goneImports(path, trees)))
  return found.filter((one) => one !== null)
}

/** Says something only of code that the work has changed. */
async function transplant(world: VerificationWorld, proved: Proved): Promise<Judgement | null> {
  const { trial, touched } = proved
  const checks = trial.gate.checks.filter(({ expect }) => expect === 'red-to-green')
  if (touched.tests.length === 0 || checks.length === 0) return null
  const tree = await transplantTree({
    git: world.git,
    target: await world.git.treeOf(trial.redOn),
    merged: await world.git.treeOf(trial.commit),
    paths: touched.protected,
  })
  return judgeTransplant(await askElsewhere(world, { trial, tree, checks, purpose: 'transplant' }))
}

/**
 * Asks checks on a tree that is made for this question alone. An answer that speaks for the work is used again; one that speaks
 * against it is asked for twice, for nobody loses his work to a test that changes its mind.
 */
async function askElsewhere(
  world: VerificationWorld,
  asked: {
    readonly trial: WorkTrial
    readonly tree: string
    readonly checks: readonly Check[]
    readonly purpose: Purpose
  },
): Promise<readonly AskedElsewhere[]> {
  const { trial, tree, checks, purpose } = asked
  const key = { tree, gate: trial.gate.hash, environment: trial.environment.id }
  const known = (await world.ledger.findEvidence(key)).filter(
    (one) => one.purpose === purpose && one.isolation === world.jail.isolation,
  )
  const speaksFor = ({ green }: Evidence): boolean => green === (purpose === 'old-tests')
  const usable = known.filter(speaksFor)
  const missing = checks.filter(({ name }) => usable.every(({ check }) => check !== name))
  const commit = await world.git.commit({
    tree,
    parents: [trial.base],
    message: `${purpose} of ${trial.commit}`,
    author: REVEILLE,
    at: world.clock.now(),
  })
  const fresh =
    missing.length === 0 ? [] : await runChecks(world, { ...trial, commit, checks: missing, purpose })
  const against = missing.filter(({ name }) => fresh.some((one) => one.check === name && !speaksFor(one)))
  const again =
    against.length === 0 ? [] : await runChecks(world, { ...trial, commit, checks: against, purpose })
  const evidence = [...again, ...usable, ...fresh]
  return Promise.all(
    checks.flatMap((check) => {
      const found = evidence.find((one) => one.check === check.name)
      return found === undefined ? [] : [seenOf(world, found).then((seen) => ({ check, seen }))]
    }),
  )
}
