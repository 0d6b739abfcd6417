import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository } from '../../test/repository.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { compose } from '../compose.ts'
import { add, claim, fenceOf } from '../ledger/world.contract.ts'
import { grant } from './grant.ts'

/** An operate task waits for a grant; a person, when there is one, answers so. */
async function stage(answer: boolean | null) {
  const folder = await temporaryDirectory()
  const { path } = await createRepository({ files: { '.reveille/config.yaml': 'target: main\n' } })
  const asked: string[] = []
  const told: string[] = []
  const context = compose({
    folder: path,
    variables: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
    narrate: (text) => void told.push(text),
    warn: () => undefined,
    confirm:
      answer === null
        ? null
        : (question) => {
            asked.push(question)
            return Promise.resolve(answer)
          },
  })
  const ledger = await context.ledger()
  await add(ledger, 'launch', { kind: 'operate' })
  const run = await claim(ledger, 'launch')
  const options = [{ key: 'grant', text: '', effect: 'grant' }] as const
  const blocker = { seen: 'the plan', tried: '', question: 'May it?', options, about: ['plan'] }
  const blocked = {
    reason: 'blocked',
    detail: '',
    blocker: { ...blocker, default: null, deadline: null },
  } as const
  await ledger.endRun({ ...fenceOf(run), ...blocked })
  const open = async () => (await ledger.blockers({ open: true })).length
  return { context, ledger, asked, told, open, [Symbol.asyncDispose]: () => context[Symbol.asyncDispose]() }
}

const input = grant.parse({ task: 'launch', until: '1h' })

test('the plan is shown before a person is asked, and his yes holds for the time that he named', async () => {
  await using on = await stage(true)
  const before = on.context.clock.now()
  const result = await grant.run(on.context, input)
  expect([on.told, on.asked]).toEqual([['the plan'], ['May it?']])
  const [blocker] = await on.ledger.blockers({})
  expect(blocker).toMatchObject({ answer: 'grant', answeredBy: expect.stringMatching(/^human:/) })
  const holdsMs = (blocker?.until ?? 0) - before
  expect(holdsMs).toBeGreaterThanOrEqual(3_600_000)
  expect(holdsMs).toBeLessThan(3_660_000)
  expect(result).toMatchObject({ granted: true, until: new Date(blocker?.until ?? 0).toISOString() })
})

test('a no grants nothing and leaves the question open', async () => {
  await using on = await stage(false)
  expect(await grant.run(on.context, input)).toMatchObject({ granted: false, until: null })
  expect(await on.open()).toBe(1)
})

test('where nobody can be asked nothing is granted but by --yes [operate-grant]', async () => {
  await using on = await stage(null)
  await expect(grant.run(on.context, input)).rejects.toMatchObject({ code: 'input-invalid' })
  expect(await on.open()).toBe(1)
  expect(await grant.run(on.context, { ...input, isYes: true })).toMatchObject({ granted: true })
})

test('tried dry, the plan is shown, nobody is asked and nothing granted, whatever else is said [dry-run]', async () => {
  await using on = await stage(true)
  const dry = { ...input, isYes: true, dryRun: true }
  expect(await grant.run(on.context, dry)).toMatchObject({ plan: 'the plan', granted: false, dryRun: true })
  expect(on.asked).toEqual([])
  expect(await on.open()).toBe(1)
})

test('a task that waits for no grant is told so', async () => {
  await using on = await stage(true)
  await add(on.ledger, 'other', { kind: 'operate' })
  await expect(grant.run(on.context, { ...input, task: 'other' })).rejects.toMatchObject({
    code: 'not-found',
  })
  expect(on.asked).toEqual([])
})
