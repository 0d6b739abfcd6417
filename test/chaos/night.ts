/** A small repository with a night's tasks filed, and the ways to touch it from outside. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TWELVE, type ChaosTask } from './tasks.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const BRANCH = 'main'

export interface ChaosNight {
  readonly folder: string
  readonly repository: string
  readonly cache: string
  readonly state: string
  readonly tasks: readonly ChaosTask[]
  readonly variables: Readonly<Record<string, string>>
  reveille(...argv: string[]): string
  start(...argv: string[]): ChildProcess
  git(...argv: string[]): string
}

/** Of the pair only one may stand alone: two branches that are green by themselves make a red main. */
const CHECK = `set -e
test "$(ls pair | grep -cE '^(left|right)$')" -le 1
for file in work/*; do grep -q done "$file"; done
`

export function createChaosNight(folder: string, tasks: readonly ChaosTask[] = TWELVE): ChaosNight {
  const repository = join(folder, 'project')
  const variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C',
  }
  const start = (...argv: string[]): ChildProcess =>
    spawn(process.execPath, [MAIN, ...argv, '--repo', repository], {
      cwd: folder,
      env: variables,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
  const call = (file: string, argv: readonly string[]): string =>
    execFileSync(file, argv, {
      cwd: folder,
      env: variables,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const night: ChaosNight = {
    folder,
    repository,
    cache: variables.XDG_CACHE_HOME,
    state: variables.XDG_STATE_HOME,
    tasks,
    variables,
    start,
    reveille: (...argv) => call(process.execPath, [MAIN, ...argv, '--repo', repository]),
    git: (...argv) => call('git', ['-C', repository, ...argv]).trimEnd(),
  }
  writeRepository(night)
  return night
}

function writeRepository(night: ChaosNight): void {
  const files: Record<string, string> = {
    'check.sh': CHECK,
    'work/zero.txt': 'done\n',
    'pair/.keep': '',
    '.reveille/config.yaml': `target: ${BRANCH}\ngate:\n  - name: check\n    run: [sh, check.sh]\nconcurrency: 3\n`,
  }
  for (const [path, content] of Object.entries(files)) write(join(night.repository, path), content)
  night.git('init', '--quiet', `--initial-branch=${BRANCH}`)
  night.git('config', 'user.name', 'Somebody')
  night.git('config', 'user.email', 'somebody@example.org')
  night.git('add', '--all')
  night.git('commit', '--quiet', '--message', 'first')
  for (const { key, argv } of night.tasks) night.reveille('task', 'add', key, ...argv)
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
