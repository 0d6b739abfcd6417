// Finds the modules that all build rosters. Which of them is right is not for a program to say, so it asks, and once a
// person has answered keeps that one, removes the others and moves their callers.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const sources = readdirSync('api/ward_roster', { recursive: true })
  .map((path) => `api/ward_roster/${path}`)
  .filter((path) => path.endsWith('.py'))
  .toSorted()
const rivals = sources.filter((path) => /^def build_roster\(/m.test(readFileSync(path, 'utf8')))
const name = (path) => path.replace(/^.*\//, '').replace('.py', '').replaceAll('_', '-')
const answers = [...readFileSync(process.env.REVEILLE_BRIEF, 'utf8').matchAll(/Answered: ([\w-]+)/g)]
const kept = rivals.find((path) => name(path) === answers.at(-1)?.[1])

if (kept === undefined) ask()
else {
  for (const path of sources.filter((path) => !rivals.includes(path))) moveCaller(path)
  for (const path of rivals.filter((path) => path !== kept)) rmSync(path)
}

function ask() {
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
}

function moveCaller(path) {
  const text = readFileSync(path, 'utf8')
  const module = kept.replace('api/', '').replace('.py', '').replaceAll('/', '.')
  const moved = text.replace(/^from \.[\w.]* import build_roster$/gm, `from ${module} import build_roster`)
  if (moved !== text) writeFileSync(path, moved)
}
