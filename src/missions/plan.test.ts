import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PLAIN_CHECK } from '../domain/check.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type Task, type TaskDraft } from '../domain/task.ts'
import { ANN, claim } from '../ledger/world.contract.ts'
import { openSqliteLedger } from '../ledger/sqlite/ledger.ts'
import type { TaskSpec } from '../spec/task-spec.ts'
import { systemIds } from '../support/ids.ts'
import { createVirtualClock } from '../../test/virtual-clock.ts'
import { applyPlan } from './plan-apply.ts'
import { keepPlan, keptPlanSchema, stalenessOf } from './plan-kept.ts'
import { hasChanges, planTasks, type Plan } from './plan.ts'

function draft(key: string, more: Partial<TaskDraft> = {}): TaskDraft {
  return {
    key,
    title: `Make ${key}`,
    goal: '',
    kind: 'change',
    priority: 'P2',
    domain: null,
    scope: { write: [`${key}/**`], strict: false },
    needs: [],
    checks: [
      { ...PLAIN_CHECK, name: 'tests', command: { argv: ['test'] }, expect: 'must-pass', timeoutMs: 1 },
    ],
    agent: { kind: 'program', command: { argv: ['agent'] } },
    limits: DEFAULT_LIMITS,
    ...PLAIN_DRAFT,
    ...more,
  }
}

function spec(key: string, more: Partial<TaskDraft> = {}): TaskSpec {
  return { draft: draft(key, more), file: `${key}.yaml`, line: 1 }
}

function task(key: string, more: Partial<Task> = {}): Task {
  const times = { filedBy: 'human:ann', createdAt: 0, updatedAt: 0 }
  const state = { version: 3, state: 'todo', resolution: null, attempts: 0, losses: 0 } as const
  return { ...draft(key), id: key, ...state, ...times, ...more }
}

function actions({ entries }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map((entry) => [entry.draft.key, entry.action]))
}

async function openLedger() {
  const clock = createVirtualClock()
  return openSqliteLedger({ path: ':memory:', clock, ids: systemIds(() => clock.now()) })
}

const BASIS = { project: 'p', files: [{ file: 'a.yaml', sha256: 'x' }] }

test('each spec is new, changed, unchanged or finished, and a change names its fields [plan-shows]', () => {
  const plan = planTasks({
    specs: [
      spec('new'),
      spec('same', { needs: ['b', 'a'] }),
      spec('other', { priority: 'P0', goal: 'Now.' }),
      spec('over'),
    ],
    tasks: [
      task('same', { needs: ['a', 'b'] }),
      task('other'),
      task('over', { state: 'done' }),
      task('a'),
      task('b'),
    ],
  })
  expect(actions(plan)).toEqual({ other: 'changed', new: 'new', same: 'unchanged', over: 'finished' })
  expect(plan.entries.find((entry) => entry.draft.key === 'other')).toMatchObject({
    version: 3,
    changes: [
      { field: 'goal', from: '', to: 'Now.' },
      { field: 'priority', from: 'P2', to: 'P0' },
    ],
  })
  expect(hasChanges(plan)).toBe(true)
  expect(plan.obstacles).toEqual([])
})

test('nothing has changed where specs say what the ledger says, whatever the order of keys', () => {
  const scope = Object.fromEntries(Object.entries(draft('a').scope).toReversed()) as TaskDraft['scope']
  expect(hasChanges(planTasks({ specs: [spec('a', { scope })], tasks: [task('a')] }))).toBe(false)
})

test.each([
  ['done', { title: 'Other' }, /^a cannot change: it is done/],
  ['cancelled', { title: 'Other' }, /^a cannot change: it is cancelled/],
  [
    'doing',
    { goal: 'x', allow: ['tests'] as const },
    /^a cannot change: a run of it is under way, which goes by its allow\.$/,
  ],
  ['review', { kind: 'verify' as const }, /which goes by its kind/],
] as const)(
  'a task that is %s cannot be changed by a spec, which is told and not passed over',
  (state, more, reason) => {
    const plan = planTasks({ specs: [spec('a', more)], tasks: [task('a', { state })] })
    expect(actions(plan)).toEqual({ a: 'cannot-change' })
    expect(plan.obstacles).toEqual([expect.stringMatching(reason)])
  },
)

