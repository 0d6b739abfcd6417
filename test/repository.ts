import { execFile } from 'node:child_process'
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const run = promisify(execFile)

/** A user of the repository: his git knows nothing of the machine's configuration. */
const VARIABLES = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Somebody',
  GIT_AUTHOR_EMAIL: 'somebody@example.org',
  GIT_COMMITTER_NAME: 'Somebody',
  GIT_COMMITTER_EMAIL: 'somebody@example.org',
  LC_ALL: 'C',
}

export interface TestRepository {
  /** The user's checkout. */
  readonly path: string
  readonly gitDirectory: string
  /** Runs git as the user would; its output without the last newline. Fails with git's exit code. */
  readonly git: (...argv: string[]) => Promise<string>
  /** Writes files into the checkout without committing them. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  remove(...paths: string[]): Promise<void>
  /** Commits everything in the checkout; the commit's id. */
  commit(message?: string): Promise<string>
}

/** A real repository in a temporary directory, with its files committed on the branch. */
export async function createRepository(params: {
  readonly files: Readonly<Record<string, string>>
  readonly branch?: string
  readonly path?: string
}): Promise<TestRepository> {
  const path = params.path ?? join(await temporaryDirectory(), 'project')
  await mkdir(path, { recursive: true })
  await gitIn(path, ['init', '--quiet', `--initial-branch=${params.branch ?? 'main'}`])
  const repository = openRepository(path)
  await repository.write(params.files)
  await repository.commit('first')
  return repository
}

export function openRepository(path: string): TestRepository {
  const git = (...argv: string[]) => gitIn(path, argv)
  return {
    path,
    gitDirectory: join(path, '.git'),
    git,
    write: (files) => writeTree(path, files),
    async remove(...paths) {
      await Promise.all(paths.map((name) => rm(join(path, name), { recursive: true, force: true })))
    },
    async commit(message = 'a change') {
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '--message', message)
      return git('rev-parse', 'HEAD')
    },
  }
}

export async function gitIn(path: string, argv: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...argv], { cwd: path, env: VARIABLES, maxBuffer: 64 * 1024 * 1024 })
  return stdout.replace(/\n$/, '')
}

/** A program for git hooks, filters and monitors; it leaves a marker if anything ever runs it. */
export async function writeTrap(
  folder: string,
): Promise<{ readonly program: string; readonly marker: string }> {
  const [program, marker] = [join(folder, 'trap'), join(folder, 'marker')]
  await writeFile(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 })
  return { program, marker }
}

/** The lock file of a git that was killed some time ago. */
export async function leaveLock(lock: string, ageMs = 60_000): Promise<void> {
  await writeFile(lock, '')
  const then = new Date(Date.now() - ageMs)
  await utimes(lock, then, then)
}
