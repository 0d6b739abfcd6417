import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TaskDraft } from '../domain/task.ts'
import { check as mustPass } from '../ledger/world.contract.ts'
import { claimRun, handIn } from '../../test/run-world.ts'
import { addTask, runNight, simulateNight, type Plan } from '../../test/simulated-night.ts'
import { NO_ENVIRONMENT } from '../workspaces/workspace.ts'
import { concludeExplore } from './explore.ts'
import { neededConclusions } from './needs.ts'

const FINDINGS = [{ title: 'Slow', detail: 'It reads twice.', where: ['src/a.ts'] }]

/** An agent has ended and left this text, or nothing. */
async function begin(text: string | null, fields: Partial<TaskDraft> = {}, plan: Plan = {}) {
  const night = await simulateNight(plan)
  const inHand = await claimRun(night, {
    key: 'look',
    kind: 'explore',
    artefact: { kind: 'findings' },
    ...fields,
  })
  const workspace = await night.world.workspaces.create({
    id: inHand.run.id,
    commit: 'base',
    environment: NO_ENVIRONMENT,
  })
  await mkdir(workspace.home, { recursive: true })
  const place = join(workspace.home, 'artefact.json')
  if (text !== null) await writeFile(place, text)
  return { night, place, inHand: await handIn(night, inHand, 'work') }
}

test('findings conclude the run, and are kept by their hash [explore]', async () => {
  const { night, inHand } = await begin(JSON.stringify(FINDINGS))
  expect(await concludeExplore(night.world, inHand)).toMatchObject({
    kind: 'moved',
    run: { state: 'concluded' },
  })
  const [concluded] = await night.ledger.conclusions([inHand.task.id])
  expect(concluded?.conclusion).toMatchObject({
    kind: 'explore',
    commit: 'base',
    tree: 'tree of base',
    file: `runs/${inHand.run.id}/artefact.json`,
    findings: 1,
  })
  const kept = await readFile(
    join(night.world.stateDirectory, 'runs', inHand.run.id, 'artefact.json'),
    'utf8',
  )
  expect(JSON.parse(kept)).toEqual(FINDINGS)
})

test('secrets are masked in what is kept', async () => {
  const secret = 'hunter-two-and-three'
  const text = JSON.stringify([{ ...FINDINGS[0], detail: `It prints ${secret}.` }])
  const { night, inHand } = await begin(text, {}, { world: () => ({ secretValues: [secret] }) })
  await concludeExplore(night.world, inHand)
  const kept = await readFile(
    join(night.world.stateDirectory, 'runs', inHand.run.id, 'artefact.json'),
    'utf8',
  )
  expect(kept).toContain('It prints [masked].')
  expect(kept).not.toContain(secret)
})

describe('nothing is concluded', () => {
  test('without an artefact', async () => {
    const { night, inHand } = await begin(null)
    expect(await concludeExplore(night.world, inHand)).toEqual({
      kind: 'ends',
      reason: 'no-change',
      detail: 'It brought no artefact.',
    })
  })

  test('by one that leads elsewhere', async () => {
    const { night, inHand, place } = await begin(null)
    await symlink('/etc/hostname', place)
    expect(await concludeExplore(night.world, inHand)).toMatchObject({
      reason: 'check-failed',
      detail: expect.stringContaining('symbolic link'),
    })
  })

  test('by one that is not what was asked for, and its problems are told without secrets', async () => {
    const secret = 'hunter-two-and-three'
    const { night, inHand } = await begin(
      JSON.stringify([{ [secret]: 1 }]),
      {},
      { world: () => ({ secretValues: [secret] }) },
    )
    const result = await concludeExplore(night.world, inHand)
    expect(result).toMatchObject({ reason: 'check-failed', detail: expect.stringContaining('/0: must have') })
    expect(JSON.stringify(result)).not.toContain(secret)
  })

  test('while one of its checks is red', async () => {
    const red = {
      green: false,
      gate: 'g',
      environment: 'e',
      evidence: [],
      detail: 'red',
      reason: 'check-failed',
    } as const
    const { night, inHand } = await begin(
      JSON.stringify(FINDINGS),
      { checks: [mustPass('own')] },
      { verifier: { verify: () => Promise.resolve(red) } },
    )
    expect(await concludeExplore(night.world, inHand)).toEqual({
      kind: 'ends',
      reason: 'check-failed',
      detail: 'red',
    })
  })

  test('when the workspace is gone', async () => {
    const { night, inHand } = await begin(JSON.stringify(FINDINGS))
    await night.world.workspaces.remove(inHand.run.id)
    expect(await concludeExplore(night.world, inHand)).toMatchObject({ reason: 'worker-lost' })
  })
})

describe('what a later task reads', () => {
  test('is the conclusion with its artefact', async () => {
    const { night, inHand } = await begin(JSON.stringify(FINDINGS))
    await concludeExplore(night.world, inHand)
    expect(await neededConclusions(night.world, { needs: ['look'] })).toMatchObject([
      { key: 'look', title: 'Title of look', conclusion: { kind: 'explore' }, artefact: FINDINGS },
    ])
  })

  test('is no artefact when its file is not the one that was recorded', async () => {
    const { night, inHand } = await begin(JSON.stringify(FINDINGS))
    await concludeExplore(night.world, inHand)
    await writeFile(join(night.world.stateDirectory, 'runs', inHand.run.id, 'artefact.json'), '[]')
    expect(await neededConclusions(night.world, { needs: ['look'] })).toMatchObject([
      { conclusion: { kind: 'explore' }, artefact: null },
    ])
  })

  test('is the commit of what landed, and nothing of what is not done', async () => {
    const { night } = await begin(null)
    await addTask(night, 'open')
    await addTask(night, 'landed')
    await runNight(night, { only: new Set(['landed']) })
    expect(await neededConclusions(night.world, { needs: ['landed', 'open'] })).toMatchObject([
      { key: 'landed', conclusion: { kind: 'change', commit: expect.stringContaining('landed-') } },
      { key: 'open', conclusion: null, artefact: null },
    ])
  })
})
