import { constants } from 'node:fs'
import { access, realpath } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { commandArgv, type Command } from '../domain/check.ts'
import { runCommand } from '../support/process.ts'
import { contains } from './toolchains.ts'

const DEADLINE_MS = 10_000
/** What dependencies are built against, whichever command installs them. */
const RUNTIMES = ['node', 'python3']
const ABSENT = 'absent'

/** How each tool is asked. Any other word could be a program that does something, and asking happens outside the jail. */
const QUESTIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['node', 'npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx', 'deno', 'corepack'],
      ...['python', 'python3', 'pip', 'pip3', 'pipenv', 'uv', 'uvx', 'poetry', 'pdm', 'tox', 'nox'],
      ...['cargo', 'rustc', 'gcc', 'g++', 'clang', 'make', 'cmake', 'ninja', 'swift', 'dotnet'],
      ...['ruby', 'gem', 'bundle', 'php', 'composer', 'perl', 'elixir', 'mix', 'ghc', 'cabal'],
      ...['java', 'javac', 'mvn', 'gradle'],
    ].map((tool) => [tool, '--version']),
  ),
  go: 'version',
}

export interface ToolPlaces {
  readonly searchPath: string
  /** No program below these folders runs outside the jail, whatever the search path or a link says. */
  readonly untrusted: readonly string[]
}

export type ToolVersions = (commands: readonly Command[]) => Promise<Readonly<Record<string, string>>>

/** Tells the versions of the runtimes and of the well-known tools that commands begin with; each is asked once. */
export function createToolVersions(places: ToolPlaces): ToolVersions {
  const known = new Map<string, Promise<string>>()
  const versionOf = (tool: string): Promise<string> => {
    const version = known.get(tool) ?? askVersion(tool, places)
    known.set(tool, version)
    return version
  }
  return async (commands) => {
    const tools = [...new Set([...RUNTIMES, ...commands.flatMap(toolsOf)])].toSorted()
    const entries = tools.map(async (tool): Promise<[string, string]> => [tool, await versionOf(tool)])
    return Object.fromEntries(await Promise.all(entries))
  }
}

/** Names of well-known tools; any other program, and a path to one, is the repository's own affair. */
export function toolsOf(command: Command): readonly string[] {
  const lines =
    'shell' in command ? command.shell.split(/&&|\|\|?|[;&\n(){}]/) : [commandArgv(command)[0] ?? '']
  const words = lines.map(
    (line) =>
      line
        .trim()
        .split(/\s+/)
        .find((word) => !/^\w+=/.test(word)) ?? '',
  )
  return words.filter((word) => Object.hasOwn(QUESTIONS, word))
}

async function askVersion(tool: string, { searchPath, untrusted }: ToolPlaces): Promise<string> {
  const folders = await trustedFolders(searchPath, untrusted)
  const program = await findProgram(tool, { folders, untrusted })
  if (program === null) return ABSENT
  const result = await runCommand({
    argv: [program, QUESTIONS[tool] ?? '--version'],
    // What a launcher looks up in turn, such as the runtime of a script, is looked for in the same places.
    variables: { PATH: folders.join(':'), LC_ALL: 'C' },
    cwd: '/',
    timeoutMs: DEADLINE_MS,
    maxOutputBytes: 4096,
  })
  return result.exitCode === 0 ? result.stdout.toString().trim() : ABSENT
}

/** A relative entry could lead anywhere. */
async function trustedFolders(searchPath: string, untrusted: readonly string[]): Promise<readonly string[]> {
  const entries = searchPath.split(':').filter((entry) => isAbsolute(entry))
  const trusted = await Promise.all(entries.map((entry) => isTrusted(entry, untrusted)))
  return entries.filter((_, at) => trusted[at])
}

async function findProgram(
  tool: string,
  { folders, untrusted }: { readonly folders: readonly string[]; readonly untrusted: readonly string[] },
): Promise<string | null> {
  for (const folder of folders) {
    const program = join(folder, tool)
    const canRun = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (canRun && (await isTrusted(program, untrusted))) return program
  }
  return null
}

async function isTrusted(path: string, untrusted: readonly string[]): Promise<boolean> {
  const real = await realpath(path).catch(() => null)
  return real !== null && ![path, real].some((form) => untrusted.some((folder) => contains(folder, form)))
}