test('what no run goes by can change while one is under way', () => {
  const plan = planTasks({ specs: [spec('a', { goal: 'x' })], tasks: [task('a', { state: 'doing' })] })
  expect(actions(plan)).toEqual({ a: 'changed' })
})

test('waves are by needs, also through tasks that no spec names; the order is by priority in between', () => {
  const plan = planTasks({
    specs: [
      spec('d', { needs: ['b', 'c'] }),
      spec('c', { needs: ['kept'] }),
      spec('b', { priority: 'P0' }),
      spec('a'),
    ],
    tasks: [task('kept', { needs: ['a'] })],
  })
  expect(plan.waves).toEqual([['b', 'a'], ['c'], ['d']])
  expect(plan.warnings).toContainEqual({ task: 'c', text: 'It waits for kept, which is not in this plan.' })
})

test('a cycle is an obstacle, also one that goes through the ledger', () => {
  const plan = planTasks({
    specs: [spec('a', { needs: ['b'] })],
    tasks: [task('b', { needs: ['a'] }), task('a')],
  })
  expect(plan.obstacles).toEqual(['These tasks would wait for each other: a needs b needs a.'])
})

test('a need that nobody has is an obstacle', () => {
  expect(planTasks({ specs: [spec('a', { needs: ['gone'] })], tasks: [] }).obstacles).toEqual([
    'a needs gone, which is neither planned nor in the ledger.',
  ])
})

test('scopes that overlap are told where nothing orders the tasks', () => {
  const write = { scope: { write: ['src/**'], strict: false } }
  const plan = planTasks({
    specs: [spec('a', write), spec('b', write), spec('c', { ...write, needs: ['a', 'b'] })],
    tasks: [],
  })
  expect(plan.collisions).toEqual([{ keys: ['a', 'b'] }])
})

test('what would not go as its author may think is warned of', () => {
  const plan = planTasks({
    specs: [spec('a', { agent: null, checks: [] }), spec('b', { needs: ['off'] }), spec('c')],
    tasks: [task('off', { state: 'cancelled' }), task('c', { state: 'blocked' })],
    doubtful: new Map([['b', ['tests']]]),
  })
  expect(plan.warnings.map((warning) => `${warning.task}: ${warning.text}`)).toEqual([
    'a: It has no agent, so nobody works on it.',
    'a: It has no check: only the gate of the project would judge it.',
    'b: A red of tests would prove nothing: it starts no test runner whose report can be had, and declares no exits.',
    'b: It needs off, which is cancelled: it would wait for ever.',
    'c: It waits for an answer: reveille why c',
  ])
})

test('an operation that the configuration does not have is warned of, where it is known', () => {
  const specs = [spec('a', { kind: 'operate', agent: null, operation: 'restrat' })]
  const warnings = (operations?: readonly string[]) =>
    planTasks({ specs, tasks: [], ...(operations === undefined ? {} : { operations }) }).warnings
  expect(warnings(['restart'])).toEqual([
    { task: 'a', text: 'The configuration has no operation restrat. Did you mean restart?' },
  ])
  expect(warnings(['restrat'])).toEqual([])
  expect(warnings()).toEqual([])
})

test('carried out, a plan leaves nothing to change, whatever was in the ledger before [plan-applies]', async () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const some = fc.uniqueArray(
    fc.record({ key, needs: fc.uniqueArray(key), title: fc.constantFrom('x', 'y') }),
    { selector: (one) => one.key },
  )
  await fc.assert(
    fc.asyncProperty(some, some, async (before, after) => {
      await using stack = new AsyncDisposableStack()
      const ledger = stack.adopt(await openLedger(), (opened) => opened.close())
      const filing = planTasks({ specs: before.map((one) => spec(one.key, one)), tasks: [] })
      if (filing.obstacles.length === 0) await applyPlan(ledger, { plan: filing, actor: ANN })
      const specs = after.map((one) => spec(one.key, one))
      const plan = planTasks({ specs, tasks: await ledger.tasks({}) })
      const seen = await ledger.lastEvent()
      if (plan.obstacles.length > 0) {
        await expect(applyPlan(ledger, { plan, actor: ANN })).rejects.toThrow('cannot be carried out')
        expect(await ledger.lastEvent()).toBe(seen)
        return
      }
      await applyPlan(ledger, { plan, actor: ANN })
      const again = planTasks({ specs, tasks: await ledger.tasks({}) })
      expect(again.entries.map(({ action }) => action)).toEqual(after.map(() => 'unchanged'))
    }),
    { numRuns: 60 },
  )
})

