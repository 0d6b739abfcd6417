import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { END_REASONS, ENDINGS, endingEffect, type EndReason } from '../domain/ending.ts'
import { ReveilleError } from '../domain/errors.ts'
import { savedWorkRef, targetRef } from '../domain/night.ts'
import type { TaskDraft } from '../domain/task.ts'
import { contentOf } from '../ledger/world.contract.ts'
import type { Act } from '../../test/in-process-hosts.ts'
import { commitFiles, shellCheck } from '../../test/landing-world.ts'
import { beginRuns, claimRun, letGo, tracesOf, type RunNight } from '../../test/run-world.ts'
import { simulateNight } from '../../test/simulated-night.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { abandonRun, driveRun, retire } from './drive.ts'

const GOOD: readonly Act[] = [{ write: 'src/b.txt', content: 'b\n' }]
const GONE = { saved: false, workspace: false }
const SAVED = { saved: true, workspace: false }

test('finished work is queued and saved, and nothing else is left of the run [I4]', async () => {
  const began = await beginRuns()
  const inHand = await claimRun(began, { key: 'good', acts: GOOD })
  const run = await driveRun(began.world, inHand)
  expect(run).toMatchObject({ state: 'queued', candidate: expect.stringMatching(/^[0-9a-f]{40}$/) })
  expect(await began.world.git.readRef(savedWorkRef(run.id))).toBe(run.candidate)
  expect(await tracesOf(began, run)).toEqual(SAVED)
  expect(await began.world.ledger.task('good')).toMatchObject({ state: 'review', attempts: 0 })
})

test('whoever lands is told of queued work before its workspace is cleared away', async () => {
  const began = await beginRuns()
  const inHand = await claimRun(began, { key: 'good', acts: GOOD })
  let found: Promise<unknown> = Promise.resolve(null)
  const queued = (): void => void (found = began.world.workspaces.find(inHand.run.id))
  await driveRun(began.world, { ...inHand, queued })
  expect(await found).not.toBeNull()
  expect(await began.world.workspaces.find(inHand.run.id)).toBeNull()
})

