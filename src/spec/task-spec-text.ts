/** A task as the YAML that would be read as the same task, with comments that say what may be written. */
import { Document, isScalar, visit } from 'yaml'
import { DEFAULT_CHECK_TIMEOUT_MS, type Check, type Command } from '../domain/check.ts'
import { DEFAULT_LIMITS, type AgentChoice, type TaskDraft } from '../domain/task.ts'
import { durationText } from './duration.ts'

/** Where the schema for editors stands, relative to the repository's root: beside that of the configuration. */
export const TASK_SCHEMA_FILE = '.reveille/task.schema.json'

/** Folder of the task specs, relative to the repository's root. */
export const TASKS_FOLDER = '.reveille/tasks'

/** `schema` is the path of the JSON Schema as seen from the file. */
export function renderTaskSpec(draft: TaskDraft, schema: string): string {
  const written = sections(draft).filter(({ value }) => value !== undefined)
  return [
    // A path may hold what would end the comment.
    `# yaml-language-server: $schema=${schema.replaceAll(/[\r\n]/g, ' ')}`,
    '# `reveille plan` checks this file and shows what it would change; an unknown key is an error.',
    ...written.flatMap(({ name, value, comments }) => [
      ...(comments.length > 0 ? [''] : []),
      ...comments.map((comment) => `# ${comment}`),
      yaml(name, value),
    ]),
    '',
  ].join('\n')
}

interface Section {
  readonly name: string
  /** Undefined is left out. */
  readonly value: unknown
  readonly comments: readonly string[]
}

function sections(draft: TaskDraft): readonly Section[] {
  const { key, title, kind, priority, domain, goal, needs, agent, checks, limits } = draft
  return [
    section('key', key),
    section('title', title),
    section('kind', kind, COMMENTS.kind[kind]),
    section('priority', priority),
    section('domain', domain ?? undefined),
    section(
      'at',
      draft.at ?? undefined,
      'The commit, tag or branch that this is about; without it the target.',
    ),
    section('goal', goal === '' ? undefined : goal, 'What the agent is told.'),
    section('scope', scopeOf(draft), ...COMMENTS.scope),
    section('allow', unlessEmpty(draft.allow), 'What it may change besides sources: tests, configuration.'),
    section('needs', unlessEmpty(needs), 'Tasks that must be done first.'),
    section('agent', agent === null ? undefined : agentOf(agent), ...COMMENTS.agent),
    section(
      'artefact',
      artefactOf(draft),
      'findings, or schema: with a JSON Schema that the artefact must fit.',
    ),
    section('operation', draft.operation ?? undefined, 'An operation that .reveille/config.yaml describes.'),
    section('checks', unlessEmpty(checks.map(checkOf)), ...COMMENTS.checks[kind]),
    section('limits', limitsOf(limits), ...COMMENTS.limits),
  ]
}

const COMMENTS = {
  kind: {
    change: 'A diff that lands when its checks and the gate prove it.',
    verify: 'Checks that are answered, with evidence; nothing changes.',
    explore: 'An agent looks and brings an artefact; nothing changes.',
    operate: 'A configured operation, carried out when a person has granted its plan.',
  },
  scope: [
    'Globs of the paths it may change. With strict: true everything else is read-only for the agent too.',
  ],
  agent: [
    'program: [word, ...] is run as it is; shell: "a line" by /bin/sh. The brief is in the file $REVEILLE_BRIEF names.',
    'fixer: name is one that is built in; it reads parameters alone.',
  ],
  checks: {
    change: [
      'What proves it. red-to-green fails before and passes after; must-pass passes after; kills-mutants notices faults.',
      'A red is counted by the report of the test runner; for other commands say which exit codes mean red: exits: [1].',
    ],
    verify: ['What is asked. Each must pass; none can turn green, because nothing changes.'],
    explore: ['What must still pass.'],
    operate: ['What proves it afterwards. red-to-green: fails before the operation and passes after it.'],
  },
  limits: ['Runs that may fail before it blocks, the longest time of a run, and of silence.'],
} as const

function section(name: string, value: unknown, ...comments: readonly string[]): Section {
  return { name, value, comments }
}

/** Text of several lines without anything that its end or an editor could change. */
const PLAIN_LINES = /^[^\s\p{C}][^\p{C}\u2028\u2029]*(?:\n[^\p{C}\u2028\u2029]*)*\n?$/u
const LOOSE_END = /[ \u00a0]\n|[ \n\u00a0]\n?$/

/** Lists of words stand on one line, text of several lines as a block. */
function yaml(name: string, value: unknown): string {
  const document = new Document({ [name]: value }, { aliasDuplicateObjects: false, version: '1.2' })
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value !== 'string' || !scalar.value.includes('\n')) return
      const isPlain = PLAIN_LINES.test(scalar.value) && !LOOSE_END.test(scalar.value.replace(/\n$/, ''))
      scalar.type = isPlain ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE'
    },
    Seq: (_, list) => {
      list.flow = list.items.length > 0 && list.items.every((item) => isScalar(item) && item.value !== null)
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).replace(/\n$/, '')
}

function unlessEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list
}

function scopeOf({ scope: { write, strict } }: TaskDraft): unknown {
  if (write.length === 0 && !strict) return undefined
  return { ...(write.length > 0 ? { write } : {}), ...(strict ? { strict } : {}) }
}

function commandOf(command: Command): object {
  return 'shell' in command ? { shell: command.shell } : { run: command.argv }
}

function agentOf(agent: AgentChoice): object {
  if (agent.kind === 'scripted') return { scripted: agent.steps }
  const { parameters } = agent
  return { ...workerOf(agent), ...(parameters === undefined ? {} : { parameters }) }
}

function workerOf(agent: Exclude<AgentChoice, { kind: 'scripted' }>): object {
  if (agent.kind === 'fixer') return { fixer: agent.name }
  return 'shell' in agent.command ? { shell: agent.command.shell } : { program: agent.command.argv }
}

function artefactOf({ artefact }: TaskDraft): unknown {
  if (artefact === null) return undefined
  return artefact.kind === 'findings' ? 'findings' : { schema: artefact.schema }
}

function checkOf(check: Check): object {
  const { name, expect, timeoutMs, redExits, report, tests, mutants } = check
  return {
    name,
    ...commandOf(check.command),
    expect,
    ...(timeoutMs === DEFAULT_CHECK_TIMEOUT_MS ? {} : { timeout: durationText(timeoutMs) }),
    ...(redExits.length === 0 ? {} : { exits: redExits }),
    ...(report === 'auto' ? {} : { report: reportOf(report) }),
    ...(tests.length === 0 ? {} : { tests }),
    ...(mutants === null ? {} : { mutants }),
  }
}

function reportOf(report: Check['report']): unknown {
  if (typeof report === 'string') return report
  return report.file === null ? { format: report.format } : report
}

function limitsOf({ runs, wallClockMs, noProgressMs }: TaskDraft['limits']): unknown {
  const said = {
    ...(runs === DEFAULT_LIMITS.runs ? {} : { runs }),
    ...(wallClockMs === DEFAULT_LIMITS.wallClockMs ? {} : { wallClock: durationText(wallClockMs) }),
    ...(noProgressMs === DEFAULT_LIMITS.noProgressMs ? {} : { idle: durationText(noProgressMs) }),
  }
  return Object.keys(said).length === 0 ? undefined : said
}
