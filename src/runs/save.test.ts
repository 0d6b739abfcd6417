import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { savedWorkRef } from '../domain/night.ts'
import { refusedPaths } from '../workspaces/saved-work.ts'
import { NO_ENVIRONMENT } from '../workspaces/workspace.ts'
import { beginRuns, claimRun, type RunNight } from '../../test/run-world.ts'
import { writeTree } from '../../test/tree.ts'
import { runCommand } from '../support/process.ts'
import { saveRun } from './save.ts'

describe('saving the work of a run [I4]', () => {
  let began: RunNight
  let tasks = 0

  beforeAll(async () => {
    began = await beginRuns({ files: { 'src/a.txt': 'a\n', '.gitignore': 'ignored\n' } })
  })

  /** A run with a workspace. */
  async function begin(fields: { readonly title?: string } = {}) {
    tasks += 1
    const inHand = await claimRun(began, { key: `task-${tasks}`, ...fields })
    const { id } = inHand.run
    const { world, base } = began
    const workspace = await world.workspaces.create({ id, commit: base, environment: NO_ENVIRONMENT })
    return { ...inHand, workspace, ref: savedWorkRef(id) }
  }

  test('puts new, changed and deleted files at the ref of the run, as a commit on its base', async () => {
    const { world, base } = began
    const { workspace, ref, ...inHand } = await begin()
    await writeTree(workspace.root, { 'src/b.txt': 'b\n', 'src/a.txt': 'changed\n', ignored: 'x' })
    const commit = await saveRun(world, inHand)
    expect(commit).toBe(await world.git.readRef(ref))
    expect(await world.git.changes(base, commit ?? '')).toMatchObject([
      { path: 'src/a.txt', status: 'modified' },
      { path: 'src/b.txt', status: 'added' },
    ])
    expect(await world.git.commitsBetween(base, commit ?? '')).toEqual([commit])
    expect((await world.git.messageOf(commit ?? '')).trimEnd()).toBe(`${inHand.task.key}: run 1`)
  })

  test('work that is there stands: what was written since is not', async () => {
    const { world } = began
    const { workspace, ...inHand } = await begin()
    await writeFile(join(workspace.root, 'first'), '')
    const commit = await saveRun(world, inHand)
    await writeFile(join(workspace.root, 'second'), '')
    expect(await saveRun(world, inHand)).toBe(commit)
    expect(await world.git.readFile(commit ?? '', 'second')).toBeNull()
    await world.workspaces.remove(inHand.run.id)
    expect(await saveRun(world, inHand)).toBe(commit)
  })

  test('without workspace and saved work there is nothing to give', async () => {
    const inHand = await claimRun(began, { key: 'nothing' })
    expect(await saveRun(began.world, inHand)).toBeNull()
    expect(await began.world.git.readRef(savedWorkRef(inHand.run.id))).toBeNull()
  })

  test('secrets in it are told in a note that names the paths and not the secret', async () => {
    const { world } = began
    const { workspace, ref, ...inHand } = await begin()
    const token = `ghp_${'a1B2'.repeat(9)}`
    await writeTree(workspace.root, { 'src/b.txt': `token: ${token}\n`, '.env': '' })
    await saveRun(world, inHand)
    const [note, ...others] = await world.ledger.notes(inHand.task.id)
    expect(others).toEqual([])
    expect(note).toMatchObject({ author: 'system:reveille' })
    for (const part of ['.env', 'src/b.txt', ref, 'must not be pushed']) expect(note?.text).toContain(part)
    expect(note?.text).not.toContain(token)
  })

  test('what cannot be work is told to whoever judges the diff', async () => {
    const { world } = began
    const { workspace, ...inHand } = await begin()
    const pipe = ['mkfifo', join(workspace.root, 'src/pipe')]
    const variables = { PATH: process.env['PATH'] ?? '' }
    await runCommand({ argv: pipe, variables, cwd: '/', timeoutMs: 5_000, maxOutputBytes: 1_000 })
    const commit = await saveRun(world, inHand)
    expect(await refusedPaths(world.git, commit ?? '')).toEqual(['src/pipe'])
  })
})
