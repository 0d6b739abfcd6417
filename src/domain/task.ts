import type { Artefact } from './artefact.ts'
import type { Check, Command } from './check.ts'

export const TASK_KINDS = ['change', 'verify', 'explore', 'operate'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

/** The other kinds are carried out by Reveille itself: checks are asked, a configured command is run. */
export function needsAgent(kind: TaskKind): boolean {
  return kind === 'change' || kind === 'explore'
}

/** P0 comes first. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const
export type Priority = (typeof PRIORITIES)[number]

export const TASK_STATES = ['todo', 'doing', 'review', 'blocked', 'done', 'cancelled'] as const
export type TaskState = (typeof TASK_STATES)[number]

/** What is neither done nor given up. */
export const OPEN_STATES = ['todo', 'doing', 'review', 'blocked'] as const satisfies readonly TaskState[]

export const RESOLUTIONS = ['landed', 'concluded', 'already-green', 'closed'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** What a run of the task may change: globs relative to the repository's root; empty means nothing. */
export interface Scope {
  readonly write: readonly string[]
  /** Everything outside `write` is mounted read-only too, not only refused by the diff gate. */
  readonly strict: boolean
}

/** What a task may change besides the sources in its scope. Whatever it may not is the target's when it is proved. */
export const ALLOWANCES = ['tests', 'configuration'] as const
export type Allowance = (typeof ALLOWANCES)[number]

/** What the author of a task tells its agent, by name. */
export type AgentParameters = Readonly<Record<string, string | number | boolean>>

/** Which agent works and what it is told. */
export type AgentChoice =
  | { readonly kind: 'program'; readonly command: Command; readonly parameters?: AgentParameters }
  | { readonly kind: 'scripted'; readonly steps: readonly unknown[] }
  /** One of those in `fixer.ts`; a ledger may name one that only a newer Reveille has. */
  | { readonly kind: 'fixer'; readonly name: string; readonly parameters?: AgentParameters }

/** How reports call who works on a task. */
export function agentName(choice: AgentChoice | null): string {
  if (choice === null) return 'none'
  return choice.kind === 'fixer' ? choice.name : choice.kind
}

export interface TaskLimits {
  /** Runs that may use an attempt before the task blocks. */
  readonly runs: number
  readonly wallClockMs: number
  /** No output and no changed file for this long ends the run. */
  readonly noProgressMs: number
}

export const DEFAULT_LIMITS: TaskLimits = { runs: 3, wallClockMs: 60 * 60_000, noProgressMs: 10 * 60_000 }

/** What a person or planner writes down. */
export interface TaskDraft {
  readonly key: string
  readonly title: string
  readonly goal: string
  readonly kind: TaskKind
  readonly priority: Priority
  readonly domain: string | null
  readonly scope: Scope
  /** Keys of tasks that must be done first. */
  readonly needs: readonly string[]
  readonly checks: readonly Check[]
  readonly agent: AgentChoice | null
  readonly limits: TaskLimits
  readonly allow: readonly Allowance[]
  /** Commit, tag or branch that a `verify` or `explore` task is about; null is the target's tip. */
  readonly at: string | null
  /** What an `explore` task has to bring; null for the other kinds. */
  readonly artefact: Artefact | null
  /** Name of the configured operation that an `operate` task carries out; null for the other kinds. */
  readonly operation: string | null
}

/** What a run was started under: changed below it, its proof would be of something else. */
export const FIXED_DURING_RUN: readonly Exclude<keyof TaskDraft, 'key' | 'needs'>[] = [
  'kind',
  'scope',
  'checks',
  'agent',
  'allow',
  'at',
  'artefact',
  'operation',
]

/** What a draft says of the things that few tasks have. */
export const PLAIN_DRAFT = { allow: [], at: null, artefact: null, operation: null } as const

/** A unit of work. Everything below the draft is moved by Reveille alone. */
export interface Task extends TaskDraft {
  readonly id: string
  /** Grows by one with every change; an update names the version it read. */
  readonly version: number
  readonly state: TaskState
  readonly resolution: Resolution | null
  /** Runs that ended with a reason that uses an attempt. */
  readonly attempts: number
  /** Runs that were lost with their worker. */
  readonly losses: number
  readonly filedBy: string
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Note {
  readonly id: string
  readonly taskId: string
  readonly author: string
  readonly text: string
  readonly at: number
}

const KEY = /^[a-z0-9][a-z0-9-]{0,79}$/

/** A key is a slug: lower case letters, digits and dashes, at most 80 characters. */
export function isTaskKey(text: string): boolean {
  return KEY.test(text)
}
