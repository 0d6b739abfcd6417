import { access, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository, gitIn } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { compose, type ComposedContext } from '../compose.ts'
import { savedWorkRef } from '../domain/night.ts'
import { add, claim, fenceOf, OWNER, verified } from '../ledger/world.contract.ts'
import { clean } from './clean.ts'

const CONFIG = 'target: main\ngate:\n  - name: check\n    run: [sh, check.sh]\n'

interface Stage {
  readonly context: ComposedContext
  readonly cacheDirectory: string
  readonly repository: string
  /** A run that is over; its workspace is on disk. */
  endedRun(key: string, hadHost: boolean): Promise<string>
}

async function stage(): Promise<Stage & AsyncDisposable> {
  const folder = await temporaryDirectory()
  const { path } = await createRepository({ files: { '.reveille/config.yaml': CONFIG } })
  const context = compose({
    folder: path,
    variables: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
    narrate: () => undefined,
    warn: () => undefined,
    confirm: null,
  })
  const { cacheDirectory } = await context.project()
  return {
    context,
    cacheDirectory,
    repository: path,
    async endedRun(key, hadHost) {
      const ledger = await context.ledger()
      await add(ledger, key)
      const run = await claim(ledger, key)
      if (hadHost) await ledger.recordHost({ ...fenceOf(run), host: OWNER })
      await ledger.endRun({ ...fenceOf(run), reason: 'worker-lost', detail: 'It is gone.' })
      await mkdir(join(cacheDirectory, 'workspaces', run.id, 'upper'), { recursive: true })
      return run.id
    },
    [Symbol.asyncDispose]: () => context[Symbol.asyncDispose](),
  }
}

const stands = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    () => false,
  )

test('a workspace whose work is saved nowhere else stays, with what it stands on, and that is told [I4, clean]', async () => {
  await using on = await stage()
  const [lost, saved, idle] = [
    await on.endedRun('lost', true),
    await on.endedRun('saved', true),
    await on.endedRun('idle', false),
  ]
  await gitIn(on.repository, ['update-ref', savedWorkRef(saved), 'HEAD'])
  const tree = join(on.cacheDirectory, 'trees', 'abc')
  await mkdir(tree, { recursive: true })
  const workspace = join(on.cacheDirectory, 'workspaces', lost)
  for (const dryRun of [true, false]) {
    const result = await clean.run(on.context, { dryRun, transcripts: false, isYes: true })
    expect(result.items.map(({ id }) => id)).toEqual([saved, idle].toSorted())
    expect(result.kept).toEqual([
      {
        kind: 'workspace',
        id: lost,
        path: workspace,
        reason: `It holds work that is not saved at ${savedWorkRef(lost)}.`,
      },
    ])
  }
  expect(await stands(join(workspace, 'upper'))).toBe(true)
  expect(await stands(tree)).toBe(true)
  expect(await stands(join(on.cacheDirectory, 'workspaces', saved))).toBe(false)
})

test('what killed commands left half made goes, also folders that are closed to their owner [clean]', async () => {
  await using on = await stage()
  const left = [
    'workspaces/check/work/work',
    'trees/.new-7-1/files',
    'environments/.new-e/layer',
    'environments/.removed-f/layer',
    'probe-1/work/work',
    'reveille-proof-x/root',
  ]
  for (const path of left) await mkdir(join(on.cacheDirectory, path), { recursive: true })
  await writeFile(join(on.cacheDirectory, 'other'), 'not of clean')
  for (const path of left) await chmod(join(on.cacheDirectory, path), 0)
  const { items, kept, bytes } = await clean.run(on.context, {
    dryRun: false,
    transcripts: false,
    isYes: true,
  })
  expect(items.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    'workspace check',
    'tree .new-7-1',
    'environment .new-e',
    'environment f',
    'probe probe-1',
    'probe reveille-proof-x',
  ])
  expect(kept).toEqual([])
  expect(bytes).toBeGreaterThan(0)
  for (const { path } of items) expect(await stands(path)).toBe(false)
  expect(await stands(join(on.cacheDirectory, 'environments', '.removed-f'))).toBe(false)
  expect(await stands(join(on.cacheDirectory, 'other'))).toBe(true)
})

test('what an explore task has brought stays with its run, transcripts or not [clean]', async () => {
  await using on = await stage()
  const ledger = await on.context.ledger()
  const { stateDirectory } = await on.context.project()
  const ended = await on.endedRun('ended', false)
  await add(ledger, 'look', { kind: 'explore' })
  const run = await claim(ledger, 'look')
  await ledger.moveRun({ ...fenceOf(run), to: 'working' })
  await ledger.moveRun({ ...fenceOf(run), to: 'checking' })
  const { commit, tree } = verified()
  const brought = { kind: 'explore', commit, tree, file: '', sha256: '', bytes: 1, findings: null } as const
  await ledger.concludeRun({ ...fenceOf(run), conclusion: brought })
  for (const id of [ended, run.id]) await mkdir(join(stateDirectory, 'runs', id), { recursive: true })
  const { items } = await clean.run(on.context, { dryRun: false, transcripts: true, isYes: true })
  expect(items.filter(({ kind }) => kind === 'transcript').map(({ id }) => id)).toEqual([ended])
  expect(await stands(join(stateDirectory, 'runs', run.id))).toBe(true)
})
