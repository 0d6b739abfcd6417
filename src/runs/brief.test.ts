import { expect, test } from 'vitest'
import { ANN, BOT, check, fenceOf } from '../ledger/world.contract.ts'
import { claimRun } from '../../test/run-world.ts'
import { simulateNight } from '../../test/simulated-night.ts'
import { briefText } from './brief.ts'

test('the brief of a bare task says what it may change and that nothing is asked for', async () => {
  const night = await simulateNight()
  const inHand = await claimRun(night, {
    key: 'bare',
    title: 'Do it',
    goal: '',
    scope: { write: [], strict: false },
  })
  expect(await briefText(night.world, inHand)).toBe(
    '# Do it\n\n## You may change\n\nNothing.\n\n## It is done when\n\nNothing.\n',
  )
})

test('the brief holds goal, scope, checks, notes with their authors, and how the last run ended', async () => {
  const night = await simulateNight()
  const { ledger } = night.world
  const first = await claimRun(night, {
    key: 'rich',
    title: 'Fix the parser',
    goal: 'It drops the last line.',
    scope: { write: ['src/**', 'test/**'], strict: false },
    checks: [
      { ...check('own'), command: { argv: ['npm', 'test', 'the parser'] }, expect: 'red-to-green' },
      { ...check('lint'), command: { shell: 'npm run lint | tail' } },
    ],
  })
  await ledger.noteTask({ actor: ANN, task: 'rich', text: 'Mind CRLF.' })
  await ledger.noteTask({ actor: BOT, task: 'rich', text: 'See the tokenizer.' })
  await ledger.endRun({ ...fenceOf(first.run), reason: 'worker-lost', detail: 'gone' })
  const claim = { epoch: night.epoch, nightId: night.night.id, task: 'rich', agent: 'program' }
  const second = await ledger.claimTask({ ...claim, isolation: 'none', base: 'base' })
  await ledger.endRun({
    ...fenceOf(second),
    reason: 'check-failed',
    detail: 'own is red.\nexpected 3, got 2',
  })
  const run = await ledger.claimTask({ ...claim, isolation: 'none', base: 'base' })

  expect(await briefText(night.world, { ...first, run })).toBe(`# Fix the parser

It drops the last line.

## You may change

- src/**
- test/**

## It is done when

- \`npm test "the parser"\` (red-to-green)
- \`npm run lint | tail\` (must-pass)

## Notes

- human:ann: Mind CRLF.
- coordinator:bot: See the tokenizer.

## How run 2 ended

check-failed: own is red.
expected 3, got 2
`)
})

test('the first brief says nothing of a run that is not over', async () => {
  const night = await simulateNight()
  expect(await briefText(night.world, await claimRun(night, { key: 'new' }))).not.toContain('How run')
})