test('needs that change places are changed without a cycle in between', async () => {
  const ledger = await openLedger()
  await ledger.addTask({ actor: ANN, draft: draft('a') })
  await ledger.addTask({ actor: ANN, draft: draft('b', { needs: ['a'] }) })
  const plan = planTasks({ specs: [spec('a', { needs: ['b'] }), spec('b')], tasks: await ledger.tasks({}) })
  expect(await applyPlan(ledger, { plan, actor: ANN })).toEqual(['b', 'a'])
  expect(await ledger.task('a')).toMatchObject({ needs: ['b'] })
})

test('a task that changed since it was planned ends the application and says what was done before', async () => {
  const ledger = await openLedger()
  await ledger.addTask({ actor: ANN, draft: draft('b') })
  const plan = planTasks({ specs: [spec('a'), spec('b', { title: 'Other' })], tasks: await ledger.tasks({}) })
  await ledger.updateTask({ actor: ANN, task: 'b', changes: { goal: 'Else.' } })
  await expect(applyPlan(ledger, { plan, actor: ANN })).rejects.toMatchObject({
    code: 'version-conflict',
    message: expect.stringContaining('Done before it: a.'),
  })
  expect(await ledger.task('b')).toMatchObject({ title: 'Make b' })
})

test('a kept plan is read back and is stale when what it was made of changed [plan-stale]', () => {
  const plan = planTasks({ specs: [spec('a'), spec('b', { title: 'x' })], tasks: [task('b')] })
  const kept = keptPlanSchema.parse(JSON.parse(JSON.stringify(keepPlan(plan, BASIS))))
  const stale = (now: { tasks?: readonly Task[]; sha256?: string; project?: string }) =>
    stalenessOf(kept, {
      plan: planTasks({ specs: [spec('a'), spec('b', { title: 'x' })], tasks: now.tasks ?? [task('b')] }),
      basis: { project: now.project ?? 'p', files: [{ file: 'a.yaml', sha256: now.sha256 ?? 'x' }] },
    })
  expect(stale({})).toEqual([])
  expect(stale({ tasks: [task('b'), task('elsewhere')] })).toEqual([])
  expect(stale({ sha256: 'y' })).toEqual(['a.yaml changed since.'])
  expect(stale({ project: 'q' })).toEqual(['It was made for another project.'])
  expect(stale({ tasks: [task('b', { version: 4 })] })).toEqual([
    'The task b changed since, from version 3 to 4.',
  ])
  expect(stale({ tasks: [task('a'), task('b')] })).toEqual(['There is a task a now.'])
  expect(stale({ tasks: [] })).toEqual(['The task b is gone.'])
})

test('a live run is an obstacle to what it goes by, in a real ledger too', async () => {
  const ledger = await openLedger()
  await ledger.addTask({ actor: ANN, draft: draft('a') })
  await claim(ledger, 'a')
  const plan = planTasks({ specs: [spec('a', { allow: ['tests'] })], tasks: await ledger.tasks({}) })
  await expect(applyPlan(ledger, { plan, actor: ANN })).rejects.toThrow('a run of it is under way')
})

test('many tasks of one scope and a long way of needs are planned at once', () => {
  const wide = Array.from({ length: 1_000 }, (_, index) =>
    spec(`w${index}`, { scope: { write: ['src'], strict: false } }),
  )
  const long = Array.from({ length: 5_000 }, (_, index) =>
    spec(`l${index}`, { needs: index === 0 ? [] : [`l${index - 1}`] }),
  )
  const plan = planTasks({ specs: [...wide, ...long.toReversed()], tasks: [] })
  expect(plan.collisions).toHaveLength(100)
  expect(plan.waves).toHaveLength(5_000)
})
