import { DEFAULT_CHECK_TIMEOUT_MS, PLAIN_CHECK, type Check } from '../domain/check.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type TaskDraft, type TaskKind } from '../domain/task.ts'

/** A task of a kind to begin with: every field that the kind uses has a value to be written over. */
export function templateOf(key: string, kind: TaskKind): TaskDraft {
  return { ...EMPTY, key, kind, ...FIELDS[kind] }
}

const EMPTY = {
  title: 'Say in one line what is true when it is done',
  goal: '',
  priority: 'P2',
  domain: null,
  scope: { write: [], strict: false },
  needs: [],
  checks: [],
  agent: null,
  limits: DEFAULT_LIMITS,
  ...PLAIN_DRAFT,
} as const satisfies Partial<TaskDraft>

const AGENT = { kind: 'program', command: { argv: ['my-agent', '--fix'] } } as const
const GOAL = 'Say what is wrong or wanted, where to look,\nand what must stay as it is.\n'

const FIELDS: Readonly<Record<TaskKind, Partial<TaskDraft>>> = {
  change: {
    goal: GOAL,
    scope: { write: ['src/**'], strict: false },
    agent: AGENT,
    checks: [check('fixed', 'red-to-green'), check('still-good', 'must-pass')],
  },
  verify: { at: 'HEAD', checks: [check('suite', 'must-pass')] },
  explore: { goal: GOAL, agent: AGENT, artefact: { kind: 'findings' } },
  operate: { operation: 'deploy', checks: [check('deployed', 'red-to-green', [1])] },
}

function check(name: string, expect: Check['expect'], redExits: readonly number[] = []): Check {
  const command = { argv: ['npm', 'test'] }
  return { ...PLAIN_CHECK, name, command, expect, timeoutMs: DEFAULT_CHECK_TIMEOUT_MS, redExits }
}
