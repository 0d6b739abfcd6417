/** The command line in a terminal of its own, as a person has it: what is seen, and signals, keys and sizes from outside. */
import { execa } from 'execa'
import { join } from 'node:path'
import { waitFor } from '../agents.ts'
import { screenOf, type Screen } from '../terminal.ts'
import { BIN, type Project } from './project.ts'

const TERMINAL = join(import.meta.dirname, '../fixtures/terminals/terminal.py')
const DEADLINE_MS = 60_000

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly variables?: Readonly<Record<string, string>>
}

export interface InTerminal {
  /** Everything the terminal got so far. */
  bytes(): string
  screen(): Screen
  /** Resolves when what the terminal got matches. */
  shows(text: RegExp): Promise<void>
  /** A signal (`SIGINT`), `keys TEXT` or `size COLUMNS ROWS`. */
  order(line: string): void
  ended(): Promise<number | undefined>
}

export function inTerminal(
  project: Pick<Project, 'path' | 'variables'>,
  words: readonly string[],
  { columns = 80, rows = 24, variables = {} }: TerminalOptions = {},
): InTerminal {
  const settings = Object.entries({ TERM: 'xterm-256color', ...project.variables, ...variables })
  const command = ['env', '-i', ...settings.map(([name, value]) => `${name}=${value}`), BIN, ...words]
  const process = execa('python3', [TERMINAL, String(columns), String(rows), ...command], {
    cwd: project.path,
    reject: false,
    timeout: DEADLINE_MS,
    stripFinalNewline: false,
  })
  let bytes = ''
  const decoder = new TextDecoder()
  process.stdout.on('data', (chunk: Buffer) => (bytes += decoder.decode(chunk, { stream: true })))
  const size = { columns, rows }
  return {
    bytes: () => bytes,
    screen: () => screenOf(bytes, size),
    async shows(text) {
      await waitFor(() => Promise.resolve(text.test(bytes) ? true : null)).catch((error: unknown) => {
        throw new Error(
          `${text.source} was not shown; this was:\n${screenOf(bytes, size).lines.join('\n')}`,
          {
            cause: error,
          },
        )
      })
    },
    order: (line) => void process.stdin.write(`${line}\n`),
    ended: async () => (await process).exitCode,
  }
}
