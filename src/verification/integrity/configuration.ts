/** Settings that decide which tests run, how often, and how much of the code they must reach. */
import type { FileChange } from '../file-change.ts'
import { optionalLines, optionalSteps } from './optional-checks.ts'
import type { Finding, RuleName } from './rules.ts'
import { readSettings, type Settings, type Values } from './settings.ts'

/** `moved` are thresholds and patterns that stand here now: what another file lost may only have moved. */
export interface ConfigurationFacts {
  readonly findings: readonly Finding[]
  /** Patterns that leave tests out, to be held against the tests there are. */
  readonly excluded: readonly { readonly pattern: string; readonly finding: Finding }[]
  readonly present: readonly string[]
}

const NONE: ConfigurationFacts = { findings: [], excluded: [], present: [] }

const THRESHOLD =
  /(?:threshold|(?:^|\.)(?:c8|nyc|coverage)\b).*\.(?:lines|branches|functions|statements)$|fail_under$|(?:^|\.)(?:lines|branches|functions|statements)$/i
const INCLUDED =
  /(?:^|\.)(?:testMatch|testRegex|testpaths|python_files|python_functions|python_classes|spec)$|(?:^|[.\]])test\.include$|^ava\.files$/
const EXCLUDED =
  /(?:^|\.)(?:testPathIgnorePatterns|norecursedirs|collect_ignore(?:_glob)?)$|(?:^|[.\]])test\.exclude$|(?:^|\.)testIgnore$/
const RETRIES = /(?:^|[.\]])test\.retry$|^retries$|\.reruns$/
const OPTIONS = /(?:^|\.)addopts$|^scripts\./
/** What leaves tests out, or lets a run without any pass. */
const BLINDING =
  /^(?:--ignore(?:-glob)?|--deselect|-k|-m|--passWithNoTests|--pass-with-no-tests|--testPathIgnorePatterns|--exclude|--suppress-no-test-exit-code)(?:=|$)/

export function compareConfiguration({ path, before, after }: FileChange): ConfigurationFacts {
  const was = readSettings(path, before)
  const is = readSettings(path, after)
  const optional = before === null || after === null ? [] : optionalSteps({ path, before, after })
  if (was === null || is === null) return optional.length === 0 ? NONE : { ...NONE, findings: optional }
  const isNew = before === null
  const findings = [...was].flatMap(([key, values]) =>
    compareSetting({ path, key, values, now: is.get(key) ?? [] }),
  )
  const added = isNew ? [] : [...is].flatMap(([key, values]) => addedOptions({ path, key, values, was }))
  return {
    findings: [...findings, ...added, ...optional],
    excluded: isNew ? [] : [...is].flatMap(([key, values]) => newlyExcluded({ path, key, values, was })),
    present: [...is].flatMap(([key, values]) => values.map((value) => `${lastOf(key)}=${value}`)),
  }
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1)
}

interface Setting {
  readonly path: string
  readonly key: string
  readonly values: Values
}

function found({ path, key }: Setting, rule: RuleName, text: string): Finding {
  return { rule, path, line: null, subject: key, text: `${key} ${text}` }
}

function compareSetting(setting: Setting & { readonly now: Values }): readonly Finding[] {
  const { key, values, now } = setting
  const [was, is] = [values[0], now[0]]
  if (THRESHOLD.test(key) && typeof was === 'number') {
    if (is === undefined) return [found(setting, 'threshold-lowered', `asks for nothing; it was ${was}`)]
    return typeof is === 'number' && is < was
      ? [found(setting, 'threshold-lowered', `was lowered from ${was} to ${is}`)]
      : []
  }
  if (INCLUDED.test(key) && now.length > 0) {
    const lost = values.filter((value) => !now.includes(value))
    const isOnlyLess = now.every((value) => values.includes(value))
    return lost.length > 0 && isOnlyLess
      ? [found(setting, 'collection-narrowed', `finds no tests in ${lost.join(', ')} any more`)]
      : []
  }
  return []
}

type Compared = Setting & { readonly was: Settings }

function addedOptions(setting: Compared): readonly Finding[] {
  const { key, values, was } = setting
  const before = was.get(key) ?? []
  if (RETRIES.test(key)) {
    const [times, old] = [values[0], before[0] ?? 0]
    return typeof times === 'number' && typeof old === 'number' && times > old
      ? [
          found(
            setting,
            'retries-added',
            `lets every test fail ${times} times before it counts; it was ${old}`,
          ),
        ]
      : []
  }
  if (!OPTIONS.test(key) || before.length === 0) return []
  const isScript = key.startsWith('scripts.')
  if (isScript && !/test|check|lint|cover|ci|verify/.test(key)) return []
  const [old, now] = [before, values].map((all) => all.join(' '))
  const words = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/)
  const blinding = words(now).filter((word) => BLINDING.test(word) && !words(old).includes(word))
  return [
    ...blinding.map((word) =>
      found(setting, 'collection-narrowed', `has ${word} now, which leaves tests out`),
    ),
    ...optionalLines(old ?? '', now ?? '').map((line) =>
      found(setting, 'check-made-optional', `passes now whatever comes of it: ${line}`),
    ),
  ]
}

function newlyExcluded(setting: Compared): ConfigurationFacts['excluded'] {
  const { key, values, was } = setting
  if (!EXCLUDED.test(key)) return []
  const before = was.get(key) ?? []
  return values
    .filter((value): value is string => typeof value === 'string' && !before.includes(value))
    .map((pattern) => ({
      pattern,
      finding: found(setting, 'collection-narrowed', `leaves ${pattern} out`),
    }))
}
