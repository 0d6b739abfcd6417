/** A small repository under Reveille's care, and the command line as its user has it: real processes, nothing in between. */
import { execa } from 'execa'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { waitFor } from '../agents.ts'
import { kill, mountsOf, processesOf } from '../chaos/processes.ts'
import { createRepository, openRepository, type TestRepository } from '../repository.ts'
import { temporaryDirectory } from '../temporary.ts'

export const BIN = join(import.meta.dirname, '../../bin/reveille')
const DEADLINE_MS = 60_000

export interface Said {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** What `--json` put on stdout. */
export interface Answer<Data> {
  readonly schemaVersion: 1
  readonly data?: Data
  readonly warnings?: readonly string[]
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string | null }
  readonly exitCode: number | undefined
  readonly stderr: string
}

/** A command that goes on while the test looks. */
export interface Started {
  readonly pid: number
  /** Resolves when the command has told a line that matches. */
  tells(line: RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  ended(): Promise<Said>
}

export interface Project extends TestRepository {
  readonly folder: string
  readonly variables: Record<string, string>
  reveille(...words: readonly string[]): Promise<Said>
  json<Data = unknown>(...words: readonly string[]): Promise<Answer<Data>>
  start(...words: readonly string[]): Started
  /** Files tasks, all at once. */
  file(...drafts: readonly object[]): Promise<void>
  /** State and resolution of every task, by key. */
  standings(): Promise<Readonly<Record<string, string>>>
  /** Keys of the tasks that landed, oldest first, from the commits of the target. */
  landed(): Promise<readonly string[]>
  /** Agents that called `gate(name)` go on. */
  open(name: string): Promise<void>
  /** Folders of the one project in the state and in the cache directory. */
  stateDirectory(): string
  cacheDirectory(): string
}

const projects: Project[] = []

// Agents outlive their leader by design: those of a test that failed half-way are ended here.
afterEach(() => {
  for (const { folder } of projects.splice(0)) {
    for (const { pid } of processesOf(folder)) kill(pid)
  }
})

/** Every file of work/ must say that it is done. */
const FILES = {
  'check.sh': 'for file in work/*; do grep -q done "$file" || exit 1; done\n',
  'work/zero.txt': 'done\n',
}
const GATE = `gate:\n  - name: check\n    run: [sh, check.sh]\n`

export interface ProjectOptions {
  readonly files?: Readonly<Record<string, string>>
  /** Lines of the configuration besides the target; a gate that runs check.sh where none are given. */
  readonly config?: string
  readonly variables?: Readonly<Record<string, string>>
  /** Another place than the checkout to call Reveille for, e.g. a bare clone. */
  readonly repo?: string
  /** Longest time of one command. */
  readonly deadlineMs?: number
}

export async function createProject(options: ProjectOptions = {}): Promise<Project> {
  const folder = await temporaryDirectory()
  await mkdir(join(folder, 'home'))
  await mkdir(join(folder, 'signals'))
  const signals = join(folder, 'signals')
  const jail = `jail: { readable: ['${signals}'], variables: { SIGNALS: '${signals}' } }\n`
  const repository = await createRepository({
    path: join(folder, 'project'),
    files: {
      ...FILES,
      ...options.files,
      '.reveille/config.yaml': `target: main\nconcurrency: 2\n${options.config ?? GATE}${jail}`,
    },
  })
  return projectAt(repository, folder, options)
}

/** The same state and the same user, at another place of the repository. */
export function projectThere(project: Project, repo: string): Project {
  return projectAt(openRepository(repo), project.folder, { variables: project.variables })
}

const runIn =
  (cwd: string, env: Record<string, string>, timeout = DEADLINE_MS) =>
  (words: readonly string[], input = '') =>
    execa(BIN, words, { cwd, env, extendEnv: false, reject: false, input, timeout })

function projectAt(repository: TestRepository, folder: string, options: ProjectOptions): Project {
  const variables = {
    PATH: withoutShims(process.env['PATH'] ?? ''),
    HOME: join(folder, 'home'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    LANG: 'C.UTF-8',
    ...options.variables,
  }
  const run = runIn(repository.path, variables, options.deadlineMs)
  const json = async <Data>(...words: readonly string[]): Promise<Answer<Data>> => {
    const { exitCode, stdout, stderr } = await run([...words, '--json'])
    expect(stdout.split('\n')).toHaveLength(1)
    return { ...(JSON.parse(stdout) as Omit<Answer<Data>, 'exitCode' | 'stderr'>), exitCode, stderr }
  }
  const project: Project = {
    ...repository,
    folder,
    variables,
    json,
    async reveille(...words) {
      const { exitCode, stdout, stderr } = await run(words)
      return { exitCode, stdout, stderr }
    },
    start: (...words) => started(run(words)),
    async file(...drafts) {
      const said = await run(['task', 'add', '--json-file', '-'], JSON.stringify(drafts))
      // What a task may be warned of is for its night to show.
      expect(said).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^(?:warning: .*\n?)*$/) })
    },
    async standings() {
      const { data } = await json<{ tasks: Standing[] }>('task', 'list')
      return Object.fromEntries((data?.tasks ?? []).map((task) => [task.key, standingText(task)]))
    },
    async landed() {
      const [target = ''] = (
        await repository.git('for-each-ref', '--format=%(refname)', 'refs/reveille/targets')
      )
        .split('\n')
        .slice(-1)
      const format = '--format=%(trailers:key=Reveille-Task,valueonly,separator=)'
      const log = await repository.git('log', '--reverse', format, target)
      return log.split('\n').filter((key) => key !== '')
    },
    open: (name) => writeFile(join(folder, 'signals', name), ''),
    stateDirectory: () => onlyProject(join(folder, 'state/reveille')),
    cacheDirectory: () => onlyProject(join(folder, 'cache/reveille')),
  }
  projects.push(project)
  return project
}

