import { beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { add, ANN, BOT, draft, expectRefusal, kindsAfter } from './world.contract.ts'

export function describeTasks(open: world.OpenLedger): void {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
  })
  const keys = async (filter: Parameters<Ledger['tasks']>[0]): Promise<readonly string[]> =>
    (await ledger.tasks(filter)).map(({ key }) => key)

  describe('adding', () => {
    test('a new task is todo, has version 1 and everything of its draft', async () => {
      const given = draft('login', { checks: [world.check('tests')], domain: 'web', priority: 'P1' })
      const task = await ledger.addTask({ actor: BOT, draft: given })
      expect(task).toMatchObject({
        ...given,
        state: 'todo',
        version: 1,
        attempts: 0,
        losses: 0,
        resolution: null,
      })
      expect(task.filedBy).toBe('coordinator:bot')
      expect(await ledger.task('login')).toEqual(task)
      expect(await ledger.task(task.id)).toEqual(task)
    })

    test('a key is given once', async () => {
      await add(ledger, 'login')
      await expectRefusal(ledger, 'already-exists', () => add(ledger, 'login'))
    })

    test.each(['', 'Login', 'a b', '../x', '-a', 'a'.repeat(81), 'ä'])('%j is no key', async (key) => {
      await expectRefusal(ledger, 'input-invalid', () => add(ledger, key))
    })

    test('text of any kind comes back as it was given', async () => {
      const text = '\'"; DROP TABLE tasks; --\n\t\0 ünïcode 🌄 \u202e'
      const task = await add(ledger, 'odd', { title: text, goal: text, domain: text })
      expect(task).toMatchObject({ title: text, goal: text, domain: text })
      const note = await ledger.noteTask({ actor: ANN, task: 'odd', text })
      expect((await ledger.notes(task.id)).map((one) => one.text)).toEqual([note.text])
    })

    test('an unknown need leaves no task behind', async () => {
      await expectRefusal(ledger, 'not-found', () => add(ledger, 'login', { needs: ['nothing'] }))
    })

    test('a missing task is answered with the keys that may have been meant', async () => {
      for (const key of ['fix-login', 'fix-logout', 'fix-layout', 'fix-logic', 'write-docs'])
        await add(ledger, key)
      const error = await expectRefusal(ledger, 'not-found', () => ledger.task('fix-lgoin'))
      expect(error.data?.['near']).toEqual(['fix-login', 'fix-logic', 'fix-logout'])
      expect(error.hint).toContain('fix-login')
    })
  })

  describe('updating', () => {
    test('only what was given changes, and the version grows', async () => {
      const before = await add(ledger, 'login', { needs: [], checks: [world.check('tests')] })
      const after = await ledger.updateTask({
        actor: BOT,
        task: 'login',
        changes: { title: 'New', domain: 'web' },
      })
      expect(after).toEqual({
        ...before,
        title: 'New',
        domain: 'web',
        version: 2,
        updatedAt: after.updatedAt,
      })
    })

    test('what is structured is replaced whole', async () => {
      await add(ledger, 'login')
      const limits = { ...DEFAULT_LIMITS, runs: 9 }
      const changes = { limits, scope: { write: [], strict: true }, agent: null, checks: [world.check('x')] }
      expect(await ledger.updateTask({ actor: ANN, task: 'login', changes })).toMatchObject(changes)
    })

    test('a version that is not the newest is refused, with both', async () => {
      await add(ledger, 'login')
      await ledger.updateTask({ actor: ANN, task: 'login', version: 1, changes: { title: 'A' } })
      const error = await expectRefusal(ledger, 'version-conflict', () =>
        ledger.updateTask({ actor: ANN, task: 'login', version: 1, changes: { title: 'B' } }),
      )
      expect(error.data).toMatchObject({ read: 1, version: 2 })
    })

    test('a change to what it is already leaves no trace', async () => {
      const before = await add(ledger, 'login')
      const seq = await ledger.lastEvent()
      const after = await ledger.updateTask({ actor: ANN, task: 'login', changes: { title: before.title } })
      expect(after).toEqual(before)
      expect(await ledger.lastEvent()).toBe(seq)
    })

    test('what a run rests on cannot change below it', async () => {
      await add(ledger, 'login')
      await world.claim(ledger, 'login')
      for (const changes of [{ kind: 'explore' }, { checks: [world.check('x')] }, { agent: null }] as const) {
        await expectRefusal(ledger, 'illegal-move', () =>
          ledger.updateTask({ actor: ANN, task: 'login', changes }),
        )
      }
      const task = await ledger.updateTask({ actor: ANN, task: 'login', changes: { priority: 'P0' } })
      expect(task).toMatchObject({ priority: 'P0', state: 'doing' })
    })

    test('the event holds what was and what is', async () => {
      const task = await add(ledger, 'login', { priority: 'P3' })
      await ledger.updateTask({ actor: BOT, task: 'login', changes: { priority: 'P0' } })
      const [event] = await ledger.events({ taskId: task.id, kinds: ['task.updated'] })
      expect(event).toMatchObject({
        actor: 'coordinator:bot',
        data: { from: { priority: 'P3' }, to: { priority: 'P0' } },
      })
    })
  })

  describe('notes', () => {
    test('notes append in order and touch nothing of the task', async () => {
      const task = await add(ledger, 'login')
      await ledger.noteTask({ actor: ANN, task: 'login', text: 'first' })
      await ledger.noteTask({ actor: BOT, task: task.id, text: 'second' })
      const notes = await ledger.notes(task.id)
      expect(notes.map(({ author, text }) => [author, text])).toEqual([
        ['human:ann', 'first'],
        ['coordinator:bot', 'second'],
      ])
      expect(await ledger.task('login')).toEqual(task)
      expect(await kindsAfter(ledger, 0)).toEqual(['task.added', 'task.noted', 'task.noted'])
    })
  })

  describe('needs', () => {
    test('needs are keys, sorted, each once', async () => {
      for (const key of ['c', 'a', 'b']) await add(ledger, key)
      const task = await add(ledger, 'last', { needs: ['c', 'a', 'c'] })
      expect(task.needs).toEqual(['a', 'c'])
      const changed = await ledger.changeNeeds({ actor: ANN, task: 'last', add: ['b', 'a'], remove: ['c'] })
      expect(changed).toMatchObject({ needs: ['a', 'b'], version: 2 })
    })

    test('a need that closes a cycle is refused and the cycle named', async () => {
      await add(ledger, 'a')
      await add(ledger, 'b', { needs: ['a'] })
      await add(ledger, 'c', { needs: ['b'] })
      const error = await expectRefusal(ledger, 'needs-cycle', () =>
        ledger.changeNeeds({ actor: ANN, task: 'a', add: ['c'], remove: [] }),
      )
      expect(error.data?.['cycle']).toEqual(['a', 'c', 'b', 'a'])
    })

    test('a task cannot need itself', async () => {
      await expectRefusal(ledger, 'needs-cycle', () => add(ledger, 'a', { needs: ['a'] }))
      await add(ledger, 'b')
      await expectRefusal(ledger, 'needs-cycle', () =>
        ledger.changeNeeds({ actor: ANN, task: 'b', add: ['b'], remove: [] }),
      )
    })

    test('of several new needs, one that closes a cycle refuses all', async () => {
      await add(ledger, 'a')
      await add(ledger, 'b', { needs: ['a'] })
      await add(ledger, 'free')
      await expectRefusal(ledger, 'needs-cycle', () =>
        ledger.changeNeeds({ actor: ANN, task: 'a', add: ['free', 'b'], remove: [] }),
      )
    })

    test('removing one need makes room for the reverse', async () => {
      await add(ledger, 'a')
      await add(ledger, 'b', { needs: ['a'] })
      await ledger.changeNeeds({ actor: ANN, task: 'b', add: [], remove: ['a'] })
      const task = await ledger.changeNeeds({ actor: ANN, task: 'a', add: ['b'], remove: [] })
      expect(task.needs).toEqual(['b'])
    })

    test('waiting tasks are listed with the needs that are not done', async () => {
      await add(ledger, 'a')
      await add(ledger, 'b')
      await add(ledger, 'c', { needs: ['b', 'a'] })
      await add(ledger, 'd', { needs: ['c'] })
      expect([...(await ledger.unmetNeeds())]).toEqual([
        ['c', ['a', 'b']],
        ['d', ['c']],
      ])
      await world.landed(ledger, 'a')
      expect((await ledger.unmetNeeds()).get('c')).toEqual(['b'])
    })
  })

  describe('moving by hand', () => {
    const close = (key: string, actor = ANN) =>
      ledger.moveTask({ actor, task: key, to: 'done', resolution: 'closed', reason: 'by hand' })

    test('a person closes a task without checks; nobody else may', async () => {
      await add(ledger, 'chore')
      await expectRefusal(ledger, 'refused', () => close('chore', BOT))
      expect(await close('chore')).toMatchObject({ state: 'done', resolution: 'closed' })
    })

    test('a task with checks is not closed, and no resolution is lent [I2]', async () => {
      await add(ledger, 'proved', { checks: [world.check('tests')] })
      await expectRefusal(ledger, 'illegal-move', () => close('proved'))
      for (const resolution of ['landed', 'concluded', 'already-green'] as const) {
        await expectRefusal(ledger, 'refused', () =>
          ledger.moveTask({ actor: ANN, task: 'proved', to: 'done', resolution, reason: 'trust me' }),
        )
      }
    })

    test('cancelled is final', async () => {
      await add(ledger, 'chore')
      await ledger.moveTask({ actor: BOT, task: 'chore', to: 'cancelled', reason: 'not needed' })
      for (const to of ['todo', 'done', 'cancelled'] as const) {
        await expectRefusal(ledger, 'illegal-move', () =>
          ledger.moveTask({ actor: ANN, task: 'chore', to, reason: 'again' }),
        )
      }
    })

    test('a reopened task has a fresh set of runs', async () => {
      await add(ledger, 'again')
      const run = await world.claim(ledger, 'again')
      await ledger.endRun({ ...world.fenceOf(run), reason: 'no-change', detail: 'nothing' })
      expect(await world.landed(ledger, 'again')).toMatchObject({ state: 'done', attempts: 1 })
      const task = await ledger.moveTask({ actor: ANN, task: 'again', to: 'todo', reason: 'regressed' })
      expect(task).toMatchObject({ state: 'todo', resolution: null, attempts: 0, losses: 0 })
    })

    test('a task with a live run is not moved, and told what ends it', async () => {
      await add(ledger, 'busy')
      await world.claim(ledger, 'busy')
      await add(ledger, 'queued')
      await world.queued(ledger, 'queued')
      const refused = async (task: string, to: 'todo' | 'done' | 'cancelled') =>
        expectRefusal(ledger, 'illegal-move', () => ledger.moveTask({ actor: ANN, task, to, reason: 'x' }))
      for (const to of ['todo', 'done', 'cancelled'] as const) {
        expect((await refused('busy', to)).hint).toContain('Ctrl-C twice')
        expect((await refused('queued', to)).hint).toContain('lands it')
      }
    })
  })

  describe('finding', () => {
    test('tasks are sorted by priority, then age, also within one millisecond', async () => {
      for (const [key, priority] of [
        ['z', 'P2'],
        ['late', 'P3'],
        ['b', 'P2'],
        ['now', 'P0'],
        ['a', 'P2'],
      ] as const) {
        await add(ledger, key, { priority })
      }
      expect(await keys({})).toEqual(['now', 'z', 'b', 'a', 'late'])
    })

    test('pages neither overlap nor leave out', async () => {
      for (let index = 0; index < 23; index++) await add(ledger, `t${index}`)
      const pages = await Promise.all([0, 10, 20].map((offset) => keys({ limit: 10, offset })))
      expect(pages.flat()).toEqual(await keys({}))
      expect(pages.map(({ length }) => length)).toEqual([10, 10, 3])
    })

    test('filters combine', async () => {
      await add(ledger, 'a', { kind: 'verify', domain: 'web', priority: 'P0' })
      await add(ledger, 'b', { kind: 'verify', domain: 'api', priority: 'P0' })
      await add(ledger, 'c', { kind: 'change', domain: 'web', priority: 'P1' })
      await world.claim(ledger, 'c')
      expect(await keys({ kinds: ['verify'], domain: 'web' })).toEqual(['a'])
      expect(await keys({ priorities: ['P0'] })).toEqual(['a', 'b'])
      expect(await keys({ states: ['doing', 'review'] })).toEqual(['c'])
      expect(await keys({ states: [] })).toEqual([])
    })

    test('text is found in key, title, goal and notes; all words, the last as a prefix', async () => {
      await add(ledger, 'fix-login', { title: 'Session expires', goal: 'Keep people signed in' })
      await add(ledger, 'fix-logout', { title: 'Session stays', goal: 'Sign people out' })
      expect(await keys({ text: 'session' })).toEqual(['fix-login', 'fix-logout'])
      expect(await keys({ text: 'people sess' })).toEqual(['fix-login', 'fix-logout'])
      expect(await keys({ text: 'sess people' })).toEqual([])
      expect(await keys({ text: 'fix-login' })).toEqual(['fix-login'])
      await ledger.noteTask({ actor: ANN, task: 'fix-logout', text: 'Café reported it' })
      expect(await keys({ text: 'cafe' })).toEqual(['fix-logout'])
      expect(await keys({ text: 'cafe stays' })).toEqual(['fix-logout'])
      await ledger.updateTask({ actor: ANN, task: 'fix-login', changes: { title: 'Token lapses' } })
      expect(await keys({ text: 'expires' })).toEqual([])
      expect(await keys({ text: 'lapses' })).toEqual(['fix-login'])
    })

    test.each([
      '"',
      '*',
      'a*',
      '"a',
      'a OR b',
      'NEAR(a b)',
      'key:x',
      '-a',
      '^a',
      '()',
      '{a}:',
      'a\0b',
      '+',
      "'",
      ';',
    ])('nothing in %j is read as query syntax', async (text) => {
      await add(ledger, 'plain', { title: 'nothing to see' })
      expect(await keys({ text })).toEqual([])
    })

    test('tasks are found by their ids; what is no id finds nothing', async () => {
      const { id } = await add(ledger, 'a')
      await add(ledger, 'b')
      expect(await keys({ ids: [id, 'none'] })).toEqual(['a'])
      expect(await keys({ ids: [] })).toEqual([])
    })

    test('blank text is no filter', async () => {
      await add(ledger, 'a')
      expect(await keys({ text: '  ' })).toEqual(['a'])
    })

    test('every state is counted, also with none in it', async () => {
      await add(ledger, 'a')
      await add(ledger, 'b')
      await world.claim(ledger, 'b')
      expect(await ledger.countTasks()).toEqual({
        todo: 1,
        doing: 1,
        review: 0,
        blocked: 0,
        done: 0,
        cancelled: 0,
      })
    })
  })
}
