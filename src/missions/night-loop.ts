/**
 * The loop of a night: while something is under way, tick.
 *
 * A tick takes the defaults of blockers whose deadline has passed, judges the lane when nobody has yet, takes up live runs that nobody drives, starts what is chosen and lets the
 * queue land. Runs and the landing go on between ticks; each end wakes the loop. No model and no clock decides anything.
 */
import { SYSTEM } from '../domain/actor.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { LaneWitness } from '../domain/lane-judged.ts'
import type { Run } from '../domain/run.ts'
import type { Night } from '../domain/night.ts'
import { targetRef } from '../domain/night.ts'
import { agentName, type Task } from '../domain/task.ts'
import type { Leader } from '../ledger/ledger.ts'
import { driveRun } from '../runs/drive.ts'
import { chooseNext, type Choice } from './choose.ts'
import { expireBlockers } from './expire-blockers.ts'
import { laneOf, type Lane } from './lane.ts'
import { LaneRecord } from './lane-record.ts'
import type { NightWorld } from './night-world.ts'
import { unknownCommit } from './unknown-commit.ts'
import { fileRedTarget, withdrawRedTargets } from './red-target.ts'

export interface NightOrders {
  /** Keys of the tasks to run; null for all open ones. */
  readonly only: ReadonlySet<string> | null
  readonly slots: number
  /** Aborted: nothing new starts, what runs goes on to its end. */
  readonly drain: AbortSignal
  /** Aborted: agents are ended too; their work is saved. */
  readonly stop: AbortSignal
}

export interface TickReport {
  /** Runs and landings that are under way. Zero with nothing started means that the night is over. */
  readonly underWay: number
  readonly choice: Choice
  readonly lane: Lane
}

const IDLE_MS = 1_000
/** A gate that is green when asked for the lane and red when asked for a run, this often, cannot prove anything. */
const MOST_CONTRADICTIONS = 3
/** A target that cannot be moved so often in a row will not be moved by asking on. */
const MOST_RETRACTIONS = 5

export class NightLoop {
  readonly #world: NightWorld
  readonly #night: Night
  readonly #leader: Leader
  readonly #orders: NightOrders
  readonly #driven = new Map<string, Promise<void>>()
  /** Every run this loop ever drove: one that is over may still look live in a list that was read before its end. */
  readonly #taken = new Set<string>()
  #landing: Promise<void> | null = null
  #lane: Lane = { kind: 'unknown' }
  readonly #laneRecord: LaneRecord
  #contradictions = 0
  /** In a row. */
  #retractions = 0
  readonly #failures: Error[] = []
  #wake: AbortController = new AbortController()
  readonly #leave = new AbortController()

  constructor(params: { world: NightWorld; night: Night; leader: Leader; orders: NightOrders }) {
    this.#world = params.world
    this.#night = params.night
    this.#leader = params.leader
    this.#orders = params.orders
    this.#laneRecord = new LaneRecord({ ...params, ...params.world })
  }

