import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { readRegularFile } from '../support/regular-file.ts'

/** In the agent's private HOME: where it leaves what it has found. */
export const ARTEFACT_FILE = 'artefact.json'
/** In the folder of the run: the same, masked, once it was found to be valid. */
export const STORED_ARTEFACT = 'artefact.json'
const MOST_BYTES = 1024 * 1024

export type ReadArtefact =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly why: string }

/** Reads what an agent has left, which may be anything: only a regular file is opened, and never one behind a link. */
export async function readArtefact(home: string): Promise<ReadArtefact> {
  if (!(await lstat(home)).isDirectory()) return refused('its HOME is no folder')
  const found = await readRegularFile(join(home, ARTEFACT_FILE), MOST_BYTES)
  if (found.kind === 'refused') return refused(`it ${found.why}`)
  if (found.kind === 'missing') return found
  try {
    return { kind: 'read', text: new TextDecoder('utf-8', { fatal: true }).decode(found.bytes) }
  } catch {
    return refused('it is no UTF-8 text')
  }
}

function refused(why: string): ReadArtefact {
  return { kind: 'refused', why }
}