/** Shims of version managers work only under the home that they are installed in. */
function withoutShims(path: string): string {
  return path
    .split(':')
    .filter((entry) => !entry.endsWith('/shims'))
    .join(':')
}

interface Standing {
  readonly key: string
  readonly state: string
  readonly resolution: string | null
}

function standingText({ state, resolution }: Standing): string {
  return resolution === null ? state : `${state} ${resolution}`
}

function onlyProject(folder: string): string {
  const [id = ''] = readdirSync(folder).filter((name) => /^[0-9a-f]{8}-/.test(name))
  return join(folder, id)
}

function started(process: ReturnType<ReturnType<typeof runIn>>): Started {
  let told = ''
  for (const stream of [process.stdout, process.stderr])
    stream.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const { pid } = process
  if (pid === undefined) throw new Error('reveille could not be started')
  return {
    pid,
    tells: async (line) => {
      await waitFor(() => Promise.resolve(line.test(told) ? true : null)).catch((error: unknown) => {
        throw new Error(`${line.source} was not told; this was:\n${told}`, { cause: error })
      })
    },
    signal: (name) => process.kill(name),
    async ended() {
      const { exitCode, stdout, stderr } = await process
      return { exitCode, stdout, stderr }
    },
  }
}

/** Shell that waits until the test calls `open(name)`, having printed `at NAME`. */
export function gate(project: Project, name: string): string {
  return `echo "at ${name}"; until [ -e '${join(project.folder, 'signals', name)}' ]; do sleep 0.02; done`
}

/** Resolves once that many agents stand at the gate. */
export async function reached(project: Project, name: string, agents = 1): Promise<void> {
  await waitFor(() =>
    Promise.resolve(transcripts(project).filter(standsAt(name)).length >= agents ? true : null),
  )
}

const standsAt = (name: string) => (text: string) => text.split('\n').includes(`at ${name}`)

export function transcripts(project: Project): readonly string[] {
  if (!existsSync(join(project.folder, 'state/reveille'))) return []
  const files = globSync('runs/*/transcript.log', { cwd: project.stateDirectory() })
  return files.map((file) => readFileSync(join(project.stateDirectory(), file), 'utf8'))
}

/** A change of one file of work/, by a line of shell that need not be right. */
export function change(key: string, shell = `echo done > work/${key}.txt`, more: object = {}): object {
  return {
    key,
    title: `Make ${key}`,
    scope: { write: [`work/${key}.txt`] },
    checks: [redToGreen(`test -e work/${key}.txt`)],
    agent: { kind: 'program', command: { shell } },
    ...more,
  }
}

export function redToGreen(shell: string): object {
  return { expect: 'red-to-green', command: { shell }, redExits: [1, 2] }
}

/** Processes, mounts, workspaces and locks of git that a night should have taken with it. */
export function leftovers(project: Project): readonly string[] {
  const workspaces = join(project.cacheDirectory(), 'workspaces')
  return [
    ...processesOf(project.folder).map(({ commandLine }) => `process ${commandLine}`),
    ...mountsOf(project.folder),
    ...(existsSync(workspaces) ? readdirSync(workspaces) : []),
    ...globSync('**/*.lock', { cwd: project.gitDirectory }),
  ]
}
