/** Task specs: YAML files that people write, a task in each document. */
import { TASK_KINDS, type TaskDraft, type TaskKind } from '../domain/task.ts'
import type { Diagnostic, Source } from './diagnostic.ts'
import { checkDocuments, failed, type Checked, type Located } from './diagnostics.ts'
import { draftProblems, type CheckOutline, type DraftProblem } from './draft-problems.ts'
import { adviseTaskKey } from './task-spec-advice.ts'
import { taskSpecSchema } from './task-spec-schema.ts'

/** A task and where it is written. */
export interface TaskSpec {
  readonly draft: TaskDraft
  readonly file: string
  readonly line: number
}

/** Any texts give either tasks, whose keys differ, or diagnostics that point at everything wrong with them. */
export function parseTaskSpecs(sources: readonly Source[]): Checked<readonly TaskSpec[]> {
  const specs = new Map<string, TaskSpec>()
  const diagnostics: Diagnostic[] = []
  for (const source of sources) {
    const checked = checkDocuments(source, {
      schema: taskSpecSchema,
      advise: adviseTaskKey,
      judge: judgeTask,
    })
    if (!checked.ok) {
      diagnostics.push(...checked.diagnostics)
      continue
    }
    for (const { value: draft, offset, line } of checked.value) {
      const other = specs.get(draft.key)
      if (other === undefined) specs.set(draft.key, { draft, file: source.file, line })
      else diagnostics.push(...usedTwice(source, { value: other, offset, line }))
    }
  }
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, value: [...specs.values()] }
}

function usedTwice(source: Source, { value, offset }: Located<TaskSpec>): readonly Diagnostic[] {
  const { draft, file, line } = value
  const message = `the key ${draft.key} is that of another task already, at ${file}:${line}`
  return failed(source, [{ start: offset, end: offset + 1, message, suggestion: null }]).diagnostics
}

/** The rules of drafts, asked of what was written: also where something else is wrong with it. */
function judgeTask(written: unknown): readonly DraftProblem[] {
  const kind = fieldOf(written, 'kind') ?? 'change'
  if (typeof written !== 'object' || written === null || Array.isArray(written) || !isKind(kind)) return []
  const has = (name: string): boolean => isGiven(fieldOf(written, name))
  const checks = fieldOf(written, 'checks')
  const problems = draftProblems({
    kind,
    hasAgent: has('agent'),
    hasWrite: isGiven(fieldOf(fieldOf(written, 'scope'), 'write')),
    allow: has('allow'),
    at: has('at'),
    artefact: has('artefact'),
    operation: has('operation'),
    checks: Array.isArray(checks) ? checks.map(outlineOfCheck) : [],
  })
  // A list that is none is told already, and what would stand in it is not known.
  const isKnown = checks === undefined || Array.isArray(checks)
  return problems
    .filter(({ path }) => isKnown || path[0] !== 'checks')
    .map(({ path, message }) => ({ path: has(String(path[0])) ? path : ['kind'], message }))
}

function outlineOfCheck(check: unknown): CheckOutline {
  const has = (name: string): boolean => isGiven(fieldOf(check, name))
  return {
    expect: fieldOf(check, 'expect'),
    exits: has('exits'),
    tests: has('tests'),
    mutants: has('mutants'),
  }
}

/** Empty lists say nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function isKind(value: unknown): value is TaskKind {
  return TASK_KINDS.some((kind) => kind === value)
}