describe('the ends of a run', () => {
  let began: RunNight
  let isSetUpBroken = false
  let flag = ''
  let flaky = ''

  beforeAll(async () => {
    const folder = await temporaryDirectory()
    flag = join(folder, 'red')
    flaky = join(folder, 'flaky')
    began = await beginRuns({
      gate: [shellCheck('sound', `test ! -e '${flag}'`)],
      change: ({ environments }) => ({
        environments: {
          ...environments,
          ensure: (tree) =>
            isSetUpBroken
              ? Promise.reject(new ReveilleError('environment-failed', 'npm ci failed'))
              : environments.ensure(tree),
        },
      }),
    })
    return () => rm(folder, { recursive: true })
  })

  interface Scenario extends Partial<TaskDraft> {
    readonly acts?: readonly Act[]
    readonly detail: RegExp
    /** Whether an agent has worked, so that there is work to save. */
    readonly worked: boolean
    /** Around the run; what it returns undoes it. */
    readonly around?: () => Promise<() => Promise<unknown>>
  }

  const redToGreen = (shell: string) => [shellCheck('own', shell, { expect: 'red-to-green' })]
  const limits = { runs: 3, wallClockMs: 60_000, noProgressMs: 600_000 }
  const SCENARIOS: { readonly [reason in EndReason]?: Scenario } = {
    'no-change': { acts: [], worked: true, detail: /./ },
    'out-of-scope': { acts: [{ write: 'other.txt', content: '' }], worked: true, detail: /other\.txt/ },
    'check-failed': {
      acts: GOOD,
      checks: [shellCheck('own', 'echo so it is; test ! -e src/b.txt')],
      worked: true,
      detail: /own.*\nso it is/,
    },
    'agent-error': {
      acts: [...GOOD, { print: 'no idea' }, { exit: 3 }],
      worked: true,
      detail: /exit 3.*no idea/,
    },
    'no-progress': {
      acts: [...GOOD, { hang: 'politely' }],
      limits: { ...limits, noProgressMs: 1_000 },
      worked: true,
      detail: /./,
    },
    'timed-out': { acts: [...GOOD, { hang: 'stubbornly' }], limits, worked: true, detail: /wall clock/ },
    'nothing-to-fix': { checks: redToGreen('true'), worked: false, detail: /own/ },
    'invalid-red': { checks: redToGreen('exit 127'), worked: false, detail: /127/ },
    'flaky-check': {
      checks: redToGreen(`! test -e "$FLAKY" && touch "$FLAKY"`),
      worked: false,
      detail: /two answers/,
    },
    conflict: {
      acts: [{ write: 'src/a.txt', content: 'mine\n' }],
      worked: true,
      detail: /src\/a\.txt/,
      around: () => moveTarget(began, { 'src/a.txt': 'theirs\n' }),
    },
    'worker-lost': { acts: [...GOOD, { vanish: true }], worked: true, detail: /no end record/ },
    'target-red': {
      acts: GOOD,
      worked: true,
      detail: /sound/,
      // The base was green when it was asked; what breaks it now is outside of every tree.
      around: async () => {
        await writeFile(flag, '')
        return () => rm(flag)
      },
    },
    'environment-failed': {
      worked: false,
      detail: /npm ci failed/,
      around: () => {
        isSetUpBroken = true
        return Promise.resolve(() => Promise.resolve((isSetUpBroken = false)))
      },
    },
    cancelled: { worked: false, detail: /stopped/ },
  }

  const ENTRIES = Object.entries(SCENARIOS) as readonly (readonly [EndReason, Scenario])[]

  test.each(ENTRIES)(
    '%s: told, applied to the task by the table, work saved, nothing left [I4]',
    async (reason, s) => {
      const { acts, detail, worked, around, ...fields } = s
      const checks = (fields.checks ?? []).map((one) => ({
        ...one,
        command: {
          shell: ('shell' in one.command ? one.command.shell : '').replaceAll('$FLAKY', () => flaky),
        },
      }))
      const undo = await around?.()
      const inHand = await claimRun(began, { ...fields, checks, key: reason, acts: acts ?? GOOD })
      const stop = reason === 'cancelled' ? AbortSignal.abort() : inHand.stop
      const run = await driveRun(began.world, { ...inHand, stop })
      await undo?.()
      expect(run).toMatchObject({
        state: 'ended',
        endReason: reason,
        endDetail: expect.stringMatching(detail),
      })
      const effect = endingEffect(reason, { attempts: 0, losses: 0, maxRuns: 3, repeated: false })
      expect(await began.world.ledger.task(reason)).toMatchObject({
        state: effect.task,
        attempts: effect.attempts,
        losses: effect.losses,
      })
      expect(await tracesOf(began, run)).toEqual(worked ? SAVED : GONE)
    },
  )

  test('every other reason is not the end of a run that is driven', () => {
    const elsewhere = [
      'ejected',
      'weakened-tests',
      'over-budget',
      'refused',
      'usage-limit',
      'blocked',
      'suspicious',
    ]
    expect(END_REASONS.filter((reason) => SCENARIOS[reason] === undefined).toSorted()).toEqual(
      elsewhere.toSorted(),
    )
    expect(ENDINGS.ejected.usesAttempt).toBe(true)
  })
})

describe('what is not the end of a run', () => {
  test('a stale token writes nothing and removes nothing [I1]', async () => {
    const began = await simulateNight()
    const { ledger } = began.world
    const inHand = await letGo(began, await claimRun(began, { key: 'taken', acts: GOOD }))
    const { id: runId, token } = inHand.run
    await ledger.endRun({ runId, token, reason: 'worker-lost', detail: 'another leader said so' })
    const before = await contentOf(ledger)
    const run = await driveRun(began.world, inHand)
    expect(run).toMatchObject({ state: 'ended', endDetail: 'another leader said so' })
    expect(await contentOf(ledger)).toEqual(before)
    expect(await tracesOf(began, run)).toMatchObject({ workspace: true })
  })

  test('interrupted checks leave the run in checking, to be taken up again [I10]', async () => {
    const began = await beginRuns()
    const inHand = await letGo(began, await claimRun(began, { key: 'stopped', acts: GOOD }))
    began.stop.abort()
    const quiet = { ...inHand, stop: new AbortController().signal }
    const run = await driveRun(began.world, quiet)
    expect(run).toMatchObject({ state: 'checking', endReason: null })
    expect(await tracesOf(began, run)).toMatchObject({ saved: true })
    const { calmVerifier: verifier } = began
    expect(await driveRun({ ...began.world, verifier }, { ...quiet, run })).toMatchObject({
      state: 'queued',
      candidate: run.candidate,
    })
    expect(await tracesOf(began, run)).toEqual(SAVED)
  })

  test('a busy ledger is no end: the run stays as it stands', async () => {
    const busy = new ReveilleError('ledger-busy', 'locked for too long')
    const began = await simulateNight({ ledger: () => ({ moveRun: () => Promise.reject(busy) }) })
    const inHand = await claimRun(began, { key: 'busy', acts: GOOD })
    await expect(driveRun(began.world, inHand)).rejects.toBe(busy)
    expect(await began.world.ledger.run(inHand.run.id)).toMatchObject({ state: 'preparing', endReason: null })
  })

  test('what nobody expects ends the run as lost, with its message in the record', async () => {
    const began = await simulateNight({
      world: ({ workspaces }) => ({
        workspaces: { ...workspaces, create: () => Promise.reject(new RangeError('disk on fire')) },
      }),
    })
    const run = await driveRun(began.world, await claimRun(began, { key: 'unlucky' }))
    expect(run).toMatchObject({
      endReason: 'worker-lost',
      endDetail: expect.stringContaining('disk on fire'),
    })
    expect(await tracesOf(began, run)).toEqual(GONE)
  })
})

