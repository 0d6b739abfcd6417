import { expect, test } from 'vitest'
import { createMask } from '../support/secrets.ts'
import { maskValue } from './artefact-mask.ts'

const SECRET = 'hunter-two-and-three'
const mask = createMask([SECRET, '31415926'])

test('secrets are masked in texts and names at any depth, and what is none stays as it is', () => {
  const value = {
    note: `it is ${SECRET}`,
    [SECRET]: [{ deep: [SECRET, 7, true, null] }],
    plain: 'é',
  }
  expect(maskValue(mask, value)).toEqual({
    note: 'it is [masked]',
    '[masked]': [{ deep: ['[masked]', 7, true, null] }],
    plain: 'é',
  })
})

test('a number that is a secret is masked', () => {
  expect(maskValue(mask, { pin: 31415926, other: 31 })).toEqual({ pin: '[masked]', other: 31 })
})

test('a name that tells what its text is counts', () => {
  const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCD'
  expect(maskValue(mask, { aws_secret_access_key: key })).toEqual({ aws_secret_access_key: '[masked]' })
})

test('what has the shape of a secret over several lines is masked', () => {
  const text = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----'
  expect(JSON.stringify(maskValue(mask, { text }))).not.toContain('MIIEvQ')
})
