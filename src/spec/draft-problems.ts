import type { TaskDraft, TaskKind } from '../domain/task.ts'

export interface DraftProblem {
  readonly path: readonly (string | number)[]
  /** A whole sentence. */
  readonly message: string
}

/** What the rules look at: what is given at all, so that a draft with other problems can be judged too. */
export interface DraftOutline {
  readonly kind: TaskKind
  readonly hasAgent: boolean
  readonly hasWrite: boolean
  readonly allow: boolean
  readonly at: boolean
  readonly artefact: boolean
  readonly operation: boolean
  readonly checks: readonly CheckOutline[]
}

export interface CheckOutline {
  readonly expect: unknown
  readonly exits: boolean
  readonly tests: boolean
  readonly mutants: boolean
}

export function outlineOf(draft: Omit<TaskDraft, 'key' | 'title' | 'goal' | 'needs'>): DraftOutline {
  return {
    kind: draft.kind,
    hasAgent: draft.agent !== null,
    hasWrite: draft.scope.write.length > 0,
    allow: draft.allow.length > 0,
    at: draft.at !== null,
    artefact: draft.artefact !== null,
    operation: draft.operation !== null,
    checks: draft.checks.map(({ expect, redExits, tests, mutants }) => ({
      expect,
      exits: redExits.length > 0,
      tests: tests.length > 0,
      mutants: mutants !== null,
    })),
  }
}

/** Why a task could never be done as it stands, whoever works on it. The same for every way to write a task down. */
export function draftProblems(draft: DraftOutline): readonly DraftProblem[] {
  return [...kindProblems(draft), ...fieldProblems(draft), ...draft.checks.flatMap(checkProblems)]
}

function kindProblems(draft: DraftOutline): readonly DraftProblem[] {
  const { kind, hasAgent, hasWrite, checks } = draft
  switch (kind) {
    case 'change':
      // Whatever is identified is filed at once; who works on it, and where, may be said later.
      return when(
        hasAgent && !hasWrite,
        ['scope', 'write'],
        'a change with an agent needs paths it may write',
      )
    case 'verify':
      return [
        ...when(hasAgent, ['agent'], 'a verify task has no agent: its checks are its work'),
        ...when(checks.length === 0, ['checks'], 'a verify task needs a check that must pass'),
        ...refusedChecks(
          draft,
          ['must-pass'],
          'a verify task changes nothing, so its checks are all must-pass',
        ),
        ...changesNothing(draft),
      ]
    case 'explore':
      return [
        ...when(!hasAgent, ['agent'], 'an explore task needs an agent that looks'),
        ...when(
          !draft.artefact,
          ['artefact'],
          'an explore task needs an artefact to bring: findings, or a schema',
        ),
        ...refusedChecks(
          draft,
          ['must-pass'],
          'an explore task changes nothing, so its checks are all must-pass',
        ),
        ...changesNothing(draft),
      ]
    case 'operate':
      return [
        ...when(hasAgent, ['agent'], 'an operate task has no agent: its operation is its work'),
        ...when(!draft.operation, ['operation'], 'an operate task needs the name of a configured operation'),
        ...when(checks.length === 0, ['checks'], 'an operate task needs a check that proves what it did'),
        ...refusedChecks(
          draft,
          ['red-to-green', 'must-pass'],
          'an operate task adds no tests, so no check of it can kill mutants',
        ),
        ...changesNothing(draft),
      ]
  }
}

function changesNothing({ kind, hasWrite }: DraftOutline): readonly DraftProblem[] {
  const article = kind === 'explore' || kind === 'operate' ? 'an' : 'a'
  return when(
    hasWrite,
    ['scope', 'write'],
    `${article} ${kind} task changes no file, so it has no paths to write`,
  )
}

function refusedChecks(
  { checks }: DraftOutline,
  possible: readonly string[],
  message: string,
): readonly DraftProblem[] {
  const refused = ['red-to-green', 'must-pass', 'kills-mutants'].filter(
    (expect) => !possible.includes(expect),
  )
  return checks.flatMap(({ expect }, index) =>
    when(
      refused.some((one) => one === expect),
      ['checks', index, 'expect'],
      message,
    ),
  )
}

function fieldProblems({ kind, allow, at, artefact, operation }: DraftOutline): readonly DraftProblem[] {
  return [
    ...when(
      allow && kind !== 'change',
      ['allow'],
      'only a change can be allowed to change tests or configuration',
    ),
    ...when(
      at && kind !== 'verify' && kind !== 'explore',
      ['at'],
      'only verify and explore tasks are about another tree than the target',
    ),
    ...when(artefact && kind !== 'explore', ['artefact'], 'only an explore task brings an artefact'),
    ...when(operation && kind !== 'operate', ['operation'], 'only an operate task carries out an operation'),
  ]
}

function checkProblems(
  { expect, exits, tests, mutants }: CheckOutline,
  index: number,
): readonly DraftProblem[] {
  const isRed = expect === 'red-to-green'
  const isKilling = expect === 'kills-mutants'
  return [
    ...when(
      isKilling && !mutants,
      ['checks', index, 'mutants'],
      'a kills-mutants check needs the modules it tests',
    ),
    ...when(!isKilling && mutants, ['checks', index, 'mutants'], 'only a kills-mutants check has mutants'),
    ...when(
      !isRed && tests,
      ['checks', index, 'tests'],
      'only a red-to-green check names tests that turn green',
    ),
    ...when(
      !isRed && exits,
      ['checks', index, 'exits'],
      'only a red-to-green check declares exits that count as red',
    ),
  ]
}

function when(holds: boolean, path: DraftProblem['path'], message: string): readonly DraftProblem[] {
  return holds ? [{ path, message }] : []
}
