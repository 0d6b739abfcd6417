import fc from 'fast-check'
import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { blockerProblem } from '../domain/blocker.ts'
import { isReveilleError } from '../domain/errors.ts'
import { keepRaised, raisedDraft, readRaised } from './raised.ts'
import { readRequest, type BlockerRequest } from './socket-request.ts'

const ASKED = {
  kind: 'blocker',
  seen: 'Two rules.',
  tried: 'Both.',
  question: 'Which?',
  options: [
    { key: 'old', text: 'The old one' },
    { key: 'new', text: 'The new one' },
  ],
}
const NOW = { now: 1_000, mask: (text: string) => text.replaceAll('hunter2', '[masked]') }

function asked(change: object = {}): BlockerRequest {
  const request = readRequest({ ...ASKED, ...change })
  if (request.kind !== 'blocker') throw new TypeError('no blocker')
  return request
}

describe('what an agent asks for', () => {
  test('is a blocker whose options try again, and one that gives up can always be chosen', () => {
    expect(raisedDraft(asked({ default: 'old', deadline: '2h' }), NOW)).toEqual({
      ...{ seen: 'Two rules.', tried: 'Both.', question: 'Which?', about: [] },
      options: [
        { key: 'old', text: 'The old one', effect: 'retry' },
        { key: 'new', text: 'The new one', effect: 'retry' },
        { key: 'cancel', text: 'Cancel the task', effect: 'cancel' },
      ],
      ...{ default: 'old', deadline: 1_000 + 2 * 3_600_000 },
    })
    const own = [ASKED.options[0], { key: 'cancel', text: 'Not worth it' }]
    expect(raisedDraft(asked({ options: own }), NOW).options).toEqual([
      { key: 'old', text: 'The old one', effect: 'retry' },
      { key: 'cancel', text: 'Not worth it', effect: 'cancel' },
    ])
  })

  test('holds no secret', () => {
    const leak = {
      seen: 'hunter2',
      options: [
        { key: 'a', text: 'hunter2' },
        { key: 'b', text: 'b' },
      ],
    }
    expect(JSON.stringify(raisedDraft(asked(leak), NOW))).not.toContain('hunter2')
  })

  test.each([
    ['a question', { question: undefined }, 'question is missing'],
    ['something seen', { seen: '  ' }, 'seen is empty'],
    ['no more than can be read', { tried: 'x'.repeat(4_001) }, 'tried is longer than 4000 characters'],
    ['a choice', { options: ASKED.options.slice(1) }, 'at least 2 options'],
    ['few options', { options: 'abcdefg'.split('').map((key) => ({ key, text: key })) }, 'at most 6 options'],
    [
      'keys that can be typed',
      {
        options: [
          { key: 'a b', text: 'x' },
          { key: 'b', text: 'x' },
        ],
      },
      'lower case',
    ],
    ['a deadline that can be read', { deadline: 'soon' }, 'deadline must be a duration'],
    ['a kind that is known', { kind: 'grant' }, 'kind is blocker or note'],
  ])('needs %s', (_, change, message) => {
    expect(() => asked(change)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(message) }),
    )
  })

  test.each([
    ['of a default that is no option', { default: 'maybe', deadline: '1h' }],
    ['of a default without a deadline', { default: 'old' }],
    ['of a deadline without a default', { deadline: '1h' }],
    ['of two options with one key', { options: [ASKED.options[0], ASKED.options[0]] }],
  ])('is refused because %s', (_, change) => {
    expect(() => raisedDraft(asked(change), NOW)).toThrow(expect.objectContaining({ code: 'answer-invalid' }))
  })

  test('is either a blocker that can be raised or refused, whatever it is', () => {
    const any = fc.record(
      {
        kind: fc.constantFrom('blocker', 'note', 'x'),
        ...{ seen: fc.string(), tried: fc.string(), question: fc.string(), text: fc.anything() },
        options: fc.oneof(
          fc.anything(),
          fc.array(
            fc.record({
              key: fc.constantFrom('a', 'b', 'c', 'cancel', 'A'),
              text: fc.string({ minLength: 1 }),
            }),
          ),
        ),
        default: fc.constantFrom('a', 'b', 'z'),
        deadline: fc.constantFrom('1s', '2h', '', 'x'),
      },
      { requiredKeys: ['kind'] },
    )
    fc.assert(
      fc.property(fc.oneof(any, fc.anything()), (raw) => {
        try {
          const request = readRequest(raw)
          if (request.kind === 'blocker') expect(blockerProblem(raisedDraft(request, NOW))).toBeNull()
        } catch (error) {
          if (!isReveilleError(error)) throw error
        }
      }),
    )
  })
})

describe('a raised blocker', () => {
  test('is kept whole, once; the same again is the same, another is refused', async () => {
    const folder = await temporaryDirectory()
    expect(await readRaised(folder)).toBeNull()
    const draft = raisedDraft(asked({ default: 'old', deadline: '1h' }), NOW)
    await keepRaised(folder, draft)
    await keepRaised(folder, { ...draft, deadline: 5_000_000 })
    expect(await readRaised(folder)).toEqual(draft)
    await expect(keepRaised(folder, { ...draft, question: 'And now?' })).rejects.toMatchObject({
      code: 'answer-invalid',
    })
    expect(await readRaised(folder)).toEqual(draft)
    expect(await readdir(folder)).toEqual(['raised.json'])
  })
})
