/** Runs every check of everything that landed once more, in a plain clone. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { git } from './git.mjs'
import { landedOf } from './target.mjs'

const SECTION = 'checks run again'

/**
 * @param asking `setUp` is a line of shell that installs what the checks need, or null; `variables` are added to their
 *   environment; `timeoutMs` is the longest time that a command may take
 */
export function rerunChecks(repository, { record, world, found, ...asking }) {
  const folder = mkdtempSync(join(tmpdir(), 'verify-report-'))
  try {
    const clone = join(folder, 'clone')
    if (git(repository, 'clone', '--quiet', '--shared', '--no-checkout', '--', '.', clone) === null) {
      found.note(SECTION, false, 'the repository cannot be cloned')
      return
    }
    const home = join(folder, 'home')
    mkdirSync(home)
    const place = { clone, home, found, asked: new Map(), ...asking }
    for (const landing of landedOf(record)) rerunLanding(place, { landing, world })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function rerunLanding(place, { landing, world }) {
  const { to } = landing.landed
  const proof = landing.intent.evidence.flatMap((id) => world.evidence.get(id) ?? [])
  const base = landing.runId === null ? null : world.runs.get(landing.runId).base
  for (const { check, command, argv, expect } of proof) {
    if (argv.length === 0) {
      place.found.note(SECTION, false, `what ${check} executed on ${to} was not kept`)
      continue
    }
    const green = isGreen(place, { commit: to, argv })
    place.found.note(SECTION, green === true, `${check} is ${answer(green)} on ${to}: ${command}`)
    if (expect !== 'red-to-green' || base === null) continue
    const red = isGreen(place, { commit: base, argv })
    place.found.note(
      SECTION,
      red === false,
      `${check} is ${answer(red)} on ${base}, before the work: ${command}`,
    )
  }
}

function answer(green) {
  if (green === null) return 'not to be had'
  return green ? 'green' : 'red'
}

/** Null when the commit cannot be set up, so that nothing could be asked. Each command is asked once of a commit. */
function isGreen(place, { commit, argv }) {
  const key = JSON.stringify([commit, argv])
  if (!place.asked.has(key)) place.asked.set(key, checkOut(place, commit) ? succeeds(place, argv) : null)
  return place.asked.get(key)
}

function checkOut(place, commit) {
  const { clone, setUp } = place
  const isThere =
    git(clone, 'checkout', '--quiet', '--force', '--detach', commit) !== null &&
    // Whatever the last command left behind must not answer for the next one.
    git(clone, 'clean', '-ffdxq') !== null
  return isThere && (setUp === null || succeeds(place, ['/bin/sh', '-c', setUp]))
}

function succeeds({ clone, home, variables, timeoutMs }, [program, ...words]) {
  const env = { PATH: process.env.PATH, HOME: home, CI: '1', LANG: 'C.UTF-8', TZ: 'UTC', ...variables }
  const options = { cwd: clone, env, stdio: 'ignore', timeout: timeoutMs, killSignal: 'SIGKILL' }
  const { status, error } = spawnSync(program, words, options)
  return error === undefined && status === 0
}
