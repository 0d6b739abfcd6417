/** Run hosts without processes: an agent is a list of acts, played by the clock whenever somebody looks. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { AgentEnd } from '../src/agents/agent.ts'
import { ReveilleError } from '../src/domain/errors.ts'
import type { AgentChoice } from '../src/domain/task.ts'
import type { HostAtGate, Hosts, HostSpec, HostState } from '../src/runs/host.ts'
import type { Clock } from '../src/support/clock.ts'
import { createMask } from '../src/support/secrets.ts'

export type Act =
  /** Paths are relative to the workspace. */
  | { readonly write: string; readonly content: string }
  | { readonly remove: string }
  | { readonly print: string }
  /** Milliseconds of the clock. */
  | { readonly sleep: number }
  | { readonly exit: number }
  | { readonly signal: string }
  /** Until it is stopped; `says` is printed then. */
  | { readonly hang: 'politely' | 'stubbornly'; readonly says?: string }
  /** Host and all: no end record. */
  | { readonly vanish: true }

type Cause = AgentEnd['cause']
type Program = (command: HostSpec['command']) => readonly Act[]

export interface InProcessHosts extends Hosts {
  /** What was asked to stop, in order. */
  readonly stopped: readonly ('no-progress' | 'stopped')[]
  readonly started: readonly HostSpec[]
}

/** An agent for `playedProgram`: its acts on its first run, its second and so on; the last list stands for all later ones. */
export function playing(...runs: (readonly Act[])[]): AgentChoice {
  return { kind: 'program', command: { argv: ['play', ...runs.map((acts) => JSON.stringify(acts))] } }
}

export function playedProgram({ argv, variables }: HostSpec['command']): readonly Act[] {
  const runs = argv.slice(argv.indexOf('play') + 1)
  const index = Math.min(Number(variables['REVEILLE_RUN_NUMBER']), runs.length) - 1
  return JSON.parse(runs[index] ?? '[]') as readonly Act[]
}

export function createInProcessHosts(options: {
  readonly clock: Clock
  readonly program?: Program
}): InProcessHosts {
  const { clock, program = playedProgram } = options
  const stages = new Map<string, Stage>()
  const stopped: ('no-progress' | 'stopped')[] = []
  const started: HostSpec[] = []
  const stageIn = (folder: string): Stage | null => stages.get(folder) ?? null
  return {
    stopped,
    started,
    async start(spec): Promise<HostAtGate> {
      const words = [...spec.command.argv, ...Object.values(spec.command.variables)]
      if (words.some((word) => word.includes('\0'))) throw new ReveilleError('agent-invalid', 'a NUL byte')
      if (stages.has(spec.folder)) throw new ReveilleError('already-exists', 'the folder had a host before')
      const stage = new Stage(clock, spec, program)
      stages.set(spec.folder, stage)
      started.push(spec)
      const identity = { pid: stages.size, startedAt: 'once', bootId: 'in-process' }
      return {
        identity,
        open: () => stage.open(),
        abort: () => stage.stop('stopped'),
      }
    },
    observe: async (folder) => (await stageIn(folder)?.look()) ?? { kind: 'lost' },
    async stop(folder, _identity, cause) {
      stopped.push(cause)
      await stageIn(folder)?.stop(cause)
    },
  }
}

/** Where one agent plays. */
class Stage {
  readonly #clock: Clock
  readonly #spec: HostSpec
  readonly #program: Program
  #acts: Act[] = []
  #state: 'at-gate' | 'running' | 'ended' | 'lost' = 'at-gate'
  #beganAt = 0
  /** When the next act is due. */
  #dueAt = 0
  #transcript = ''
  #end: AgentEnd | null = null
  /** One look at a time: an act is played once. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(clock: Clock, spec: HostSpec, program: Program) {
    this.#clock = clock
    this.#spec = spec
    this.#program = program
  }

  async open(): Promise<void> {
    if (this.#state !== 'at-gate') return
    this.#acts = [...this.#program(this.#spec.command)]
    this.#state = 'running'
    this.#beganAt = this.#dueAt = this.#clock.now()
  }

  look(): Promise<HostState> {
    return this.#inTurn(async () => {
      await this.#play()
      if (this.#end !== null) return { kind: 'ended', end: this.#end }
      if (this.#state === 'lost') return { kind: 'lost' }
      return { kind: 'running', transcriptBytes: Buffer.byteLength(this.#transcript) }
    })
  }

  stop(cause: Cause): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state === 'at-gate') this.#state = 'lost'
      await this.#play()
      if (this.#state === 'running') await this.#stopAt(cause, this.#clock.now())
    })
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #play(): Promise<void> {
    const wallClockAt = this.#beganAt + this.#spec.wallClockMs
    while (this.#state === 'running') {
      const [act] = this.#acts
      const dueAt = act !== undefined && 'hang' in act ? Infinity : this.#dueAt
      if (Math.min(dueAt, wallClockAt) > this.#clock.now()) return
      if (wallClockAt <= dueAt) return this.#stopAt('wall-clock', wallClockAt)
      this.#acts.shift()
      await this.#perform(act ?? { exit: 0 })
    }
  }

  async #perform(act: Act): Promise<void> {
    if ('write' in act) {
      await mkdir(dirname(this.#place(act.write)), { recursive: true })
      await writeFile(this.#place(act.write), act.content)
    } else if ('remove' in act) await rm(this.#place(act.remove), { recursive: true })
    else if ('print' in act) this.#print(act.print)
    else if ('sleep' in act) this.#dueAt += act.sleep
    else if ('vanish' in act) this.#state = 'lost'
    else if ('exit' in act) this.#finish('exited', { exitCode: act.exit, signal: null })
    else if ('signal' in act) this.#finish('exited', { exitCode: null, signal: act.signal })
  }

  async #stopAt(cause: Cause, at: number): Promise<void> {
    const act = this.#acts.find((one) => 'hang' in one)
    this.#dueAt = at
    if (act?.says !== undefined) this.#print(act.says)
    const isKilled = act?.hang === 'stubbornly'
    if (isKilled) {
      this.#dueAt = at + this.#spec.graceMs
      await this.#clock.sleep(Math.max(0, this.#dueAt - this.#clock.now()))
    }
    this.#finish(cause, { exitCode: null, signal: isKilled ? 'SIGKILL' : 'SIGTERM' })
  }

  #finish(cause: Cause, outcome: Pick<AgentEnd, 'exitCode' | 'signal'>): void {
    const timedOut = cause === 'wall-clock'
    this.#state = 'ended'
    this.#end = {
      cause,
      timedOut,
      ...(timedOut ? { exitCode: null, signal: null } : outcome),
      durationMs: this.#dueAt - this.#beganAt,
      tail: this.#transcript.slice(-4096),
    }
  }

  #print(line: string): void {
    this.#transcript += createMask(this.#spec.secrets)(`${line}\n`)
  }

  #place(path: string): string {
    return resolve(this.#spec.command.variables['REVEILLE_WORKSPACE'] ?? '/', path)
  }
}
