import { commandArgv, type Command } from '../domain/check.ts'
import { runCommand } from '../support/process.ts'

const DEADLINE_MS = 10_000
/** What dependencies are built against, whichever command installs them. */
const RUNTIMES = ['node', 'python3']
const ABSENT = 'absent'

export type ToolVersions = (commands: readonly Command[]) => Promise<Readonly<Record<string, string>>>

/** Tells the versions of the runtimes and of the tools that commands begin with; each is asked once. */
export function createToolVersions(searchPath: string): ToolVersions {
  // A relative entry could lead into the repository, whose programs run in the jail only.
  const path = searchPath
    .split(':')
    .filter((entry) => entry.startsWith('/'))
    .join(':')
  const known = new Map<string, Promise<string>>()
  const versionOf = (tool: string): Promise<string> => {
    const version = known.get(tool) ?? askVersion(tool, path)
    known.set(tool, version)
    return version
  }
  return async (commands) => {
    const tools = [...new Set([...RUNTIMES, ...commands.flatMap(toolsOf)])].toSorted()
    const entries = tools.map(async (tool): Promise<[string, string]> => [tool, await versionOf(tool)])
    return Object.fromEntries(await Promise.all(entries))
  }
}

/** Names of programs on the PATH; a path to a program is the repository's own affair. */
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
  return words.filter((word) => /^[A-Za-z][\w.+-]*$/.test(word))
}

async function askVersion(tool: string, path: string): Promise<string> {
  const result = await runCommand({
    argv: [tool, '--version'],
    variables: { PATH: path, LC_ALL: 'C' },
    cwd: '/',
    timeoutMs: DEADLINE_MS,
    maxOutputBytes: 4096,
  })
  if (result.exitCode !== 0) return ABSENT
  return result.stdout.toString().split('\n')[0]?.trim() ?? ABSENT
}