  /**
   * Ticks until nothing is under way and nothing can start. `onTick` runs after each. When it rejects, nothing goes on here:
   * agents are left to the next leader, who would else meet this one at every run.
   */
  async run(onTick: (report: TickReport) => Promise<void>): Promise<TickReport> {
    try {
      return await this.#tickToTheEnd(onTick)
    } catch (error) {
      this.#leave.abort()
      await Promise.all([...this.#driven.values(), this.#landing])
      throw error
    }
  }

  async #tickToTheEnd(onTick: (report: TickReport) => Promise<void>): Promise<TickReport> {
    for (;;) {
      const report = await this.tick()
      await onTick(report)
      // What ended while the tick looked may have made something possible: only a quiet tick ends the night.
      if (report.underWay === 0 && !this.#wake.signal.aborted) return report
      await this.#world.clock.sleep(IDLE_MS, this.#wake.signal)
    }
  }

  async tick(): Promise<TickReport> {
    const [failure] = this.#failures
    if (failure !== undefined) throw failure
    this.#wake = new AbortController()
    await expireBlockers(this.#world.ledger, this.#world.clock.now())
    await this.#judgeLane()
    await this.#laneRecord.tell(this.#lane)
    const live = await this.#world.ledger.runs({ live: true })
    for (const run of live) await this.#takeUp(run)
    const choice = await this.#startChosen(live)
    await this.#land()
    return { underWay: this.#driven.size + (this.#landing === null ? 0 : 1), choice, lane: this.#lane }
  }

  async #judgeLane(): Promise<void> {
    if (this.#lane.kind !== 'unknown' || this.#orders.drain.aborted) return
    const commit = (await this.#world.git.readRef(targetRef(this.#night))) ?? this.#night.base
    this.#lane = await this.#world.verifier
      .judgeLane({ epoch: this.#leader.epoch, commit })
      .then(laneOf)
      .catch(brokenByEnvironment)
    if (this.#lane.kind === 'red') await fileRedTarget(this.#world.ledger, commit, this.#lane)
    if (this.#lane.kind === 'green') await withdrawRedTargets(this.#world.ledger)
  }

  async #startChosen(live: readonly Run[]): Promise<Choice> {
    const { ledger, verifier } = this.#world
    const todo = (await ledger.tasks({ states: ['todo'] })).filter((task) => this.#mayStart(task))
    const busy = await Promise.all(live.map((run) => ledger.task(run.taskId)))
    const lane = this.#lane
    const choice = chooseNext({
      todo: lane.kind === 'red' ? todo.filter((task) => verifier.repairs(task, lane.failing)) : todo,
      busy,
      unmetNeeds: await ledger.unmetNeeds(),
      slots: this.#freeSlots(),
    })
    for (const task of choice.start) await this.#claim(task.key)
    return choice
  }

  #mayStart(task: Task): boolean {
    return this.#orders.only === null || this.#orders.only.has(task.key)
  }

  #freeSlots(): number {
    const { drain, stop } = this.#orders
    if (drain.aborted || stop.aborted || this.#lane.kind === 'broken') return 0
    return Math.max(0, this.#orders.slots - this.#driven.size)
  }

  async #claim(key: string): Promise<void> {
    const { ledger, git, jail } = this.#world
    const task = await ledger.task(key)
    const base =
      task.at === null
        ? ((await git.readRef(targetRef(this.#night))) ?? this.#night.base)
        : await git.commitOf(task.at).catch(nullIfNoRevision)
    if (base === null) return this.#holdUnknown(task)
    const claim = {
      epoch: this.#leader.epoch,
      nightId: this.#night.id,
      task: key,
      agent: agentName(task.agent),
      isolation: jail.isolation,
      base,
    }
    const run = await ledger.claimTask(claim).catch(nullIfTaken)
    if (run !== null) await this.#takeUp(run)
  }

  /** What was held may have been all that was chosen: the next tick sees what else can start. */
  async #holdUnknown(task: Task): Promise<void> {
    const { ledger } = this.#world
    await ledger
      .raiseBlocker({ actor: SYSTEM, task: task.id, blocker: unknownCommit(task) })
      .catch(nullIfMoved)
    this.#wake.abort()
  }

  async #takeUp(run: Run): Promise<void> {
    if (this.#taken.has(run.id) || run.state === 'queued' || this.#orders.stop.aborted) return
    this.#taken.add(run.id)
    const task = await this.#world.ledger.task(run.taskId)
    const verdict = this.#lane
    const driving = driveRun(this.#world, {
      run,
      task,
      night: this.#night,
      stop: this.#orders.stop,
      leave: this.#leave.signal,
      queued: () => this.#wake.abort(),
    })
    this.#driven.set(
      run.id,
      this.#settle(
        driving.then((ended) => this.#learn(ended, verdict)),
        () => this.#driven.delete(run.id),
      ),
    )
  }

  /** A base or an environment that fails is nobody's fault and fails for all: nothing more is spent on the lane. */
  #learn(run: Run, verdict: Lane): void {
    const detail = run.endDetail ?? ''
    if (run.endReason === 'environment-failed') this.#lane = { kind: 'broken', detail, shownBy: 'run' }
    if (run.endReason === 'target-red') this.#judgeAgain(verdict, { detail, shownBy: 'run' })
  }

  /** Of all that find the target red under one verdict on the lane, the first contradicts it; the rest come too late. */
  #judgeAgain(verdict: Lane, shown: { readonly detail: string; readonly shownBy: LaneWitness }): void {
    if (this.#lane !== verdict) return
    this.#contradictions += 1
    this.#lane =
      this.#contradictions < MOST_CONTRADICTIONS ? { kind: 'unknown' } : { kind: 'broken', ...shown }
  }

  async #land(): Promise<void> {
    if (this.#landing !== null || this.#orders.stop.aborted || this.#retractions >= MOST_RETRACTIONS) return
    const queue = await this.#world.ledger.landings({
      nightId: this.#night.id,
      states: ['waiting'],
    })
    if (queue.length === 0) return
    const verdict = this.#lane
    const landing = this.#world.landings.landNext({ night: this.#night, epoch: this.#leader.epoch })
    this.#landing = this.#settle(
      landing.then(async (outcome) => {
        if (outcome.kind === 'retracted') return this.#holdBack(outcome.detail)
        this.#retractions = 0
        if (outcome.kind === 'landed') await this.#turnGreen()
        if (outcome.kind === 'target-red')
          this.#judgeAgain(verdict, { detail: outcome.detail, shownBy: 'landing' })
      }),
      () => (this.#landing = null),
    )
  }

  /** The longer the target cannot be moved, the later it is tried again. */
  async #holdBack(detail: string): Promise<void> {
    this.#retractions += 1
    if (this.#retractions >= MOST_RETRACTIONS) this.#lane = { kind: 'broken', detail, shownBy: 'landing' }
    else await this.#world.clock.sleep(this.#retractions * IDLE_MS)
  }

  /** What has landed has shown the whole gate green on the target's tip. */
  async #turnGreen(): Promise<void> {
    if (this.#lane.kind === 'red') await withdrawRedTargets(this.#world.ledger)
    if (this.#lane.kind !== 'green') this.#lane = { kind: 'green' }
  }

  /** Ends wake the loop; a failure is kept and thrown by the next tick, so that nothing is lost in a background promise. */
  #settle(work: Promise<void>, done: () => void): Promise<void> {
    return work
      .catch((error: unknown) => {
        // A landing that was interrupted is in the queue as before.
        if (!isReveilleError(error, 'interrupted')) this.#failures.push(toError(error))
      })
      .finally(() => {
        done()
        this.#wake.abort()
      })
  }
}

function brokenByEnvironment(error: unknown): Lane {
  if (isReveilleError(error, 'environment-failed'))
    return { kind: 'broken', detail: error.message, shownBy: 'target' }
  throw error
}

/** Somebody changed the task since it was chosen: it is not ours to run now, and the next tick sees what became of it. */
function nullIfTaken(error: unknown): null {
  if (isReveilleError(error, 'not-claimable')) return null
  throw error
}

function nullIfNoRevision(error: unknown): null {
  if (isReveilleError(error, 'input-invalid')) return null
  throw error
}

/** Somebody moved the task since it was chosen. */
function nullIfMoved(error: unknown): null {
  if (isReveilleError(error, 'illegal-move')) return null
  throw error
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
