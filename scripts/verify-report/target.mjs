/** Holds the target of a night in git against what the events say landed. */
import { git } from './git.mjs'

const SECTION = 'target in git'

/** The landings of a night, in the order in which they landed. */
export function landedOf({ landings }) {
  return landings
    .filter(({ state }) => state === 'landed')
    .sort((one, other) => one.landed.seq - other.landed.seq)
}

export function verifyTarget(repository, { record, world, found }) {
  const { night } = record
  const ref = `refs/reveille/targets/${night.number}`
  const landed = landedOf(record)
  const history = git(repository, 'rev-list', '--reverse', '--first-parent', ref, `^${night.base}`, '--')
  const tip = git(repository, 'rev-parse', '--verify', '--quiet', ref)
  if (landed.length === 0) {
    found.note(
      SECTION,
      tip === null || tip === night.base,
      `${ref} is ${tip}; the events say that nothing landed`,
    )
    return
  }
  found.note(
    SECTION,
    tip === landed.at(-1).landed.to,
    `${ref} is ${tip}; the events say ${landed.at(-1).landed.to}`,
  )
  const commits = (history ?? '').split('\n').filter((commit) => commit !== '')
  const expected = landed.map((landing) => landing.landed.to)
  const same = commits.join() === expected.join()
  found.note(SECTION, same, `${ref} holds ${commits.join(' ')}; the events say ${expected.join(' ')}`)
  let from = night.base
  for (const landing of landed) {
    verifyCommit(repository, { landing, from, record, world, found })
    verifyProof(landing, { world, found })
    from = landing.landed.to
  }
}

function verifyCommit(repository, { landing, from, record, world, found }) {
  const { to, tree } = landing.landed
  const { intent } = landing
  const own = [intent.from === from, intent.to === to, intent.tree === tree]
  found.note(SECTION, own.every(Boolean), `the intent of ${to} is another than what landed after ${from}`)
  const seen = git(
    repository,
    'show',
    '--no-patch',
    '--format=%T%n%P%n%an <%ae>%n%(trailers:only,unfold)',
    to,
  )
  if (seen === null) {
    found.note(SECTION, false, `${to} is no commit of the repository`)
    return
  }
  const [itsTree, parents, author, ...trailers] = seen.split('\n')
  found.note(SECTION, itsTree === tree, `${to} has the tree ${itsTree}; the events say ${tree}`)
  const wanted = landing.runId === null ? [from, landing.candidate] : [from]
  found.note(
    SECTION,
    parents === wanted.join(' '),
    `${to} stands on ${parents}; the events say ${wanted.join(' ')}`,
  )
  found.note(SECTION, author === 'Reveille <reveille@localhost>', `${to} is by ${author}`)
  for (const trailer of trailersOf(landing, { record, world })) {
    found.note(SECTION, trailers.includes(trailer), `${to} does not say ${trailer}`)
  }
}

function trailersOf({ runId }, { record, world }) {
  if (runId === null) return [`Reveille-Night: ${record.night.number}`]
  const { taskId } = world.runs.get(runId)
  return [`Reveille-Task: ${world.tasks.get(taskId).key}`, `Reveille-Run: ${runId}`]
}

/** Every landing rests on evidence that is green, of exactly its tree, and older than the intent to land. */
function verifyProof(landing, { world, found }) {
  const { intent } = landing
  const proof = intent.evidence.map((id) => world.evidence.get(id))
  found.note('proof', proof.length > 0, `${intent.to} landed without evidence`)
  for (const [index, one] of proof.entries()) {
    const isProof =
      one?.green === true &&
      ['tree', 'gate', 'environment'].every((name) => one[name] === intent[name]) &&
      one.seq < intent.seq &&
      one.exitCode === 0 &&
      !one.timedOut
    found.note('proof', isProof, `evidence ${intent.evidence[index]} does not prove ${intent.to}`)
  }
  if (landing.runId === null) return
  const task = world.tasks.get(world.runs.get(landing.runId).taskId)
  for (const check of draftAtLanding(world, task, landing).checks) {
    const argv = argvOf(check.command)
    const asked = proof.some((one) => one?.expect === check.expect && one.argv.join('\0') === argv.join('\0'))
    found.note('proof', asked, `${intent.to} landed without its task's check ${check.name}`)
  }
}

/** What the task asked for when its work landed; it may have been changed and opened again since. */
function draftAtLanding({ events }, { id }, { landed }) {
  const own = events.filter(({ subjectId, seq }) => subjectId === id && seq < landed.seq)
  return own.reduce((draft, { kind, data }) => {
    if (kind === 'task.added') return data.draft
    return kind === 'task.updated' ? { ...draft, ...data.to } : draft
  }, {})
}

function argvOf(command) {
  return 'argv' in command ? command.argv : ['/bin/sh', '-c', command.shell]
}
