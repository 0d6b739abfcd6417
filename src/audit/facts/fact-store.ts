import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeWhole } from '../../support/whole-file.ts'
import type { KnownFacts } from './gather.ts'

/** Keeps what was found in a tree, in a cache that may be removed at any time. */
export interface FactStore {
  /** Null when nothing is kept, or what is kept cannot be read. */
  readonly load: () => Promise<KnownFacts | null>
  readonly save: (facts: KnownFacts) => Promise<void>
}

export function createFactStore({
  folder,
  root,
}: {
  readonly folder: string
  readonly root: string
}): FactStore {
  const file = join(folder, 'facts', `${createHash('sha256').update(root).digest('hex').slice(0, 24)}.json`)
  return {
    load: async () => {
      try {
        // Only this store writes there; a file that it did not finish does not exist.
        return JSON.parse(await readFile(file, 'utf8')) as KnownFacts
      } catch {
        return null
      }
    },
    async save(facts) {
      await mkdir(dirname(file), { recursive: true })
      await writeWhole(file, JSON.stringify(facts))
    },
  }
}
