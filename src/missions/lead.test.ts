import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLocks } from '../ledger/sqlite/locks.ts'
import { openSqliteLedger } from '../ledger/sqlite/ledger.ts'
import { OWNER } from '../ledger/world.contract.ts'
import { systemIds } from '../support/ids.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { createVirtualClock } from '../../test/virtual-clock.ts'
import { openNight, tryLead } from './lead.ts'

async function openLedger() {
  const clock = createVirtualClock()
  return openSqliteLedger({ path: ':memory:', clock, ids: systemIds(() => clock.now()) })
}

describe('the lead', () => {
  test('goes to one, and to the next, with a newer epoch, once it is released [I1]', async () => {
    const ledger = await openLedger()
    const path = join(await temporaryDirectory(), 'locks.db')
    const [one, other] = [openLocks({ path }), openLocks({ path })]
    const first = await tryLead({ ledger, locks: one, owner: OWNER })
    expect(first?.leader).toMatchObject({ epoch: 1, owner: OWNER })
    expect(await tryLead({ ledger, locks: other, owner: { ...OWNER, pid: 8 } })).toBeNull()
    expect(await ledger.leader()).toEqual(first?.leader)
    first?.lock.release()
    const second = await tryLead({ ledger, locks: other, owner: { ...OWNER, pid: 8 } })
    expect(second?.leader).toMatchObject({ epoch: 2, owner: { pid: 8 } })
    second?.lock.release()
  })

  test('is free again when it could not be recorded', async () => {
    const ledger = await openLedger()
    const locks = openLocks({ path: join(await temporaryDirectory(), 'locks.db') })
    const failing = { ...ledger, beginLeadership: () => Promise.reject(new RangeError('disk')) }
    await expect(tryLead({ ledger: failing, locks, owner: OWNER })).rejects.toThrow('disk')
    const lead = await tryLead({ ledger, locks, owner: OWNER })
    expect(lead).not.toBeNull()
    lead?.lock.release()
  })
})

describe('the night', () => {
  const gitWith = (refs: Readonly<Record<string, string>>) => ({
    commitOf: (revision: string) => Promise.resolve(refs[revision] ?? null),
  })

  test('begins at the tip of the branch, and is continued until it is closed', async () => {
    const ledger = await openLedger()
    const first = await openNight({ ledger, git: gitWith({ 'refs/heads/main': 'one' }), branch: 'main' })
    expect(first).toMatchObject({ number: 1, branch: 'main', base: 'one', state: 'open' })
    const moved = gitWith({ 'refs/heads/main': 'two' })
    expect(await openNight({ ledger, git: moved, branch: 'main' })).toEqual(first)
    const { epoch } = await ledger.beginLeadership({ owner: OWNER })
    await ledger.closeNight({ epoch, nightId: first.id, to: 'accepted' })
    expect(await openNight({ ledger, git: moved, branch: 'main' })).toMatchObject({ number: 2, base: 'two' })
  })

  test('is not begun on a branch without a commit: the configuration is to blame', async () => {
    const ledger = await openLedger()
    await expect(openNight({ ledger, git: gitWith({}), branch: 'mian' })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('mian'),
    })
    expect(await ledger.nights()).toEqual([])
  })
})
