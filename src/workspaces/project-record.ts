import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../support/whole-file.ts'

/** Where a project was when it was last used, so that two clones of one origin can be told. */
export interface ProjectRecord {
  readonly id: string
  readonly path: string
  readonly origin: string | null
}

const RECORD_FILE = 'project.json'

export async function writeProjectRecord(stateDirectory: string, record: ProjectRecord): Promise<void> {
  const file = join(stateDirectory, RECORD_FILE)
  const text = `${JSON.stringify(record)}\n`
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return
  await writeWhole(file, text)
}

/** Records of all projects of this user, sorted by path. */
export async function readProjectRecords(stateHome: string): Promise<readonly ProjectRecord[]> {
  const names = await readdir(stateHome).catch(() => [])
  const texts = await Promise.all(
    names.map((name) => readFile(join(stateHome, name, RECORD_FILE), 'utf8').catch(() => '')),
  )
  return texts
    .flatMap((text) => parseRecord(text) ?? [])
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

/** Other clones of the same origin: their nights know nothing of each other. */
export function otherClones(record: ProjectRecord, all: readonly ProjectRecord[]): readonly ProjectRecord[] {
  if (record.origin === null) return []
  const origin = comparable(record.origin)
  return all.filter(
    (other) => other.id !== record.id && other.origin !== null && comparable(other.origin) === origin,
  )
}

/** `git@host:a/b.git`, `ssh://host/a/b` and `https://host/a/b` are one place. */
function comparable(origin: string): string {
  return origin
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
    .replace(/(?:\.git)?\/*$/, '')
    .toLowerCase()
}

function parseRecord(text: string): ProjectRecord | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const { id, path, origin } = value as Readonly<Record<string, unknown>>
    if (typeof id !== 'string' || typeof path !== 'string') return null
    return { id, path, origin: typeof origin === 'string' ? origin : null }
  } catch {
    return null
  }
}
