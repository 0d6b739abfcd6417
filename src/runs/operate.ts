/**
 * Carries out a configured operation: red proof, grant, the deed, green proof. The ledger holds that it begins before it
 * does, so that what is killed in the middle is never done twice, and a run that has lost its token does nothing.
 */
import type { BlockerDraft, Blocker } from '../domain/blocker.ts'
import { PLAIN_BLOCKER, RETRY_OR_CANCEL } from '../domain/blocker.ts'
import type { OperateConclusion } from '../domain/conclusion.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { EventData } from '../domain/event-data.ts'
import { exitedWell } from '../domain/evidence.ts'
import { grantFor } from '../domain/grant.ts'
import type { OperationPlan } from '../domain/operation-plan.ts'
import { redSentence } from '../verification/checks/wording.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'
import { halfDoneBlocker, pastOf, type Past } from './operate-past.ts'
import { hashPlan, planOperation, planText } from './operate-plan.ts'

type Begun = EventData['operation.began']

const PAST_KINDS = ['operation.began', 'operation.ended', 'run.ended'] as const

/** Takes an operate run from `checking` to its conclusion or end. Safe to begin again at any point. */
export async function concludeOperate(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task } = inHand
  const [events, blockers] = await Promise.all([
    world.ledger.events({ taskId: task.id, kinds: PAST_KINDS }),
    world.ledger.blockers({ taskId: task.id }),
  ])
  const past = pastOf({ runId: run.id, events, blockers })
  if (past.kind === 'half-done') return endHalfDone(past, 'The process that carried it out is gone.')
  if (past.kind === 'carried-out') return proveDeed(world, inHand, past)
  const plan = planOperation(world.config, task, run.base)
  if (plan === null) return unknownOperation(inHand)
  const red = await world.executor.findRed({ run, plan, checks: task.checks })
  if (red.kind !== 'red') return ends(red.kind, red.detail)
  const planHash = hashPlan(plan)
  const grant = plan.production ? grantFor({ blockers, events, planHash, now: world.clock.now() }) : null
  if (plan.production && grant === null) return askForGrant(plan, planHash)
  if (inHand.stop.aborted) return ends('cancelled', 'It was stopped before its operation began.')
  return carryOut(world, inHand, { plan, planHash, grant })
}

/** Recording that it begins is the fence: a run that somebody else has taken over gets no further than that. */
async function carryOut(
  world: RunWorld,
  inHand: RunInHand,
  { plan, planHash, grant }: Omit<Begun, 'grant'> & { readonly grant: Blocker | null },
): Promise<StepResult> {
  const fence = { runId: inHand.run.id, token: inHand.run.token }
  const began: Begun = { plan, planHash, grant: grant?.id ?? null }
  await world.ledger.recordRunFact({ ...fence, kind: 'operation.began', data: began })
  try {
    const ended = await world.executor.execute(plan)
    await world.ledger.recordRunFact({ ...fence, kind: 'operation.ended', data: { ...ended } })
    return await proveDeed(world, inHand, { began, ended })
  } catch (error) {
    const isKnown = await world.ledger.events({ runId: inHand.run.id, kinds: ['operation.ended'] })
    // Left as it stands, for a later start or its newer owner; what has ended only lacks its proof.
    if (isPassedOn(error) || isKnown.length > 0) throw error
    const why = error instanceof Error ? error.message : String(error)
    return endHalfDone({ kind: 'half-done', runId: inHand.run.id, began }, why)
  }
}

async function proveDeed(
  world: RunWorld,
  { run, task }: RunInHand,
  { began, ended }: Pick<Extract<Past, { kind: 'carried-out' }>, 'began' | 'ended'>,
): Promise<StepResult> {
  const { plan, planHash, grant } = began
  if (!exitedWell(ended)) return ends('check-failed', badEnd(plan, ended))
  const proof = await world.executor.prove({ run, plan, checks: task.checks })
  if (proof.some(({ green }) => !green)) {
    return ends(
      'check-failed',
      redSentence(proof, `after ${plan.operation} was carried out on ${plan.target}`),
    )
  }
  const conclusion: OperateConclusion = {
    kind: 'operate',
    planHash,
    operation: plan.operation,
    target: plan.target,
    grant,
    proof: proof.map(({ id }) => id),
  }
  const concluded = await world.ledger.concludeRun({ runId: run.id, token: run.token, conclusion })
  return { kind: 'moved', run: concluded }
}

function badEnd(plan: OperationPlan, ended: EventData['operation.ended']): string {
  const how = ended.timedOut
    ? 'did not end in time'
    : ended.exitCode === null
      ? `was ended by ${ended.signal ?? 'an unknown cause'}`
      : `ended with exit code ${ended.exitCode}`
  return `${plan.operation} ${how} on ${plan.target}.\n${ended.excerpt}`.trimEnd()
}

function endHalfDone(past: Extract<Past, { kind: 'half-done' }>, why: string): StepResult {
  const blocker = halfDoneBlocker(past, why)
  return ends('blocked', blocker.seen, blocker)
}

function askForGrant(plan: OperationPlan, planHash: string): StepResult {
  const blocker: BlockerDraft = {
    seen: `Everything is ready for this plan, and production needs a person:\n${planText(plan)}`,
    tried: 'Its red-to-green checks were asked: there is something to do. Nothing was done.',
    question: `May exactly this be carried out on ${plan.target}, once?`,
    options: [
      { key: 'grant', text: 'Carry out this plan, once, while the grant holds', effect: 'grant' },
      { key: 'cancel', text: 'Cancel the task', effect: 'cancel' },
    ],
    about: [planHash],
    default: null,
    deadline: null,
  }
  return ends('blocked', `${plan.operation} on ${plan.target} waits for a grant.`, blocker)
}

function unknownOperation({ task }: RunInHand): StepResult {
  const seen = `The configuration has no operation ${task.operation ?? 'for this task'}.`
  const blocker: BlockerDraft = {
    seen,
    tried: 'Nothing was done.',
    question: 'Should the task be tried again, now that the configuration has it?',
    options: RETRY_OR_CANCEL,
    ...PLAIN_BLOCKER,
  }
  return ends('blocked', seen, blocker)
}

function isPassedOn(error: unknown): boolean {
  return (
    isReveilleError(error, 'interrupted') ||
    isReveilleError(error, 'stale-token') ||
    isReveilleError(error, 'ledger-busy')
  )
}
