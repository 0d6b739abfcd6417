/** Which changes to tests weaken them. Everything that may need tuning against real histories is in this table. */

/** `weakening` is held against the work; a `note` is only shown. */
export type Severity = 'weakening' | 'note'

/**
 * `history`: any range of commits, where behaviour changes together with its tests and only what makes tests blinder counts.
 * `run`: unattended work that may change tests but has to answer for each value it changes.
 */
export type Mode = 'history' | 'run'

/**
 * `if-pure`: only where nothing came in the place of what went; a test that was rewritten follows its subject.
 * `if-alone`: only where, besides, no source changed in the same range, so that no behaviour can have.
 */
type HistorySeverity = Severity | 'if-pure' | 'if-alone'

interface Rule {
  readonly history: HistorySeverity
  readonly run: Severity
  /** Whether the disappearance of what is tested, in the same range, explains it. */
  readonly isExcusable: boolean
}

const ALWAYS: Rule = { history: 'weakening', run: 'weakening', isExcusable: false }
const UNLESS_SUBJECT_IS_GONE: Rule = { ...ALWAYS, isExcusable: true }
const IF_PURE: Rule = { ...UNLESS_SUBJECT_IS_GONE, history: 'if-pure' }
const IN_RUNS: Rule = { history: 'note', run: 'weakening', isExcusable: false }

export const RULES = {
  'assertion-removed': IF_PURE,
  'assertion-weakened': IF_PURE,
  /** Rewritten: another assertion, about something else, stands in its place and says less. */
  'assertion-replaced': IN_RUNS,
  'cases-removed': { ...UNLESS_SUBJECT_IS_GONE, history: 'if-alone' },
  'check-made-optional': ALWAYS,
  'collection-narrowed': ALWAYS,
  'exception-widened': ALWAYS,
  'exclusive-test': ALWAYS,
  'retries-added': ALWAYS,
  'skip-added': ALWAYS,
  /** On a condition that is about neither the platform nor something that may be missing. */
  'skip-conditional': IN_RUNS,
  /** Pure where it is skipped always: what else has a reason names the machine, and still runs on others. */
  'skip-reworded': { ...ALWAYS, history: 'if-pure' },
  'skip-widened': ALWAYS,
  'snapshot-regenerated': IN_RUNS,
  tautology: ALWAYS,
  /** Pure where no other test of its file changed: then it went because it was in the way. */
  'test-deleted': IF_PURE,
  'test-emptied': IF_PURE,
  /** Deleted, and as much asserted in new tests of the same file. */
  'test-replaced': IN_RUNS,
  'threshold-lowered': ALWAYS,
  'tolerance-widened': ALWAYS,
  unparsable: ALWAYS,
  'value-changed': IN_RUNS,
  'value-loosened': IF_PURE,
} satisfies Record<string, Rule>

export type RuleName = keyof typeof RULES

export interface Finding {
  readonly rule: RuleName
  readonly path: string
  readonly line: number | null
  readonly subject: string
  /** One sentence. */
  readonly text: string
  /** Source of what is lost, where the disappearance of what it tested would explain it. */
  readonly lost?: string
  /** What came in its place, uncut, where the text only begins to tell it: with text and loss it makes the fingerprint. */
  readonly became?: readonly string[]
  /** Whether something else came in the place of what went. */
  readonly isPure?: boolean
  /** Id of the test it is about. */
  readonly test?: string
}

/** How alike two bodies must be, from 0 to 1, to be the same test under another name. */
export const SAME_BODY = 0.6
/** Words that a body may gain and still count as one to which nothing was added. */
export const MOST_ADDED = 0
/** How many times more words of code must leave the sources than come in for the range to be a removal, and how many at least. */
export const REMOVAL = 3
export const LEAST_REMOVED = 5
/** Share of a missing test's assertions that must turn up in other tests for it to have been merged, split or moved. */
export const MOVED_SHARE = 0.6
/** Tests compared body by body; beyond it names alone pair them. */
export const MOST_COMPARED = 600
