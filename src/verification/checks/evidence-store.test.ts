import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../domain/evidence.ts'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { readEvidence, recordEvidence } from './evidence-store.ts'

function evidence(check: string, parts: Partial<Evidence> = {}): Evidence {
  return {
    id: check,
    runId: null,
    check,
    command: check,
    argv: [check],
    expect: 'must-pass',
    tree: 't',
    gate: 'g',
    environment: 'e',
    isolation: 'bubblewrap',
    purpose: 'tree',
    green: true,
    finding: '',
    exitCode: 0,
    signal: null,
    timedOut: false,
    durationMs: 1,
    tests: null,
    mutants: null,
    excerpt: '',
    file: 'evidence/x.json',
    at: 0,
    ...parts,
  }
}

describe('recordEvidence', () => {
  const { id: _id, at: _at, file: _file, ...verdict } = evidence('a')
  let number = 0
  const ids = { next: () => `id-${(number += 1)}` }

  test('the file is whole on disk before the ledger hears of it [I10]', async () => {
    const stateDirectory = await temporaryDirectory()
    const seen: string[] = []
    const ledger = {
      findEvidence: () => Promise.resolve([]),
      recordEvidence: async ({ verdict: { file } }: { verdict: { file: string } }): Promise<Evidence> => {
        seen.push(await readFile(join(stateDirectory, file), 'utf8'))
        throw new Error('killed')
      },
    }
    const recording = recordEvidence(
      { ids, ledger, stateDirectory },
      { fence: { epoch: 1 }, verdict, output: 'all of it', report: null },
    )
    await expect(recording).rejects.toThrow('killed')
    expect(JSON.parse(seen[0] ?? '')).toMatchObject({ ...verdict, output: 'all of it', recordVersion: 2 })
    expect(await readdir(join(stateDirectory, 'evidence'))).toHaveLength(1)
  })

  test('a record that is gone is told', async () => {
    const reading = readEvidence(await temporaryDirectory(), { file: 'evidence/gone.json' })
    await expect(reading).rejects.toMatchObject({ code: 'not-found' })
  })
})
