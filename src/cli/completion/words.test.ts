import { expect, test } from 'vitest'
import { COMMANDS, PREFIXES } from '../commands.ts'
import { optionsOf } from '../command.ts'
import { describeOption } from '../option-shape.ts'
import { nextWords, placeAfter } from './words.ts'

async function placeIn(name: string, typed: readonly string[], begun = '') {
  const entry = COMMANDS.find((one) => one.name === name)
  if (entry === undefined) throw new Error(`no command ${name}`)
  return placeAfter((await entry.load()).command, typed, begun)
}

test('commands go on word by word', () => {
  const words = (typed: string[]) => nextWords(COMMANDS, PREFIXES, typed)?.map(({ word }) => word)
  expect(words([])).toContain('task')
  expect(words([])?.filter((word) => word === 'task')).toHaveLength(1)
  expect(words(['task'])).toContain('add')
  expect(words(['blocker'])).toEqual(['list', 'show', 'answer'])
  expect(words(['night'])).toBeUndefined()
})

test.each([
  ['why', [], 'task'],
  ['run', ['one'], 'open-task'],
  ['blocker answer', [], 'blocked-task'],
  ['blocker answer', ['one'], 'option'],
  ['grant', [], 'blocked-task'],
  ['report', ['--night'], 'night'],
  ['task add', ['new', '--need', 'one'], 'task'],
  ['blocker list', ['--task'], 'task'],
  ['watch', ['--lines'], null],
  ['night', [], null],
] as const)('%s %j is followed by keys of the kind %s', async (name, typed, keys) => {
  expect((await placeIn(name, typed)).keys).toBe(keys)
})

test('values that are known are offered, files where a file is meant, options where one is begun', async () => {
  const words = async (...given: Parameters<typeof placeIn>) =>
    (await placeIn(...given)).words.map(({ word }) => word)
  expect(await words('task list', ['--state'])).toContain('blocked')
  expect(await words('night', ['--progress'])).toEqual(['auto', 'live', 'plain', 'json', 'quiet'])
  expect(await words('watch', [], '--')).toEqual(expect.arrayContaining(['--follow', '--progress', '--json']))
  expect(await words('night', ['--concurrency', '4'])).toContain('--sandbox')
  expect(await placeIn('task add', ['--file'])).toMatchObject({ isFile: true })
  expect(await placeIn('plan', [])).toMatchObject({ isFile: true })
  expect(await placeIn('task add', ['x', '--'])).toMatchObject({ isFile: true, keys: null })
})

test('every option of every command is understood', async () => {
  for (const { load } of COMMANDS) {
    for (const option of optionsOf((await load()).command)) {
      const { long, placeholder } = describeOption(option)
      expect(long).toMatch(/^--[a-z][a-z-]*$/)
      expect(placeholder === null).toBe(!/[<[]/.test(option[0]))
    }
  }
})
