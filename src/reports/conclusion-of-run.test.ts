import { expect, test } from 'vitest'
import type { Conclusion } from '../domain/conclusion.ts'
import { RecordBuilder } from '../../test/record.ts'
import { outcomesOf } from './outcomes.ts'

const TREE = { commit: 'base', tree: 'dddddddddddddddd' } as const
const EXPLORED: Conclusion = {
  ...{ kind: 'explore', ...TREE, file: 'runs/run/artefact.json', sha256: 'hash', bytes: 120, findings: 2 },
}
const OPERATED: Conclusion = {
  ...{
    kind: 'operate',
    planHash: 'plan',
    operation: 'restart',
    target: 'staging',
    grant: null,
    proof: ['e'],
  },
}
const RED: Conclusion = {
  ...{ kind: 'verify', ...TREE, verdict: 'red', checks: [{ check: 'test', green: false, evidence: 'e' }] },
}

test.each([
  [EXPLORED, 'green', 'it brought 2 findings'],
  [{ ...EXPLORED, findings: null }, 'green', 'its artefact is valid (120 bytes)'],
  [OPERATED, 'green', 'restart was carried out on staging and its proof is green'],
  [RED, 'red', '1 of 1 check red on tree dddddddddd'],
] as const)('a task is told by what its run came to: %j', (conclusion, answer, text) => {
  const night = new RecordBuilder()
  const run = night.claim(night.task('look', { kind: conclusion.kind }))
  night.move(run, 'checking')
  night.event('run.concluded', { conclusion }, { taskId: run.taskId, runId: run.id })
  night.move(run, 'concluded')
  expect(outcomesOf(night.record()).concluded).toMatchObject([{ key: 'look', answer, conclusion: text }])
})