test('where saving throws, the run ends and its workspace stays with the work in it [I4]', async () => {
  const broken = new ReveilleError('git-failed', 'no space left')
  let isFull = true
  const began = await beginRuns({
    change: ({ git }) => ({
      git: { ...git, commit: (commit) => (isFull ? Promise.reject(broken) : git.commit(commit)) },
    }),
  })
  const inHand = await claimRun(began, { key: 'kept', acts: GOOD })
  await expect(driveRun(began.world, inHand)).rejects.toBe(broken)
  const run = await began.world.ledger.run(inHand.run.id)
  expect(run).toMatchObject({ endReason: 'worker-lost', endDetail: expect.stringContaining('no space left') })
  expect(await tracesOf(began, run)).toMatchObject({ saved: false, workspace: true })
  isFull = false
  await retire(began.world, { run, task: inHand.task })
  expect(await tracesOf(began, run)).toEqual(SAVED)
  const saved = await began.world.git.readFile(savedWorkRef(run.id), 'src/b.txt')
  expect(saved?.toString()).toBe('b\n')
})

test('a run that was being prepared by a process that died is given back with nothing left', async () => {
  const began = await simulateNight()
  const { world } = began
  const { run, task } = await claimRun(began, { key: 'given-back' })
  expect(await abandonRun(world, { run, task })).toMatchObject({ endReason: 'worker-lost' })
  expect(await world.ledger.task(task.id)).toMatchObject({ state: 'todo', attempts: 0, losses: 1 })
  expect(await tracesOf(began, run)).toEqual(GONE)
})

async function moveTarget(
  { world, night, base }: RunNight,
  files: Readonly<Record<string, string>>,
): Promise<() => Promise<unknown>> {
  const tip = await commitFiles(world, base, files)
  await world.git.compareAndSwap(targetRef(night), base, tip)
  return () => world.git.compareAndSwap(targetRef(night), tip, base)
}

test('a run that cannot be watched any more ends only when its agent has been stopped', async () => {
  const order: string[] = []
  const night = await simulateNight({
    ledger: (ledger) => ({
      endRun: (params) => (order.push('end'), ledger.endRun(params)),
    }),
    world: ({ hosts, workspaces }) => ({
      hosts: {
        ...hosts,
        observe: () => Promise.reject(new Error('EMFILE')),
        stop: (...params) => (order.push('stop'), hosts.stop(...params)),
      },
      workspaces: {
        ...workspaces,
        takeTree: (workspace) => (order.push('take'), workspaces.takeTree(workspace)),
      },
    }),
  })
  const inHand = await letGo(night, await claimRun(night, { key: 'a', acts: [{ hang: 'politely' }] }))
  expect(await driveRun(night.world, inHand)).toMatchObject({ endReason: 'worker-lost' })
  expect(order.slice(0, 2)).toEqual(['stop', 'end'])
  expect(order.indexOf('take')).toBeGreaterThan(order.indexOf('end'))
})

test('a run whose agent cannot be stopped does not end', async () => {
  const failure = new Error('EMFILE')
  const night = await simulateNight({
    world: ({ hosts }) => ({
      hosts: { ...hosts, observe: () => Promise.reject(failure), stop: () => Promise.reject(failure) },
    }),
  })
  const inHand = await letGo(night, await claimRun(night, { key: 'a', acts: [{ hang: 'politely' }] }))
  await expect(driveRun(night.world, inHand)).rejects.toBe(failure)
  expect(await night.ledger.run(inHand.run.id)).toMatchObject({ state: 'working' })
  expect(await night.world.workspaces.find(inHand.run.id)).not.toBeNull()
})
