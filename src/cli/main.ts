import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import module from 'node:module'
import { join } from 'node:path'
import type { World } from './world.ts'

// Before anything else is loaded: what is loaded later is then compiled once and kept, where only the user can write.
const home = process.env['XDG_CACHE_HOME'] ?? (process.env['HOME'] && join(process.env['HOME'], '.cache'))
if (home !== undefined && home !== '') module.enableCompileCache(join(home, 'reveille', 'compiled'))

const world: World = {
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

// A reader that has seen enough (`| head`) closes the pipe, a terminal hangs up: no reason to give up a night.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

const { runCommandLine, tellFailure } = await import('./program.ts')

// What escapes a command is a bug, told like any other failure. State on disk is what a kill would have left.
process.on('uncaughtException', (error) => {
  void tellFailure(world, error).then((exit) => process.exit(exit))
})
process.exitCode = await runCommandLine(world)

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  return String(Reflect.get(Object(manifest) as object, 'version'))
}
