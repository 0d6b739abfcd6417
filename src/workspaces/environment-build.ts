import { existsSync } from 'node:fs'
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { REVEILLE } from '../domain/actor.ts'
import { commandArgv, commandText, type Command } from '../domain/check.ts'
import { ReveilleError } from '../domain/errors.ts'
import { shortened } from '../domain/shortened.ts'
import { tellingLine } from '../domain/telling-line.ts'
import type { Git } from '../support/git.ts'
import type { Ids } from '../support/ids.ts'
import { runCommand, type CommandResult } from '../support/process.ts'
import type { SetUp } from './environment.ts'
import type { Jail } from './jail.ts'
import type { NetworkSettings } from './network-settings.ts'
import { createPlainWorkspaces } from './plain.ts'
import { indexFileOf, type WorkspacePlaces } from './workspace-folders.ts'
import { NO_ENVIRONMENT, type Workspace } from './workspace.ts'

export interface EnvironmentOptions extends WorkspacePlaces {
  readonly git: Git
  readonly ids: Ids
  /** Where set-up commands run, with network. */
  readonly jail: Jail
  /** Null when nothing needs to be installed. */
  readonly setUp: SetUp | null
  /** Commands whose tools decide, with the set-up's, what is installed and what checks answer. */
  readonly checks: readonly Command[]
  /** Folders of the repository and of Reveille: no program below them runs outside the jail. */
  readonly untrusted: readonly string[]
  /** Environment of set-up commands. */
  readonly variables: Readonly<Record<string, string>>
  /** The way to the package registries. No part of what an environment is known by. */
  readonly network: NetworkSettings
  readonly mask: (text: string) => string
  /** Ends a set-up that is under way: `interrupted`. */
  readonly stop?: AbortSignal
}

export interface EnvironmentBuild {
  readonly setUp: SetUp
  /** Files that the set-up commands find. */
  readonly tree: string
  /** Folder to be made, in which what they leave is put. */
  readonly layer: string
  readonly logFile: string
}

const OUTPUT_BYTES = 16 * 1024 * 1024
const EXCERPT_CHARACTERS = 4000
const LONGEST_REASON = 200

/**
 * Runs the set-up in a checkout of its own and moves everything that git does not know afterwards into the layer: returns the
 * topmost paths of it. The checkout is a plain one whatever the others are: in an overlay a renamed folder has no files to move.
 */
export async function buildEnvironment(
  options: EnvironmentOptions,
  build: EnvironmentBuild,
): Promise<readonly string[]> {
  const { git } = options
  const workspaces = createPlainWorkspaces(options)
  const id = options.ids.next()
  const message = 'the files that an environment is made for'
  const commit = await git.commit({ tree: build.tree, parents: [], message, author: REVEILLE, at: 0 })
  try {
    const workspace = await workspaces.create({ id, commit, environment: NO_ENVIRONMENT })
    await putFiles(options.network.files, workspace.home)
    await runSetUp(options, build, workspace)
    const worktree = { root: workspace.root, indexFile: indexFileOf(workspace), exclude: [] }
    const paths = await git.unknownPaths({ ...worktree, enter: (argv) => argv })
    await mkdir(build.layer)
    await moveAll(paths, workspace.root, build.layer)
    return paths
  } finally {
    await workspaces.remove(id)
  }
}

async function runSetUp(
  options: EnvironmentOptions,
  { setUp, logFile }: EnvironmentBuild,
  workspace: Workspace,
): Promise<void> {
  await rm(logFile, { force: true })
  let leftMs = setUp.timeoutMs
  for (const command of setUp.commands) {
    const result = await runInJail(options, { command, workspace, timeoutMs: Math.max(leftMs, 1) })
    leftMs -= result.durationMs
    const output = options.mask(`${result.stdout.toString()}${result.stderr.toString()}`)
    await appendFile(logFile, `$ ${options.mask(commandText(command))}\n${output}`)
    if (result.cancelled)
      throw new ReveilleError('interrupted', `The set-up command ${commandText(command)} was stopped.`)
    if (result.exitCode !== 0)
      throw failure(command, result, { output, logFile, withheld: options.network.withheld })
  }
}

function runInJail(
  { jail, variables, network, stop }: EnvironmentOptions,
  {
    command,
    workspace,
    timeoutMs,
  }: {
    readonly command: Command
    readonly workspace: Workspace
    readonly timeoutMs: number
  },
): Promise<CommandResult> {
  const jailed = jail.wrap(
    {
      workspace,
      write: { kind: 'workspace' },
      network: true,
      variables: { ...network.variables, ...variables },
      readable: network.readable.filter((path) => existsSync(path)),
      cwd: '',
    },
    // One stream, so that the log has the order in which things were said.
    ['/bin/sh', '-c', 'exec "$@" 2>&1', 'set-up', ...commandArgv(command)],
  )
  return runCommand({
    ...jailed,
    cwd: workspace.folder,
    timeoutMs,
    maxOutputBytes: OUTPUT_BYTES,
    ...(stop === undefined ? {} : { signal: stop }),
    stopsAtOnce: jail.isolation === 'bubblewrap',
    diesWithUs: true,
  })
}

function failure(
  command: Command,
  result: CommandResult,
  {
    output,
    logFile,
    withheld,
  }: { readonly output: string; readonly logFile: string; readonly withheld: readonly string[] },
): ReveilleError {
  const how = result.timedOut
    ? 'took too long'
    : (result.unstartable ?? `ended with ${result.exitCode ?? result.signal}`)
  const why = shortened(tellingLine(output), LONGEST_REASON)
  const said = why === '' ? '' : `: ${why}`
  const sentence = `the set-up command ${commandText(command)} ${how}${said}; all it said is in ${logFile}`
  return new ReveilleError('environment-failed', sentence, {
    ...(withheld.length === 0 ? {} : { hint: withheldHint(withheld) }),
    data: { excerpt: output.slice(-EXCERPT_CHARACTERS), log: logFile },
  })
}

function withheldHint(withheld: readonly string[]): string {
  return `It was not given the passwords in ${withheld.join(', ')}: setup.inherit names variables that it gets.`
}

async function putFiles(files: NetworkSettings['files'], home: string): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), content, { mode: 0o600 })
  }
}

async function moveAll(paths: readonly string[], from: string, to: string): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await rename(join(from, path), join(to, path))
  }
}
