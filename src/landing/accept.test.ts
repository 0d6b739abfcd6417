import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { targetRef } from '../domain/night.ts'
import { beginNight, claimWork, queueWork, shellCheck, type LandingNight } from '../../test/landing-world.ts'
import { gitIn, leaveLock } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { acceptNight, forecastAccept, queueBranch } from './accept.ts'

/** A night on which `src/a.txt` was changed, `new/b.txt` added and `gone.txt` removed. */
async function nightWithWork(files = {}): Promise<LandingNight & { readonly tip: string }> {
  const began = await beginNight({
    files: { 'src/a.txt': 'a\n', 'gone.txt': 'x\n', 'keep.txt': 'keep\n', ...files },
  })
  const check = shellCheck('b exists', 'test -e new/b.txt', { expect: 'red-to-green' })
  await queueWork(began, {
    key: 'a',
    files: { 'src/a.txt': 'changed\n', 'new/b.txt': 'b\n', 'gone.txt': null },
    checks: [check],
  })
  const outcome = await began.landings.landNext(began)
  if (outcome.kind !== 'landed') throw new TypeError(JSON.stringify(outcome))
  return { ...began, tip: outcome.commit }
}

const head = ({ repository }: LandingNight) => repository.git('rev-parse', 'refs/heads/main')

async function expectAccepted(began: LandingNight & { readonly tip: string }): Promise<void> {
  expect(await head(began)).toBe(began.tip)
  expect(await began.repository.git('status', '--porcelain')).toBe('')
  expect(await readFile(join(began.repository.path, 'src/a.txt'), 'utf8')).toBe('changed\n')
  const night = (await began.world.ledger.nights()).find(({ id }) => id === began.night.id)
  expect(night?.state).toBe('accepted')
  expect(await began.repository.git('for-each-ref', 'refs/reveille/accepts')).toBe('')
}

