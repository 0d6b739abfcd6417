/** Builds by hand what the ledger would hold on a night: rows and events that agree, on a clock of its own. */
import { blockerOfEnding, type Blocker } from '../src/domain/blocker.ts'
import { endingEffect, type EndReason } from '../src/domain/ending.ts'
import type { EventData } from '../src/domain/event-data.ts'
import type { Event, EventKind } from '../src/domain/event.ts'
import type { Evidence } from '../src/domain/evidence.ts'
import { repeatsFailure } from '../src/domain/failure.ts'
import type { Judgement } from '../src/domain/judgement.ts'
import type { Landing } from '../src/domain/landing.ts'
import type { LaneJudged } from '../src/domain/lane-judged.ts'
import type { Night } from '../src/domain/night.ts'
import type { LiveRunState, Run, RunState } from '../src/domain/run.ts'
import {
  DEFAULT_LIMITS,
  PLAIN_DRAFT,
  type Note,
  type Resolution,
  type Task,
  type TaskState,
} from '../src/domain/task.ts'
import { TASK_STATE_OF_RUN } from '../src/domain/transitions.ts'
import type { NightRecord } from '../src/reports/record.ts'

type Changeable<Row> = { -readonly [Field in keyof Row]: Row[Field] }
type Subject = {
  readonly taskId?: string
  readonly runId?: string
  readonly subjectId?: string
  readonly actor?: string
}

/** 2026-11-20T22:00:00Z */
const EVENING = Date.UTC(2026, 10, 20, 22)
const RESOLUTION_OF: { readonly [state in RunState]?: Resolution } = {
  landed: 'landed',
  concluded: 'concluded',
}

export class RecordBuilder {
  now = EVENING
  readonly night: Changeable<Night>
  readonly tasks: Changeable<Task>[] = []
  readonly runs: Changeable<Run>[] = []
  readonly evidence: Evidence[] = []
  readonly landings: Changeable<Landing>[] = []
  readonly blockers: Changeable<Blocker>[] = []
  readonly notes: Note[] = []
  readonly events: Event[] = []
  #tip = hash('base')

