import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { RESOLUTIONS, TASK_STATES, type Task } from '../domain/task.ts'
import type { Leader, Ledger } from '../ledger/ledger.ts'
import { conductNight, type NightOutcome } from '../missions/conduct.ts'
import { holdSentence } from '../missions/hold-sentence.ts'
import type { TickReport } from '../missions/night-loop.ts'
import { foundAnything } from '../missions/recover.ts'
import { recoveryText } from '../reports/recovery.ts'
import { headline } from '../reports/wording.ts'
import type { Config } from '../spec/config.ts'
import type { OperationContext } from './context.ts'
import { warnOfMovedBranch } from './moved-branch.ts'
import { failureOf, failureView } from './failure-view.ts'
import { SANDBOXES, type NightEquipment, type Sandbox } from './night-equipment.ts'
import { scenery } from './scenery.ts'
import { tellSteps } from './steps.ts'

export const nightOptions = {
  /** Runs at once; the project's own figure when not given. */
  concurrency: z
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(1000, { error: 'must be at most 1000' })
    .optional(),
  sandbox: z.enum(SANDBOXES).default('auto'),
}

export const nightResult = z.object({
  night: z.int(),
  /** done: every task asked for is done. waiting: the rest needs a person. failed: neither. */
  verdict: z.enum(['done', 'waiting', 'failed']),
  recovered: z.string().nullable(),
  lane: z.enum(['unknown', 'green', 'red', 'broken']),
  /** Why nothing can be proved on the target; null where it can. */
  laneWhy: z.string().nullable(),
  tasks: z.array(
    z.object({
      key: z.string(),
      state: z.enum(TASK_STATES),
      resolution: z.enum(RESOLUTIONS).nullable(),
      /** Why it is not done, where it is not. */
      why: z.string().nullable(),
      /** How its last run failed, where it did. */
      failure: failureView.nullable(),
    }),
  ),
})
export type NightResult = z.output<typeof nightResult>

interface NightRequest {
  readonly only: ReadonlySet<string> | null
  readonly concurrency: number | undefined
  readonly sandbox: Sandbox
}

/** Leads a night, or watches the one that somebody else leads, and says how things stand at its end. */
export async function leadNight(context: OperationContext, request: NightRequest): Promise<NightResult> {
  const config = await context.config()
  if (config.gate.length === 0) throw emptyGate()
  await warnOfMovedBranch(context)
  const equipment = await context.equipNight(request.sandbox)
  const outcome = await conduct(context, request, { config, equipment })
  if (outcome === null) throw new ReveilleError('interrupted', 'watching was stopped; the night goes on')
  const isStopped = context.drain.aborted || context.stop.aborted
  return resultOf(context, { ...outcome, isStopped }, request.only)
}

async function conduct(
  context: OperationContext,
  { only, concurrency }: NightRequest,
  { config, equipment }: { readonly config: Config; readonly equipment: NightEquipment },
): Promise<NightOutcome | null> {
  await using _ = context.onlooker.attend(await scenery(context, { isLeading: true }))
  return await conductNight({
    ...equipment,
    orders: { only, slots: concurrency ?? config.concurrency, drain: context.drain, stop: context.stop },
    audience: {
      watching: (leader) => context.narrate(watchingSentence(leader)),
      recovered: (recovery) => {
        if (foundAnything(recovery)) context.narrate(recoveryText({ ...recovery }))
      },
      judging: ({ number }) => context.narrate(judgingSentence(number, config)),
      happened: async (events) => tellSteps(context, events),
    },
  })
}

function emptyGate(): ReveilleError {
  return new ReveilleError('gate-empty', 'the gate is empty, so nothing could be proved', {
    hint: 'add a check to .reveille/config.yaml, e.g.  gate: [{ name: test, run: [npm, test] }]',
  })
}

function judgingSentence(night: number, { gate, setup }: Config): string {
  const first = setup === null ? '' : 'dependencies are installed if they are new, then '
  return `night ${night}: ${first}the gate is asked about the target (${gate.map(({ name }) => name).join(', ')})`
}

function watchingSentence(leader: Leader | null): string {
  const who = leader === null ? 'another process' : `process ${leader.owner.pid}`
  return `${who} leads this project; watching until it ends (Ctrl-C stops watching, not the night)`
}

async function resultOf(
  context: OperationContext,
  outcome: NightOutcome & { readonly isStopped: boolean },
  only: ReadonlySet<string> | null,
): Promise<NightResult> {
  const [ledger, { stateDirectory }] = [await context.ledger(), await context.project()]
  const { night, recovery, last } = outcome
  const touched = new Set((await ledger.runs({ nightId: night.id })).map((run) => run.taskId))
  const tasks = (await ledger.tasks({})).filter((task) =>
    only === null ? touched.has(task.id) || isOpen(task) : only.has(task.key),
  )
  return {
    night: night.number,
    verdict: last.lane.kind === 'broken' && tasks.length === 0 ? 'failed' : verdictOf(tasks),
    recovered: foundAnything(recovery) ? recoveryText({ ...recovery }) : null,
    lane: last.lane.kind,
    laneWhy: 'detail' in last.lane ? last.lane.detail : null,
    tasks: await Promise.all(
      tasks.map(async (task) => ({
        key: task.key,
        state: task.state,
        resolution: task.resolution,
        why: isOpen(task) ? await whyOpen(ledger, task, outcome) : null,
        failure: isOpen(task) ? await failureOf(ledger, { task, stateDirectory }) : null,
      })),
    ),
  }
}

function isOpen(task: Task): boolean {
  return task.state !== 'done' && task.state !== 'cancelled'
}

function verdictOf(tasks: readonly Task[]): NightResult['verdict'] {
  const open = tasks.filter(isOpen)
  if (open.length === 0) return 'done'
  return open.some((task) => task.state === 'blocked') ? 'waiting' : 'failed'
}

async function whyOpen(
  ledger: Ledger,
  task: Task,
  { last, isStopped }: { readonly last: TickReport; readonly isStopped: boolean },
): Promise<string> {
  if (task.state === 'blocked') {
    const [blocker] = await ledger.blockers({ open: true, taskId: task.id })
    if (blocker === undefined) return 'It is blocked.'
    const run = blocker.runId === null ? null : await ledger.run(blocker.runId)
    return `${headline(run?.endDetail ?? blocker.seen)} ${blocker.question}`
  }
  if (last.lane.kind === 'red' || last.lane.kind === 'broken') return last.lane.detail
  // Whatever else holds a task: where nothing may start any more, a free slot is not what it waits for.
  const hold = isStopped ? undefined : last.choice.held.get(task.key)
  return hold === undefined ? 'The night was stopped.' : holdSentence(hold)
}
