/** What the events say about one night: its tasks, runs, landings and evidence. */

const PRIORITIES = ['P0', 'P1', 'P2', 'P3']

/** @returns {object | null} null when there is no such night */
export function nightOf(world, number) {
  const night = [...world.nights.values()].find((known) => known.number === number)
  if (night === undefined) return null
  const events = eventsOf(world, night)
  const runs = [...world.runs.values()].filter((run) => run.nightId === night.id)
  const landings = [...world.landings.values()].filter((landing) => landing.nightId === night.id)
  const tasks = tasksOf(world, { night, runs, events })
  return { night, events, runs, landings, tasks, evidence: evidenceOf(world, { runs, landings, events }) }
}

/** From its opening to the opening of the next one. */
function eventsOf({ events }, night) {
  const openings = events.filter(({ kind }) => kind === 'night.opened')
  const own = openings.findIndex(({ subjectId }) => subjectId === night.id)
  const beyond = openings[own + 1]?.seq ?? Number.POSITIVE_INFINITY
  return events.filter(({ seq }) => seq >= openings[own].seq && seq < beyond)
}

/** Those that ran in the night or were moved during it, and while it is open every open task too; the most urgent first. */
function tasksOf({ tasks }, { night, runs, events }) {
  const ids = new Set(runs.map(({ taskId }) => taskId))
  for (const { kind, taskId } of events) if (kind === 'task.moved') ids.add(taskId)
  const isOpen = ({ state }) => night.state === 'open' && state !== 'done' && state !== 'cancelled'
  return [...tasks.values()].filter((task) => ids.has(task.id) || isOpen(task)).sort(byUrgency)
}

function byUrgency(one, other) {
  const priority = PRIORITIES.indexOf(one.priority) - PRIORITIES.indexOf(other.priority)
  return priority || one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
}

/** That of the night's runs, and the newest of each check on the trees that landed, whoever had it made. */
function evidenceOf(world, { runs, landings, events }) {
  const all = [...world.evidence.values()]
  const runIds = new Set(runs.map(({ id }) => id))
  const found = new Set(all.filter(({ runId }) => runIds.has(runId)))
  const intents = events.filter(({ kind }) => kind === 'landing.intended').map(({ data }) => data)
  const environments = new Set([...found, ...intents].map(({ environment }) => environment))
  for (const { state, intent } of landings) {
    if (state !== 'landed') continue
    for (const environment of environments) {
      const same = all.filter(
        (one) => one.tree === intent.tree && one.gate === intent.gate && one.environment === environment,
      )
      for (const one of new Map(same.map((each) => [each.check, each])).values()) found.add(one)
    }
  }
  return [...found].sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
}
