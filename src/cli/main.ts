import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExitCode } from './exit-codes.ts'
import type { World } from './world.ts'

const OLDEST_NODE = 24

// The package is started by whatever Node there is. Nothing that is loaded before this line is beyond an older one.
process.exitCode =
  Number.parseInt(process.versions.node, 10) < OLDEST_NODE ? refuseOldNode() : await runOnThisProcess()

function refuseOldNode(): ExitCode {
  const found = `needs Node ${OLDEST_NODE} or newer, and the \`node\` on your PATH is ${process.version}`
  process.stderr.write(`reveille: ${found}; install one from https://nodejs.org or put it first on PATH\n`)
  return 2
}

async function runOnThisProcess(): Promise<ExitCode> {
  const readerGone = new AbortController()
  // A reader that has seen enough (`| head`) closes the pipe, a terminal hangs up: no reason to give up a night.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
      if (stream === process.stdout) readerGone.abort()
    })
  }
  const { runCommandLine, tellFailure } = await import('./program.ts')
  const world = ownWorld(readerGone.signal)
  // What escapes a command is a bug, told like any other failure. State on disk is what a kill would have left.
  process.on('uncaughtException', (error) => {
    void tellFailure(world, error).then((exit) => process.exit(exit))
  })
  return runCommandLine(world)
}

function ownWorld(readerGone: AbortSignal): World {
  return {
    readerGone,
    argv: process.argv.slice(2),
    variables: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    isInteractive: process.stdin.isTTY && process.stderr.isTTY,
    signals: process,
    machine: () => ({
      reveille: version(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    }),
    readText: async (path) => (path === '-' ? readFileSync(0, 'utf8') : readFile(path, 'utf8')),
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  return String(Reflect.get(Object(manifest) as object, 'version'))
}
