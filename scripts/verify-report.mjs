// Checks a night from outside: derives every figure of its report anew from the exported event log, holds the log against git,
// and runs every check of what landed once more. It shares no code with Reveille, so that it cannot share a mistake.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compare } from './verify-report/compare.mjs'
import { findings } from './verify-report/findings.mjs'
import { handoffOf } from './verify-report/handoff.mjs'
import { parseLog, replay } from './verify-report/log.mjs'
import { verifyMarkdown } from './verify-report/markdown.mjs'
import { nightOf } from './verify-report/night.mjs'
import { rerunChecks } from './verify-report/rerun.mjs'
import { verifyTarget } from './verify-report/target.mjs'

const USAGE =
  "usage: node verify-report.mjs --repo PATH --export DIR [--no-checks] [--set-up 'npm ci'] [--variable NAME=VALUE]... [--timeout SECONDS]"
const DEFAULT_TIMEOUT_S = 3600

/** What `reveille report --export` wrote into a folder. Throws when a file cannot be read or the hand-off is not JSON. */
export function readExport(folder) {
  const read = (name) => readFileSync(path.join(folder, name), 'utf8')
  return {
    events: read('events.jsonl'),
    handoff: JSON.parse(read('handoff.json')),
    markdown: read('handoff.md'),
  }
}

/**
 * Verifies an export; `repository` null leaves git out, `checks` null leaves the checks out.
 * @returns {{ verified: number, wrong: readonly string[], lines: readonly string[] }}
 */
export function verify({ events, handoff, markdown }, { repository, checks }) {
  const found = findings()
  try {
    const world = replay(parseLog(events, found), found)
    const record = nightOf(world, handoff?.night?.number)
    if (record === null) found.note('event log', false, 'it holds no such night')
    else verifyNight({ record, world, found, handoff, markdown, repository, checks })
  } catch (error) {
    // A log that contradicts itself leads anywhere; that it cannot be followed is an answer too.
    found.note('event log', false, `it cannot be followed: ${error instanceof Error ? error.message : error}`)
  }
  return found.result()
}

function verifyNight({ record, world, found, handoff, markdown, repository, checks }) {
  compare(handoffOf(record, world, handoff.asOf), handoff, { found, section: 'handoff.json' })
  verifyMarkdown(markdown, { handoff, found })
  if (repository === null) return
  verifyTarget(repository, { record, world, found })
  if (checks !== null) rerunChecks(repository, { record, world, found, ...checks })
}

function main(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      repo: { type: 'string' },
      export: { type: 'string' },
      'no-checks': { type: 'boolean', default: false },
      'set-up': { type: 'string' },
      variable: { type: 'string', multiple: true, default: [] },
      timeout: { type: 'string', default: String(DEFAULT_TIMEOUT_S) },
    },
  })
  const timeoutMs = Number(values.timeout) * 1000
  if (values.repo === undefined || values.export === undefined || !(timeoutMs > 0)) throw new TypeError(USAGE)
  const variables = Object.fromEntries(values.variable.map((text) => text.split(/=(.*)/s, 2)))
  const checks = values['no-checks'] ? null : { setUp: values['set-up'] ?? null, variables, timeoutMs }
  const { verified, wrong, lines } = verify(readExport(values.export), {
    repository: path.resolve(values.repo),
    checks,
  })
  console.log([...lines, `${verified} verified, ${wrong.length} wrong`].join('\n'))
  return verified > 0 && wrong.length === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main(process.argv.slice(2)) ? 0 : 1
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  }
}
