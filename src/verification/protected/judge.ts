import type { Judgement, Objection } from '../../domain/judgement.ts'
import type { Allowance, Scope } from '../../domain/task.ts'
import { namesLiterally } from '../../spec/scope.ts'
import type { TreeChange } from '../../support/git.ts'
import type { FileChange } from '../file-change.ts'
import { objection } from '../objection.ts'
import { inSourceTests, keepsLines } from './in-source-tests.ts'
import { pathKind } from './kinds.ts'
import { decidingKeys } from './package-json.ts'
import type { ProtectedKind, Protection } from './protection.ts'

export interface ProtectedFacts {
  /** Renames are a deletion and an addition. */
  readonly changes: readonly Pick<TreeChange, 'path' | 'status'>[]
  /** Texts; only those of package.json and of sources that hold tests are looked at. */
  readonly files: readonly FileChange[]
  readonly protection: Protection
  readonly scope: Pick<Scope, 'write'>
  readonly allow: readonly Allowance[]
}

export interface ProtectedVerdict {
  readonly judgement: Judgement
  /** Null when nothing is refused. */
  readonly reason: 'weakened-tests' | 'out-of-scope' | null
}

const SHOWN = 3
const PACKAGE = /(?:^|\/)package\.json$/

/**
 * Whether work may change what decides about its own proof. New tests are free; the tests that were there need
 * `allow: [tests]`, configuration `allow: [configuration]`, lock files and files of the gate their name in the scope.
 */
export function judgeProtected(facts: ProtectedFacts): ProtectedVerdict {
  const allowed = { tests: 0, others: 0 }
  const objections: Objection[] = []
  for (const change of facts.changes) {
    const kind = facts.protection.kindOf(change.path)
    if (kind === null && !holdsTests(facts, change)) continue
    const refused = kind === null ? judgeInSource(facts, change) : judgeChange({ ...facts, change, kind })
    if (refused !== null) objections.push(refused)
    else if (kind !== null) allowed[kind === 'tests' ? 'tests' : 'others'] += 1
  }
  const weakens = objections.some(({ rule }) => rule === RULES.tests)
  const detail = objections.length > 0 ? sentence(objections) : allowedSentence(allowed)
  return {
    judgement: { judge: 'protected-files', objections, detail },
    reason: objections.length === 0 ? null : weakens ? 'weakened-tests' : 'out-of-scope',
  }
}

const RULES = {
  tests: 'existing-test',
  configuration: 'configuration',
  lock: 'lock-file',
  gate: 'gate-file',
} as const satisfies Record<ProtectedKind, string>

type ChangeFacts = ProtectedFacts & {
  readonly change: ProtectedFacts['changes'][number]
  readonly kind: ProtectedKind
}

function judgeChange(facts: ChangeFacts): Objection | null {
  const { change, kind, allow, scope } = facts
  const { path, status } = change
  const against = (what: string, need: string, subject = path): Objection =>
    objection({
      judge: 'protected-files',
      rule: RULES[kind],
      path,
      line: null,
      subject,
      matter: [],
      text: `It ${VERBS[status]} ${JSON.stringify(path)}, ${what}; its task would need ${need}.`,
    })
  switch (kind) {
    case 'tests':
      if (status === 'added' || allow.includes('tests')) return null
      return against('which is a test or belongs to one', '`allow: [tests]`')
    case 'configuration': {
      if (allow.includes('configuration')) return null
      if (!PACKAGE.test(path)) return against(CONFIGURES, CONFIGURATION_NEED)
      const keys = packageKeys(facts)
      if (keys === null) return against('which cannot be read as a package.json', CONFIGURATION_NEED)
      if (keys.length === 0) return null
      return against(`of which ${listed(keys)} ${CONFIGURE_HOW}`, CONFIGURATION_NEED, keys.join(' '))
    }
    case 'lock':
      if (namesLiterally(scope, path)) return null
      return against('which decides what is installed', LITERAL_NEED)
    case 'gate':
      if (namesLiterally(scope, path)) return null
      return against('to which the commands of its checks lead', LITERAL_NEED)
  }
}

/** Where runners do not name files (Rust), the text alone tells. */
function holdsTests(
  { protection }: ProtectedFacts,
  { path, status }: ProtectedFacts['changes'][number],
): boolean {
  return status !== 'added' && (protection.inSource.includes(path) || path.endsWith('.rs'))
}

/** Code may change beside its tests, and tests may be added. */
function judgeInSource(
  { files, allow }: ProtectedFacts,
  { path, status }: ProtectedFacts['changes'][number],
): Objection | null {
  const file = files.find((one) => one.path === path)
  const before = inSourceTests(path, file?.before ?? '')
  if (allow.includes('tests') || keepsLines(before, inSourceTests(path, file?.after ?? ''))) return null
  const text = `It ${VERBS[status]} tests inside ${JSON.stringify(path)}; its task would need \`allow: [tests]\`.`
  return objection({
    ...{ judge: 'protected-files', rule: RULES.tests, path, line: null, subject: path, matter: [], text },
  })
}

const VERBS = {
  added: 'adds',
  modified: 'changes',
  deleted: 'deletes',
  'type-changed': 'changes the type of',
} as const satisfies Record<TreeChange['status'], string>
const CONFIGURE_HOW = 'have a say in how the project is built or tested'
const CONFIGURES = 'which has a say in how the project is built or tested'
const CONFIGURATION_NEED = '`allow: [configuration]`'
const LITERAL_NEED = 'the path itself, without globs, in `scope.write`'

function packageKeys({ change, files, scope }: ChangeFacts): readonly string[] | null {
  const file = files.find(({ path }) => path === change.path)
  if (file === undefined || file.unread !== undefined) return null
  const before = change.status === 'added' ? '{}' : file.before
  const mayDepend = namesLiterally(scope, change.path) && namesLockFile(scope)
  return decidingKeys({ before, after: file.after }, { mayDepend }).keys
}

/** Whoever names the lock file too has asked for other dependencies. */
function namesLockFile(scope: Pick<Scope, 'write'>): boolean {
  const paths = scope.write.map((glob) => glob.replace(/^(\.\/+)+/, ''))
  return paths.some((path) => pathKind(path) === 'lock' && namesLiterally(scope, path))
}

function listed(keys: readonly string[]): string {
  const named = keys.slice(0, SHOWN).map((key) => JSON.stringify(key))
  const more = keys.length - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function sentence(objections: readonly Objection[]): string {
  const more = objections.length - SHOWN
  const shown = objections.slice(0, SHOWN).map(({ text }) => text)
  return [...shown, ...(more > 0 ? [`So it does with ${more} more.`] : [])].join(' ')
}

function allowedSentence({ tests, others }: { readonly tests: number; readonly others: number }): string {
  if (tests + others === 0) return 'It changes nothing that decides about its proof.'
  const parts = [
    ...(tests > 0 ? [`${tests} test ${tests === 1 ? 'file' : 'files'}`] : []),
    ...(others > 0 ? [`${others} other ${others === 1 ? 'file' : 'files'} that a proof depends on`] : []),
  ]
  return `It adds or changes ${parts.join(' and ')}, as its task lets it.`
}