describe('accept', () => {
  test('the branch and its checkout are fast-forwarded [I3]', async () => {
    const began = await nightWithWork()
    expect(await acceptNight(began.world, began)).toEqual({
      kind: 'accepted',
      from: began.base,
      to: began.tip,
      checkout: began.repository.path,
    })
    await expectAccepted(began)
    await expect(stat(join(began.repository.path, 'gone.txt'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('changes of the user elsewhere stay as they are', async () => {
    const began = await nightWithWork()
    await began.repository.write({ 'keep.txt': 'mine\n', 'untracked.txt': 'mine too\n' })
    await acceptNight(began.world, began)
    expect(await head(began)).toBe(began.tip)
    expect(await began.repository.git('status', '--porcelain')).toBe(' M keep.txt\n?? untracked.txt')
  })

  test.each([
    ['a changed file', { 'src/a.txt': 'mine\n' }],
    ['an untracked file', { 'new/b.txt': 'mine\n' }],
  ])('%s in the way stops it, and nothing is touched', async (_what, files) => {
    const began = await nightWithWork()
    await began.repository.write(files)
    const before = await began.repository.git('status', '--porcelain', '-uall')
    const refusal = { code: 'diverged', hint: expect.stringContaining('stash') }
    await expect(forecastAccept(began.world, began.night)).rejects.toMatchObject(refusal)
    await expect(acceptNight(began.world, began)).rejects.toMatchObject(refusal)
    expect(await began.repository.git('status', '--porcelain', '-uall')).toBe(before)
    expect(await head(began)).toBe(began.base)
    expect(await began.world.ledger.openNightNow()).not.toBeNull()
  })

  test.each(['index.lock', 'MERGE_HEAD'])('with %s there it refuses', async (name) => {
    const began = await nightWithWork()
    await writeFile(join(began.repository.gitDirectory, name), `${began.base}\n`)
    await expect(acceptNight(began.world, began)).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringContaining(name),
    })
    expect(await head(began)).toBe(began.base)
  })

  test('a branch that nobody has checked out moves alone', async () => {
    const began = await nightWithWork()
    await began.repository.git('checkout', '--quiet', '-b', 'other')
    expect(await acceptNight(began.world, began)).toMatchObject({ kind: 'accepted', checkout: null })
    expect(await head(began)).toBe(began.tip)
    expect(await readFile(join(began.repository.path, 'src/a.txt'), 'utf8')).toBe('a\n')
  })

  test('a linked worktree that has the branch is updated', async () => {
    const began = await nightWithWork()
    await began.repository.git('checkout', '--quiet', '-b', 'other')
    const place = join(await temporaryDirectory(), 'linked')
    await began.repository.git('worktree', 'add', '--quiet', place, 'main')
    expect(await acceptNight(began.world, began)).toMatchObject({ kind: 'accepted', checkout: place })
    expect(await gitIn(place, ['status', '--porcelain'])).toBe('')
    expect(await readFile(join(place, 'src/a.txt'), 'utf8')).toBe('changed\n')
  })

  test('a moved branch is merged as a verified entry first, then accepted with its work [I3]', async () => {
    const began = await nightWithWork()
    await began.repository.write({ 'user.txt': 'user\n' })
    const user = await began.repository.commit('the user went on')
    expect(await acceptNight(began.world, began)).toEqual({ kind: 'merge-needed', candidate: user })
    await queueBranch(began.world, began)
    await queueBranch(began.world, began)
    expect(await began.world.ledger.landings({ nightId: began.night.id, states: ['waiting'] })).toHaveLength(
      1,
    )
    const landed = await began.landings.landNext(began)
    expect(landed).toMatchObject({ kind: 'landed', runId: null })
    const tip = landed.kind === 'landed' ? landed.commit : ''
    expect(await acceptNight(began.world, began)).toMatchObject({ kind: 'accepted', from: user, to: tip })
    expect(await began.repository.git('rev-parse', 'HEAD^1', 'HEAD^2')).toBe(`${began.tip}\n${user}`)
    await expectAccepted({ ...began, tip })
  })

  test('a branch that undoes what a task made green is not merged', async () => {
    const began = await nightWithWork()
    // The user's commit is fine by the gate, but not beside the night's work.
    await began.repository.write({ new: 'a file where the folder would be\n' })
    await began.repository.commit('in the way')
    await queueBranch(began.world, began)
    expect(await began.landings.landNext(began)).toMatchObject({
      kind: 'dropped',
      runId: null,
      reason: 'conflict',
    })
    expect(await began.world.git.readRef(targetRef(began.night))).toBe(began.tip)
  })

  test('a later landing that undid an earlier one is found before the branch moves', async () => {
    const began = await nightWithWork()
    await queueWork(began, { key: 'undo', files: { 'new/b.txt': null } })
    await began.landings.landNext(began)
    expect(await acceptNight(began.world, began)).toMatchObject({ kind: 'unproved', checks: ['a: b exists'] })
    expect(await head(began)).toBe(began.base)
  })

  test.each([
    ['a live run', (began: LandingNight) => claimWork(began, { key: 'late' })],
    ['a queued run', (began: LandingNight) => queueWork(began, { key: 'late', files: { late: '' } })],
  ])('%s refuses it before anything is moved', async (_what, begin) => {
    const began = await nightWithWork()
    await begin(began)
    await expect(acceptNight(began.world, began)).rejects.toMatchObject({
      code: 'night-unfinished',
      hint: expect.stringContaining('reveille night'),
    })
    expect(await head(began)).toBe(began.base)
    expect(await readFile(join(began.repository.path, 'src/a.txt'), 'utf8')).toBe('a\n')
  })

  test('a merge that waits for a branch that went back refuses it too', async () => {
    const began = await nightWithWork()
    await began.repository.write({ 'user.txt': 'user\n' })
    await began.repository.commit('the user went on')
    await queueBranch(began.world, began)
    await began.repository.git('reset', '--quiet', '--hard', began.base)
    await expect(acceptNight(began.world, began)).rejects.toMatchObject({ code: 'night-unfinished' })
    expect(await head(began)).toBe(began.base)
  })

  test('a target that somebody moved is not accepted', async () => {
    const began = await nightWithWork()
    await began.repository.git('update-ref', targetRef(began.night), began.base)
    await expect(acceptNight(began.world, began)).rejects.toMatchObject({ code: 'diverged' })
  })

  test('a branch that is gone is told', async () => {
    const began = await nightWithWork()
    await began.repository.git('checkout', '--quiet', '--detach')
    await began.repository.git('branch', '--quiet', '-D', 'main')
    await expect(acceptNight(began.world, began)).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringContaining('main'),
    })
  })
})

describe('what accept would do', () => {
  test('is told as it is done, and nothing moves, whatever the user changed elsewhere [dry-run]', async () => {
    const began = await nightWithWork()
    await began.repository.write({ 'keep.txt': 'mine\n' })
    expect(await forecastAccept(began.world, began.night)).toEqual({
      from: began.base,
      to: began.tip,
      isMergeNeeded: false,
      checkout: began.repository.path,
    })
    expect(await began.repository.git('status', '--porcelain')).toBe(' M keep.txt')
    expect(await head(began)).toBe(began.base)
  })

  test('is refused where a merge would find the checkout in the way, as accept refuses it then [dry-run]', async () => {
    const began = await nightWithWork()
    await began.repository.write({ 'user.txt': 'user\n' })
    await began.repository.commit('the user went on')
    expect(await forecastAccept(began.world, began.night)).toMatchObject({ isMergeNeeded: true })
    await began.repository.write({ 'user.txt': 'changed\n' })
    expect(await forecastAccept(began.world, began.night)).toMatchObject({ isMergeNeeded: true })
    await began.repository.write({ 'src/a.txt': 'mine\n' })
    await expect(forecastAccept(began.world, began.night)).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringContaining('src/a.txt'),
    })
  })

  test('is no refusal where accept was killed while it moved the files: it repairs them first', async () => {
    const began = await nightWithWork()
    await began.repository.git('update-ref', `refs/reveille/accepts/${began.night.number}`, began.tip)
    await began.repository.write({ 'src/a.txt': 'changed\n' })
    expect(await forecastAccept(began.world, began.night)).toMatchObject({ to: began.tip })
  })
})

