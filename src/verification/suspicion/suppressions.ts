/** Remarks that tell a tool of the gate to look away, without saying from what. They weaken the gate only where it runs a tool that obeys them. */
import type { Judgement, Objection } from '../../domain/judgement.ts'
import { shortened } from '../../domain/shortened.ts'
import { isPython, programOf } from '../closure/wrappers.ts'
import type { FileChange } from '../file-change.ts'
import { objection } from '../objection.ts'
import { pathKind } from '../protected/kinds.ts'

interface Suppression {
  /** What is told to look away, for people. */
  readonly tool: string
  readonly remark: RegExp
  /** Programs that obey it, by name. */
  readonly programs: RegExp
  /** Where the program alone does not say it: a word that must be on its line. */
  readonly option?: RegExp
}

const SCRIPT = /\.[cm]?[jt]sx?$|\.vue$|\.svelte$/i
const PYTHON = /\.pyi?$/i
const COVERED = /^--(?:experimental-)?(?:test-)?(?:coverage|cov)\b/

/** What is named behind a remark is what it overlooks: honest work names it, and often has to. */
const NAMELESS = String.raw`(?=\s*(?:--|\*\/|-->|$))`
const IN_SCRIPTS: readonly Suppression[] = [
  {
    tool: 'TypeScript',
    remark: /@ts-(?:nocheck|ignore)\b|@ts-expect-error\W*$/,
    programs: /^(?:tsc|tsgo|vue-tsc)$/,
  },
  {
    tool: 'a linter',
    remark: new RegExp(String.raw`\beslint-disable(?!-)|\beslint-disable-(?:next-)?line\b${NAMELESS}`),
    programs: /^(?:eslint|eslint_d|xo|oxlint)$/,
  },
  {
    tool: 'a linter',
    remark: new RegExp(String.raw`\boxlint-disable(?!-)|\boxlint-disable-(?:next-)?line\b${NAMELESS}`),
    programs: /^oxlint$/,
  },
  { tool: 'a linter', remark: /\bbiome-ignore(?:-all\b|\s+lint\s*:)/, programs: /^biome$/ },
  ...coverage(
    /\b(?:istanbul|c8|v8|node:coverage) (?:ignore|disable)\b/,
    /^(?:vitest|jest|node)$/,
    /^(?:c8|nyc)$/,
  ),
]
const IN_PYTHON: readonly Suppression[] = [
  {
    tool: 'a linter',
    remark: /\b(?:ruff|flake8):\s*noqa\b|\bnoqa\b(?!\s*:\s*[A-Z]+\d)/i,
    programs: /^(?:ruff|flake8)$/,
  },
  { tool: 'a linter', remark: /\bpylint:\s*(?:disable=all|skip-file)/, programs: /^pylint$/ },
  {
    tool: 'a type checker',
    remark: /\btype:\s*ignore\b(?!\[)/,
    programs: /^(?:mypy|pyright|basedpyright|ty|pyre)$/,
  },
  {
    tool: 'a type checker',
    remark: /\bpyright:\s*(?:ignore\b(?!\[)|basic\b)/,
    programs: /^(?:based)?pyright$/,
  },
  { tool: 'a type checker', remark: /\bmypy:\s*ignore-errors/, programs: /^mypy$/ },
  { tool: 'a security check', remark: /\bnosec\b(?!\s*:?\s*B\d)/, programs: /^bandit$/ },
  ...coverage(/\bpragma:\s*no (?:cover|branch)\b/, /^(?:pytest|py\.test)$/, /^coverage$/),
]

function coverage(remark: RegExp, runners: RegExp, tools: RegExp): readonly Suppression[] {
  const tool = 'the measurement of coverage'
  return [
    { tool, remark, programs: tools },
    { tool, remark, programs: runners, option: COVERED },
  ]
}

interface Found {
  readonly tool: string
  /** The remark from there on, in one form however it is laid out. */
  readonly remark: string
  readonly line: number
}

/**
 * What the work tells the tools of the gate to overlook in its sources. Only what is new counts: what stood anywhere in the changed
 * files before may stand there, or move. `lines` are the simple commands of the gate, with what they lead to.
 */
export function suppressionsOf(
  changes: readonly FileChange[],
  lines: readonly (readonly string[])[],
): readonly Objection[] {
  const obeyed = { script: obeyedBy(IN_SCRIPTS, lines), python: obeyedBy(IN_PYTHON, lines) }
  const read = changes.flatMap(({ path, before, after }) => {
    const known = SCRIPT.test(path) ? obeyed.script : PYTHON.test(path) ? obeyed.python : []
    if (known.length === 0 || pathKind(path) !== null) return []
    return [{ path, before: remarksIn(before, known), after: remarksIn(after, known) }]
  })
  const had = new Map<string, number>()
  for (const { remark } of read.flatMap(({ before }) => before)) had.set(remark, (had.get(remark) ?? 0) + 1)
  return read.flatMap(({ path, after }) => {
    const added = after.filter(({ remark }) => {
      const left = had.get(remark) ?? 0
      if (left > 0) had.set(remark, left - 1)
      return left === 0
    })
    return [...Map.groupBy(added, ({ remark }) => remark).values()].flatMap((alike) =>
      alike.slice(0, 1).map((found) => objectionTo(path, found, alike.length)),
    )
  })
}

/** The judgement with the suppressions behind what it found itself. */
export function withSuppressions(judgement: Judgement, added: readonly Objection[]): Judgement {
  const [first] = added
  if (first === undefined) return judgement
  const more = added.length > 1 ? ` (and ${added.length - 1} more)` : ''
  const detail = `${judgement.detail} ${first.path}:${first.line}: ${first.text}${more}.`
  return { ...judgement, objections: [...judgement.objections, ...added], detail }
}

function obeyedBy(
  known: readonly Suppression[],
  lines: readonly (readonly string[])[],
): readonly Suppression[] {
  return known.filter(({ programs, option }) =>
    lines.some(
      (words) =>
        programs.test(toolOf(words)) && (option === undefined || words.some((word) => option.test(word))),
    ),
  )
}

function toolOf(words: readonly string[]): string {
  const program = programOf(words)
  return isPython(program) && words[1] === '-m' ? (words[2] ?? '') : program
}

function remarksIn(text: string | null, known: readonly Suppression[]): readonly Found[] {
  return (text ?? '').split('\n').flatMap((line, index) => {
    const begin = /\/\/|\/\*|^\s*\*|#|<!--/.exec(line)?.index
    if (begin === undefined) return []
    const said = line.slice(begin)
    const found = known.find(({ remark }) => remark.test(said))
    if (found === undefined) return []
    const from = said.slice(found.remark.exec(said)?.index ?? 0)
    const remark = from
      .replace(/\*\/.*$|-->.*$/, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
    return [{ tool: found.tool, remark, line: index + 1 }]
  })
}

const LONGEST_REMARK = 200

function objectionTo(path: string, { tool, remark, line }: Found, times: number): Objection {
  const often = times === 1 ? '' : ` (${times} times)`
  const text = `It tells ${tool}, which the gate runs, to look away: ${shortened(remark, LONGEST_REMARK)}${often}`
  return objection({
    ...{ judge: 'suspicion', rule: 'suppressed-check', path, line, subject: remark, text },
    matter: [remark, `${times}`],
  })
}
