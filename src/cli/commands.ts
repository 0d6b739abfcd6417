import type { CliCommand } from './command.ts'

export const GROUPS = ['Set up', 'Nights', 'Tasks', 'Blockers', 'Reports'] as const

export interface CommandEntry {
  /** The words that call it, e.g. `task add`. */
  readonly name: string
  readonly group: (typeof GROUPS)[number]
  /** The operation's own summary, here too so that help needs to load nothing. */
  readonly summary: string
  readonly load: () => Promise<{ readonly command: CliCommand }>
}

/** Words that only stand before others. */
export const PREFIXES: Readonly<Record<string, string>> = {
  task: 'Add, list and change tasks',
  blocker: 'List and answer what waits for a person',
  audit: 'Look at a whole repository without running any of it',
}

/** All commands, in the order of help. A command is one file and one row. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'init',
    group: 'Set up',
    summary: 'Write the configuration of a repository, from what its files say',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'doctor',
    group: 'Set up',
    summary: 'Check machine and repository, each failure with the command that fixes it',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'demo',
    group: 'Set up',
    summary: 'Run a night on a copy of the example project and print its report',
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'completion',
    group: 'Set up',
    summary: 'Print what makes bash, zsh or fish complete commands, options and keys',
    load: () => import('./commands/completion.ts'),
  },
  {
    name: 'night',
    group: 'Nights',
    summary: 'Work on all open tasks until they are done or stuck',
    load: () => import('./commands/night.ts'),
  },
  {
    name: 'plan',
    group: 'Nights',
    summary: 'Show what the task specs would change, in which order, and write nothing',
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'run',
    group: 'Nights',
    summary: 'Work on the named tasks, or on those of a plan, until they are done or stuck',
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'accept',
    group: 'Nights',
    summary: 'Fast-forward your branch to what the night has landed',
    load: () => import('./commands/accept.ts'),
  },
  {
    name: 'watch',
    group: 'Nights',
    summary: 'Watch the night that another process leads, live, until it ends',
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'clean',
    group: 'Nights',
    summary: 'List or remove workspaces, cached trees, environments and transcripts of ended runs',
    load: () => import('./commands/clean.ts'),
  },
  {
    name: 'task add',
    group: 'Tasks',
    summary: 'Add tasks; all of them, or none',
    load: () => import('./commands/task-add.ts'),
  },
  {
    name: 'task list',
    group: 'Tasks',
    summary: 'List tasks, the most urgent first',
    load: () => import('./commands/task-list.ts'),
  },
  {
    name: 'task show',
    group: 'Tasks',
    summary: 'Show a task with its notes, runs and blockers',
    load: () => import('./commands/task-show.ts'),
  },
  {
    name: 'task note',
    group: 'Tasks',
    summary: 'Append a note to a task; agents read notes in their brief',
    load: () => import('./commands/task-note.ts'),
  },
  {
    name: 'task update',
    group: 'Tasks',
    summary: 'Change the named fields of a task and no others',
    load: () => import('./commands/task-update.ts'),
  },
  {
    name: 'task dep',
    group: 'Tasks',
    summary: 'Change which tasks a task waits for',
    load: () => import('./commands/task-dep.ts'),
  },
  {
    name: 'task cancel',
    group: 'Tasks',
    summary: 'Give a task up, for good',
    load: () => import('./commands/task-cancel.ts'),
  },
  {
    name: 'task spec',
    group: 'Tasks',
    summary: 'Write a task as YAML: one of the ledger, or a draft to begin with',
    load: () => import('./commands/task-spec.ts'),
  },
  {
    name: 'blocker list',
    group: 'Blockers',
    summary: 'List blockers, the open ones unless told otherwise',
    load: () => import('./commands/blocker-list.ts'),
  },
  {
    name: 'blocker show',
    group: 'Blockers',
    summary: 'Show a blocker: what was seen, what was tried, what to decide',
    load: () => import('./commands/blocker-show.ts'),
  },
  {
    name: 'blocker answer',
    group: 'Blockers',
    summary: 'Answer a blocker with one of its options, once',
    load: () => import('./commands/blocker-answer.ts'),
  },
  {
    name: 'grant',
    group: 'Blockers',
    summary: 'Allow the plan of an operate task on production, once and for a time',
    load: () => import('./commands/grant.ts'),
  },
  {
    name: 'status',
    group: 'Reports',
    summary: 'Show whether it is fine: what runs, waits for you, fails and landed',
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'why',
    group: 'Reports',
    summary: 'Tell why a task stands where it stands, event by event',
    load: () => import('./commands/why.ts'),
  },
  {
    name: 'report',
    group: 'Reports',
    summary: 'Report a night: what landed with its proof, what did not and why, what needs you',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'audit map',
    group: 'Reports',
    summary: 'Tell what a repository is made of, layer by layer, from its files alone',
    load: () => import('./commands/audit-map.ts'),
  },
  {
    name: 'integrity',
    group: 'Reports',
    summary: 'Tell what a range of commits does to tests: what it deletes, skips or weakens',
    load: () => import('./commands/integrity.ts'),
  },
]