describe('accept, killed and run again [I10]', () => {
  const intend = (began: LandingNight & { readonly tip: string }) =>
    began.repository.git('update-ref', `refs/reveille/accepts/${began.night.number}`, began.tip)

  test('before anything was moved', async () => {
    const began = await nightWithWork()
    await intend(began)
    await acceptNight(began.world, began)
    await expectAccepted(began)
  })

  test('with some files moved, one half written, and the index locked', async () => {
    const began = await nightWithWork()
    await intend(began)
    await leaveLock(join(began.repository.gitDirectory, 'index.lock'))
    await began.repository.write({ 'src/a.txt': 'changed\n', 'new/b.txt': '' })
    await began.repository.remove('gone.txt')
    await acceptNight(began.world, began)
    await expectAccepted(began)
    expect(await readFile(join(began.repository.path, 'new/b.txt'), 'utf8')).toBe('b\n')
  })

  test('with the files moved and the branch not', async () => {
    const began = await nightWithWork()
    await intend(began)
    const { path } = began.repository
    expect(
      await began.world.git.fastForwardCheckout({ root: path, from: began.base, to: began.tip }),
    ).toEqual({ kind: 'moved' })
    await acceptNight(began.world, began)
    await expectAccepted(began)
  })

  test('with the branch moved and the night still open', async () => {
    const began = await nightWithWork()
    await intend(began)
    await began.world.git.fastForwardCheckout({
      root: began.repository.path,
      from: began.base,
      to: began.tip,
    })
    await began.world.git.compareAndSwap('refs/heads/main', began.base, began.tip)
    expect(await acceptNight(began.world, began)).toMatchObject({ kind: 'accepted' })
    await expectAccepted(began)
  })

  test('a file the user has changed since is still his', async () => {
    const began = await nightWithWork()
    await intend(began)
    await began.repository.write({ 'src/a.txt': 'mine\n', 'new/b.txt': 'b\n' })
    await expect(acceptNight(began.world, began)).rejects.toMatchObject({ code: 'diverged' })
    expect(await readFile(join(began.repository.path, 'src/a.txt'), 'utf8')).toBe('mine\n')
    await began.repository.git('checkout', '--quiet', '--', 'src/a.txt')
    await acceptNight(began.world, began)
    await expectAccepted(began)
  })
})
