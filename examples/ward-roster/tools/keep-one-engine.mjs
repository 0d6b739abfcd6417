// Finds the modules that all build rosters. Which of them is right is not for a program to say, so it asks.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const rivals = readdirSync('api/ward_roster', { recursive: true })
  .map((path) => `api/ward_roster/${path}`)
  .filter((path) => path.endsWith('.py'))
  .filter((path) => /^def build_roster\(/m.test(readFileSync(path, 'utf8')))
  .toSorted()
const name = (path) => path.replace(/^.*\//, '').replace('.py', '').replaceAll('_', '-')
const options = rivals.flatMap((path) => ['--option', `${name(path)}=Keep ${path} and move its callers there`])
execFileSync(
  process.env.REVEILLE,
  [
    'blocker',
    ...['--seen', `${rivals.length} modules export build_roster: ${rivals.join(', ')}.`],
    ...['--tried', 'Compared what they export; their results differ on ties.'],
    ...['--question', 'Which of them is the engine?'],
    ...options,
  ],
  { stdio: 'inherit' },
)
