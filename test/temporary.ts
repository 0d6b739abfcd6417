import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const directories: string[] = []

// Registered on import, so that a directory can be asked for in a hook and in a concurrent test alike.
afterAll(async () => {
  await Promise.all(directories.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })))
})

/** A directory without symlinks in its path, removed when the tests of the file have ended. */
export async function temporaryDirectory(): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'reveille-')))
  directories.push(path)
  return path
}
