import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { ExploreConclusion } from '../domain/conclusion.ts'
import { createMask } from '../support/secrets.ts'
import { writeWhole } from '../support/whole-file.ts'
import { readArtefact, STORED_ARTEFACT } from './artefact-file.ts'
import { maskValue } from './artefact-mask.ts'
import { askNamedTree } from './conclude.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'
import { runFolder } from './transcript.ts'

/** Judges and keeps what the agent has found. The workspace is still there: it goes once the run is over. */
export async function concludeExplore(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task } = inHand
  const workspace = await world.workspaces.find(run.id)
  if (workspace === null) return ends('worker-lost', 'The workspace in which it left its artefact is gone.')
  const read = await readArtefact(workspace.home)
  if (read.kind === 'missing') return ends('no-change', 'It brought no artefact.')
  if (read.kind === 'refused') return ends('check-failed', `Its artefact was not taken: ${read.why}.`)
  const { judgeArtefact } = await import('../verification/artefact.ts')
  const mask = createMask(world.secretValues)
  const judged = judgeArtefact(task.artefact ?? { kind: 'findings' }, read.text)
  if (judged.kind === 'invalid') {
    return ends(
      'check-failed',
      mask(`Its artefact is not what was asked for: ${judged.problems.join('; ')}.`),
    )
  }
  if (task.checks.length > 0) {
    const verdict = await askNamedTree(world, inHand)
    if (!verdict.green) return ends('check-failed', verdict.detail)
  }
  const kept = await keep(world, inHand, `${JSON.stringify(maskValue(mask, judged.value), null, 1)}\n`)
  const concluded = await world.ledger.concludeRun({
    runId: run.id,
    token: run.token,
    conclusion: { ...kept, findings: judged.findings },
  })
  return { kind: 'moved', run: concluded }
}

/** On disk, durably, before the ledger names it. */
async function keep(
  { stateDirectory, git }: RunWorld,
  { run }: RunInHand,
  text: string,
): Promise<Omit<ExploreConclusion, 'findings'>> {
  const folder = runFolder(stateDirectory, run.id)
  await mkdir(folder, { recursive: true })
  const place = path.join(folder, STORED_ARTEFACT)
  await writeWhole(place, text)
  return {
    kind: 'explore',
    commit: run.base,
    tree: await git.treeOf(run.base),
    file: path.relative(stateDirectory, place),
    sha256: createHash('sha256').update(text).digest('hex'),
    bytes: Buffer.byteLength(text),
  }
}
