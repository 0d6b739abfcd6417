/**
 * The only module that runs git. Objects are read and written through a control directory of Reveille's own (its
 * configuration, attributes and hooks are ours) whose object store is the user's; refs are moved in the user's
 * repository. No system, global or workspace configuration is honoured, no replace objects, no hooks, no fsmonitor.
 */
import { join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import { checkoutVerbs } from './git/checkout.ts'
import { emptyFolder, prepareControlDirectory, rawDirectory } from './git/control.ts'
import { historyVerbs } from './git/history.ts'
import type { Git } from './git/port.ts'
import { refVerbs } from './git/refs.ts'
import type { GitCall, GitResult, GitRunner } from './git/runner.ts'
import { treeVerbs } from './git/trees.ts'
import { worktreeVerbs } from './git/worktree.ts'
import { runCommand, type CommandResult } from './process.ts'

export type { Git, MergeResult, Swap, TreeChange, Worktree, WrittenTree } from './git/port.ts'

export interface GitPlaces {
  /** The user's repository: its refs and objects, shared by all its worktrees. */
  readonly commonDirectory: string
  /** The git directory whose HEAD is the user's, when that is a linked worktree. */
  readonly gitDirectory?: string
  /** Made when missing; belongs to Reveille alone. */
  readonly controlDirectory: string
  readonly searchPath: string
}

/** Neither configuration nor environment of the user reaches git but what is said here. */
const VARIABLES = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_COMMITTER_NAME: 'Reveille',
  GIT_COMMITTER_EMAIL: 'reveille@localhost',
  LC_ALL: 'C',
}

/** The user's own configuration is read with his refs; these win over it. */
const SAFE_SETTINGS = [
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'core.fsync=all'],
  ...['-c', 'core.filesRefLockTimeout=500'],
]

const DEADLINE_MS = 60_000
const OUTPUT_BYTES = 256 * 1024 * 1024

export async function openGit(places: GitPlaces): Promise<Git> {
  const bare = (gitDirectory: string, call: GitCall) =>
    runGit(places.searchPath, {
      ...call,
      cwd: '/',
      argv: [...SAFE_SETTINGS, `--git-dir=${gitDirectory}`, ...call.argv],
    })
  const runner: GitRunner = {
    inUser: (call) => bare(places.gitDirectory ?? places.commonDirectory, call),
    inCommon: (call) => bare(places.commonDirectory, call),
    inControl: (call) =>
      runGit(places.searchPath, {
        ...call,
        // An empty folder: beside a checkout, git would read that checkout's attributes.
        cwd: emptyFolder(places.controlDirectory),
        argv: [...SAFE_SETTINGS, ...call.argv],
        variables: {
          ...call.variables,
          GIT_DIR: call.raw === true ? rawDirectory(places.controlDirectory) : places.controlDirectory,
          GIT_OBJECT_DIRECTORY: join(places.commonDirectory, 'objects'),
          GIT_SHALLOW_FILE: join(places.commonDirectory, 'shallow'),
        },
      }),
  }
  await prepareControlDirectory(places.controlDirectory, () => objectFormat(runner))
  return {
    ...historyVerbs(runner),
    ...treeVerbs(runner, places.controlDirectory),
    ...refVerbs(runner, places.commonDirectory),
    ...worktreeVerbs(runner),
    ...checkoutVerbs(runner),
  }
}

/** Makes a repository of the files in a folder, with one commit of all of them on the branch. */
export async function createRepository(params: {
  readonly root: string
  readonly branch: string
  readonly message: string
  readonly searchPath: string
  /** UTC ms. */
  readonly at: number
}): Promise<void> {
  const { root, branch, message, searchPath } = params
  const date = `${Math.floor(params.at / 1000)} +0000`
  const variables = {
    GIT_AUTHOR_NAME: 'Reveille',
    GIT_AUTHOR_EMAIL: 'reveille@localhost',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  }
  const git = (...argv: string[]) =>
    runGit(searchPath, { cwd: root, variables, argv: [...SAFE_SETTINGS, ...argv] })
  await git('init', '--quiet', `--initial-branch=${branch}`)
  await git('add', '--all')
  await git('commit', '--quiet', '--message', message)
}

/** Version of the git that would run, e.g. `2.39.5`. */
export async function gitVersion(searchPath: string): Promise<string> {
  const { stdout } = await runGit(searchPath, { argv: ['--version'], cwd: '/' })
  return /\d+(\.\d+)+/.exec(stdout.toString())?.[0] ?? ''
}

async function objectFormat(runner: GitRunner): Promise<string> {
  const { stdout } = await runner.inCommon({ argv: ['rev-parse', '--show-object-format'] })
  return stdout.toString().trim()
}

async function runGit(searchPath: string, call: GitCall & { readonly cwd: string }): Promise<GitResult> {
  const argv = ['git', ...call.argv]
  const timeoutMs = call.timeoutMs ?? DEADLINE_MS
  const result = await runCommand({
    argv: call.enter?.(argv) ?? argv,
    variables: { ...VARIABLES, ...call.variables, PATH: searchPath },
    cwd: call.cwd,
    ...(call.input === undefined ? {} : { input: call.input }),
    timeoutMs,
    maxOutputBytes: call.maxOutputBytes ?? OUTPUT_BYTES,
  })
  const exitCode = result.exitCode ?? -1
  const stderr = result.stderr.toString()
  const isExpected = exitCode === 0 || call.expects?.({ exitCode, stderr }) === true
  if (isExpected && (!result.truncated || call.isPart === true))
    return { exitCode, stdout: result.stdout, stderr }
  throw failure(call, result, timeoutMs)
}

function failure(call: GitCall, result: CommandResult, timeoutMs: number): ReveilleError {
  const verb = call.argv.find((word) => /^[a-z][a-z-]+$/.test(word)) ?? 'git'
  const stderr = result.stderr.toString().trim().slice(-2_000)
  const data = { verb, exitCode: result.exitCode, signal: result.signal, stderr }
  if (result.unstartable !== null) {
    return new ReveilleError('git-failed', `git cannot be started: ${result.unstartable}`, {
      hint: 'Install git 2.39 or newer and put it on the PATH.',
      data,
    })
  }
  if (result.timedOut) {
    return new ReveilleError('git-failed', `git ${verb} was stopped after ${timeoutMs / 1000} s`, { data })
  }
  if (result.truncated) return new ReveilleError('git-failed', `git ${verb} printed too much`, { data })
  const reason = stderr.split('\n').findLast((line) => /^(fatal|error): /.test(line)) ?? stderr
  return new ReveilleError('git-failed', `git ${verb} failed: ${reason.replace(/^(fatal|error): /, '')}`, {
    data,
  })
}
