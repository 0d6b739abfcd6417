import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { ReveilleError } from '../../domain/errors.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { TestReport } from '../../domain/test-report.ts'
import type { Fence, Verdict } from '../../ledger/ledger.ts'
import { syncFolder, writeWhole } from '../../support/whole-file.ts'
import type { VerificationWorld } from '../world.ts'

const FOLDER = 'evidence'
const RECORD_VERSION = 2

interface StoreWorld extends Pick<VerificationWorld, 'ids' | 'stateDirectory'> {
  readonly ledger: Pick<VerificationWorld['ledger'], 'recordEvidence'>
}

/** The full record of a check, of which the ledger holds the verdict and the end of the output. */
export interface EvidenceRecord extends Verdict {
  readonly recordVersion: typeof RECORD_VERSION
  readonly output: string
  /** What each test did; null for a check that was judged by its exit code alone. */
  readonly report: TestReport | null
}

/**
 * Puts a verdict and its whole output on disk, durably, and only then into the ledger: evidence that the ledger names can
 * be read after any crash.
 */
export async function recordEvidence(
  world: StoreWorld,
  {
    fence,
    verdict,
    ...seen
  }: { readonly fence: Fence; readonly verdict: Omit<Verdict, 'file'> } & Pick<
    EvidenceRecord,
    'output' | 'report'
  >,
): Promise<Evidence> {
  const file = path.posix.join(FOLDER, `${world.ids.next()}.json`)
  const record: EvidenceRecord = { recordVersion: RECORD_VERSION, ...verdict, file, ...seen }
  const isNew = (await mkdir(path.join(world.stateDirectory, FOLDER), { recursive: true })) !== undefined
  if (isNew) await syncFolder(world.stateDirectory)
  await writeWhole(path.join(world.stateDirectory, file), `${JSON.stringify(record, null, 1)}\n`)
  return world.ledger.recordEvidence({ fence, verdict: { ...verdict, file } })
}

/** The full record behind a row of the ledger. Throws `not-found` when its file is gone. */
export async function readEvidence(
  stateDirectory: string,
  evidence: Pick<Evidence, 'file'>,
): Promise<EvidenceRecord> {
  const place = path.resolve(stateDirectory, evidence.file)
  if (!place.startsWith(path.resolve(stateDirectory, FOLDER) + path.sep)) {
    throw new ReveilleError('unsafe-path', `evidence is not kept at ${evidence.file}`)
  }
  const text = await readFile(place, 'utf8').catch((cause: unknown) => {
    throw new ReveilleError('not-found', `the record ${evidence.file} cannot be read`, { cause })
  })
  // Written by `recordEvidence` alone and renamed into place whole.
  return JSON.parse(text) as EvidenceRecord
}
