// Compares the queues that tasks are sent to with those that the workers of the compose files listen on.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const read = (folder, name) =>
  readdirSync(folder)
    .filter((entry) => name.test(entry))
    .map((entry) => `${folder}/${entry}`)
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const sent = [...read('api/ward_roster/workers', /\.py$/), ...read('api/ward_roster/workers/tasks', /\.py$/)].flatMap(({ path, text }) =>
  [...text.matchAll(/["']queue["']\s*:\s*["'](\w+)["']|queue=["'](\w+)["']/g)].map(([, one, other]) => ({ path, queue: one ?? other })),
)
const heard = new Set(
  read('.', /^compose.*\.yaml$/).flatMap(({ text }) => [...text.matchAll(/-Q[\s",']+([\w,]+)/g)].flatMap(([, names]) => names.split(','))),
)
const silent = [...new Set(sent.map(({ queue }) => queue))].filter((queue) => !heard.has(queue)).toSorted()
const findings = silent.map((queue) => ({
  title: `Nobody consumes the queue ${queue}`,
  detail: `Tasks are sent to it; the workers listen on ${[...heard].toSorted().join(', ')} only.`,
  where: [...new Set(sent.filter((one) => one.queue === queue).map(({ path }) => path))],
}))
writeFileSync(process.env.REVEILLE_ARTEFACT, JSON.stringify(findings))
console.log(`${silent.length} of ${new Set(sent.map(({ queue }) => queue)).size} queues without a worker`)