  constructor() {
    const night = { number: 3, branch: 'main', base: this.#tip }
    this.night = { ...night, id: 'night-3', state: 'open', openedAt: this.now, closedAt: null }
    this.event('night.opened', night, { subjectId: this.night.id, actor: 'human:anna' })
  }

  wait(ms: number): this {
    this.now += ms
    return this
  }

  event<Kind extends EventKind>(kind: Kind, data: EventData[Kind], subject: Subject = {}): void {
    this.events.push({
      seq: this.events.length + 1,
      at: this.now,
      actor: subject.actor ?? 'system:reveille',
      kind,
      subject: /^(?:run|operation)\./.test(kind) ? 'run' : 'project',
      subjectId: subject.subjectId ?? subject.runId ?? subject.taskId ?? 'project',
      taskId: subject.taskId ?? null,
      runId: subject.runId ?? null,
      data,
    })
  }

  task(key: string, fields: Partial<Task> = {}): Changeable<Task> {
    const draft = {
      key,
      title: `Do ${key}`,
      goal: '',
      kind: 'change',
      priority: 'P1',
      domain: null,
      scope: { write: ['src/**'], strict: false },
      needs: [],
      checks: [],
      agent: { kind: 'program', command: { argv: ['true'] } },
      limits: DEFAULT_LIMITS,
      ...PLAIN_DRAFT,
    } as const
    const grown = {
      version: 1,
      state: 'todo',
      resolution: null,
      attempts: 0,
      losses: 0,
      filedBy: 'human:anna',
    } as const
    const task = {
      ...draft,
      id: `task-${key}`,
      ...grown,
      createdAt: this.now,
      updatedAt: this.now,
      ...fields,
    }
    this.tasks.push(task)
    this.event('task.added', { draft: task }, { taskId: task.id, actor: task.filedBy })
    return task
  }

  claim(task: Task, fields: Partial<Run> = {}): Changeable<Run> {
    const number = this.runs.filter(({ taskId }) => taskId === task.id).length + 1
    const made = {
      nightId: this.night.id,
      token: number,
      number,
      agent: 'program',
      isolation: 'bubblewrap',
      base: this.#tip,
    } as const
    const open = {
      state: 'preparing',
      candidate: null,
      host: null,
      endReason: null,
      endDetail: null,
      endedAt: null,
    } as const
    const run: Changeable<Run> = {
      id: `run-${task.key}-${number}`,
      taskId: task.id,
      ...made,
      ...open,
      claimedAt: this.now,
      updatedAt: this.now,
      ...fields,
    }
    this.runs.push(run)
    this.#moveTask(run, 'doing')
    this.event('run.claimed', { ...run, epoch: 1 }, { taskId: task.id, runId: run.id })
    return run
  }

  /** Works for `ms`; the agent has then ended. */
  work(run: Changeable<Run>, ms: number): void {
    run.host = { pid: 4000 + this.runs.indexOf(run), startedAt: '1', bootId: 'boot' }
    this.event('run.host-started', { host: run.host }, { taskId: run.taskId, runId: run.id })
    this.move(run, 'working')
    this.wait(ms)
  }

  move(run: Changeable<Run>, to: Exclude<RunState, 'ended'>): void {
    if (to === 'checking' && run.host !== null) run.candidate = hash(`candidate of ${run.id}`)
    this.event(
      'run.moved',
      { from: run.state as LiveRunState, to, candidate: run.candidate },
      { taskId: run.taskId, runId: run.id },
    )
    run.state = to
    run.updatedAt = this.now
    if (to === 'landed' || to === 'concluded') run.endedAt = this.now
    const follows = TASK_STATE_OF_RUN[to]
    if (follows !== null) this.#moveTask(run, follows, RESOLUTION_OF[to] ?? null)
  }

  check(run: Run | null, fields: Partial<Evidence> = {}): Evidence {
    const isGreen = fields.green ?? true
    const outcome = {
      exitCode: isGreen ? 0 : 1,
      signal: null,
      timedOut: false,
      durationMs: 1500,
      purpose: 'tree',
      green: isGreen,
      finding: isGreen ? '' : 'It did not end well.',
      tests: null,
      mutants: null,
    } as const
    const place = {
      tree: hash('tree'),
      gate: 'gate',
      environment: 'none',
      isolation: run?.isolation ?? 'bubblewrap',
    } as const
    const id = `evidence-${this.evidence.length + 1}`
    const what = {
      check: 'test',
      command: 'npm test',
      argv: ['npm', 'test'],
      expect: 'must-pass',
      excerpt: '',
      file: `evidence/${id}.json`,
    } as const
    const evidence = { id, runId: run?.id ?? null, ...outcome, ...place, ...what, at: this.now, ...fields }
    this.evidence.push(evidence)
    this.event('evidence.recorded', evidence, {
      ...(run === null ? {} : { taskId: run.taskId, runId: run.id }),
      subjectId: id,
    })
    return evidence
  }

  /** Checks the run's work green, queues it and lands it. */
  land(run: Changeable<Run>, proof: readonly Evidence[]): Landing {
    const tree = proof[0]?.tree ?? hash(`tree of ${run.id}`)
    const subject = { taskId: run.taskId, runId: run.id, subjectId: `landing-${run.id}` }
    const candidate = run.candidate ?? ''
    const [from, to] = [this.#tip, hash(`landed ${run.id}`)]
    const landing = {
      id: subject.subjectId,
      nightId: this.night.id,
      runId: run.id,
      state: 'landed',
      candidate,
      from,
      to,
      tree,
      gate: 'gate',
      detail: null,
      queuedAt: this.now,
      landedAt: this.now,
    } as const
    this.event('landing.queued', landing, subject)
    this.move(run, 'queued')
    const evidence = proof.map(({ id }) => id)
    this.event(
      'landing.intended',
      { epoch: 1, from, to, tree, gate: 'gate', environment: 'none', evidence },
      subject,
    )
    this.event('landing.landed', { epoch: 1, to, tree }, subject)
    this.move(run, 'landed')
    this.landings.push(landing)
    this.#tip = to
    return landing
  }

  judge(run: Run, judgement: Judgement): void {
    this.event('run.judged', judgement, { taskId: run.taskId, runId: run.id })
  }

  end(run: Changeable<Run>, reason: EndReason, detail: string): void {
    this.event(
      'run.ended',
      { from: run.state as LiveRunState, reason, detail },
      { taskId: run.taskId, runId: run.id },
    )
    Object.assign(run, {
      state: 'ended',
      endReason: reason,
      endDetail: detail,
      endedAt: this.now,
      updatedAt: this.now,
    })
    const task = this.#taskOf(run)
    const earlier = this.runs.filter((other) => other.taskId === task.id && other !== run)
    const repeated = repeatsFailure({ reason, detail }, { attempts: task.attempts, earlier })
    const effect = endingEffect(reason, { ...task, maxRuns: task.limits.runs, repeated })
    task.attempts = effect.attempts
    task.losses = effect.losses
    this.#moveTask(run, effect.task, effect.task === 'done' ? 'already-green' : null)
    if (effect.task !== 'blocked') return
    const { attempts, losses } = task
    const draft = blockerOfEnding({ reason, detail, attempts, losses, repeated: effect.repeated })
    const raised = {
      id: `blocker-${run.id}`,
      taskId: task.id,
      runId: run.id,
      raisedBy: 'system:reveille',
      raisedAt: this.now,
    }
    const open = { answer: null, note: null, until: null, answeredBy: null, answeredAt: null }
    this.blockers.push({ ...draft, ...raised, ...open })
    this.event('blocker.raised', draft, { taskId: task.id, runId: run.id, subjectId: raised.id })
  }

  judgeLane(judged: LaneJudged): void {
    this.event('lane.judged', { ...judged, epoch: 1 }, { subjectId: this.night.id })
  }

  note(task: Task, text: string): void {
    const note = {
      id: `note-${this.notes.length + 1}`,
      taskId: task.id,
      author: 'human:anna',
      text,
      at: this.now,
    }
    this.notes.push(note)
    this.event('task.noted', { noteId: note.id }, { taskId: task.id, actor: note.author })
  }

  record(): NightRecord {
    const { night, tasks, runs, evidence, landings, blockers, events, notes } = this
    return { night, tasks, runs, evidence, landings, blockers, events, notes }
  }

  #moveTask(run: Run, to: TaskState, resolution: Resolution | null = null): void {
    const task = this.#taskOf(run)
    if (task.state === to) return
    const { state: from, attempts, losses } = task
    this.event(
      'task.moved',
      { from, to, resolution, attempts, losses, reason: '' },
      { taskId: task.id, runId: run.id },
    )
    Object.assign(task, { state: to, resolution, updatedAt: this.now })
  }

  #taskOf(run: Run): Changeable<Task> {
    const task = this.tasks.find(({ id }) => id === run.taskId)
    if (task === undefined) throw new TypeError(`no task of ${run.id}`)
    return task
  }
}

/** Forty digits that differ with the text. */
function hash(text: string): string {
  let state = 7
  for (const letter of text) state = (state * 31 + (letter.codePointAt(0) ?? 0)) % 0xffffffff
  return state.toString(16).padStart(8, '0').repeat(5)
}
