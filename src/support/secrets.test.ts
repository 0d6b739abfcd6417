import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runCommand } from './process.ts'
import { createMask, findSecrets, sedMaskScript } from './secrets.ts'

const mask = createMask(['correct horse', 'p$ss.w[o]rd*'])
const token = (length: number): string => 'aB3'.repeat(length).slice(0, length)

// Put together here, so that no scanner takes this file for a leak.
const SECRETS: readonly (readonly [text: string, masked: string, kind: string])[] = [
  [`key AKIA${'A1B2'.repeat(4)}!`, 'key [masked]!', 'AWS access key id'],
  [`aws_secret_access_key = ${token(40)}`, 'aws_secret_access_key = [masked]', 'AWS secret key'],
  [`"SecretAccessKey": "${token(40)}"`, '"SecretAccessKey": "[masked]"', 'AWS secret key'],
  [`ghp_${token(36)}`, '[masked]', 'GitHub token'],
  [`github_pat_${token(60)}`, '[masked]', 'GitHub token'],
  [`glpat-${token(20)}`, '[masked]', 'GitLab token'],
  [`ANTHROPIC_API_KEY=sk-ant-api03-${token(40)}`, 'ANTHROPIC_API_KEY=[masked]', 'model API key'],
  [`"sk-proj-${token(40)}"`, '"[masked]"', 'model API key'],
  [`AIza${token(35)}`, '[masked]', 'Google API key'],
  [`xoxb-${token(24)}`, '[masked]', 'Slack token'],
  [`npm_${token(36)}`, '[masked]', 'npm token'],
  [`//registry/:_authToken=${token(20)}`, '//registry/:_authToken=[masked]', 'npm token'],
  [`eyJ${token(20)}.${token(20)}.${token(20)}`, '[masked]', 'JSON web token'],
  [`Authorization: Bearer ${token(12)}`, 'Authorization: Bearer [masked]', 'authorization header'],
  [`authorization: basic ${token(12)}==`, 'authorization: basic [masked]', 'authorization header'],
  ['https://me:hunter2@host/x', 'https://me:[masked]@host/x', 'password in a URL'],
  [
    `"-----BEGIN RSA PRIVATE KEY-----\\n${token(64)}\\n-----END RSA PRIVATE KEY-----\\n"`,
    '"[masked]\\n"',
    'private key',
  ],
]

test.each(SECRETS)('what looks like a secret is masked and found: %s', (text, masked, kind) => {
  expect(mask(text)).toBe(masked)
  expect(findSecrets(`first\n${text}`)).toContainEqual({ line: 2, kind })
})

test.each([
  'https://host:8080/path@2x.png',
  'git@host:me/project.git',
  'the task-list-of-the-current-milestone is long',
  'const token = readToken()',
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  '0123456789abcdef0123456789abcdef01234567',
  '_authToken=${NPM_TOKEN}',
  'Bearer of news',
])('innocent text stays: %s', (text) => {
  expect(mask(text)).toBe(text)
  expect(findSecrets(text)).toEqual([])
})

test('a private key of several lines is masked, and the text after it is not', () => {
  const text = ['-----BEGIN PRIVATE KEY-----', token(64), token(9), '-----END PRIVATE KEY-----', 'done'].join(
    '\n',
  )
  expect(mask(text).split('\n')).toEqual([
    '-----BEGIN PRIVATE KEY-----', '[masked]', '[masked]', '-----END PRIVATE KEY-----', 'done',
  ]) // prettier-ignore
})

test('a key that is never closed hides nothing but itself', () => {
  const text = ['-----BEGIN PRIVATE KEY-----', token(64), 'It failed (1 error).', 'word'].join('\n')
  expect(mask(text)).toBe(text.replace(token(64), '[masked]'))
})

test('literal values are masked as they are and as they are encoded', () => {
  const value = 'p$ss.w[o]rd*'
  expect(mask(`<${value}> <correct horse>`)).toBe('<[masked]> <[masked]>')
  expect(mask(encodeURIComponent(value))).toBe('[masked]')
  for (const before of ['', 'x', 'xy', 'xyz']) {
    const encoded = Buffer.from(`${before}${value}after`).toString('base64')
    expect(mask(encoded)).toContain('[masked]')
  }
})

test('values of less than six characters are not masked', () => {
  expect(createMask(['a', '', 'short'])('a short text')).toBe('a short text')
})

const piece = fc.oneof(
  fc.constantFrom(...SECRETS.map(([text]) => text)),
  fc.constantFrom(
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    token(64),
    'sk-',
    'eyJ',
    '://a:b',
    '@',
  ),
  fc.constantFrom('\n', ' ', '"', '.', '-', '\t', '\r', 'é', '\\', '['),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('').replaceAll('\0', ''))
const value = fc.string({ unit: 'grapheme', minLength: 6, maxLength: 12 })

test('sed with the script and the mask agree', async () => {
  const cases = fc.array(fc.record({ values: fc.array(value, { maxLength: 2 }), text, glue: fc.boolean() }))
  await fc.assert(
    fc.asyncProperty(cases, async (batch) => {
      const values = batch.flatMap((one) => one.values)
      const whole = batch.map((one) => (one.glue ? one.text + one.values.join('') : one.text)).join('\n')
      expect(await throughSed(values, whole)).toBe(createMask(values)(whole))
    }),
    { numRuns: 150 },
  )
})

test.each([
  ['key begins', '-----BEGIN PRIVATE KEY-----'],
  ['token begins', 'eyJ'],
  ['URLs', '://a:b'],
  ['capitals', '-----BEGIN A'],
])('a megabyte of %s is masked in no time', (_, unit) => {
  const started = performance.now()
  mask(unit.repeat(2 ** 20 / unit.length))
  expect(performance.now() - started).toBeLessThan(2_000)
})

async function throughSed(values: readonly string[], input: string): Promise<string> {
  const result = await runCommand({
    argv: ['sed', '-u', '-E', sedMaskScript(values)],
    variables: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    cwd: '/',
    input,
    timeoutMs: 10_000,
    maxOutputBytes: 2 ** 24,
  })
  expect(result.stderr.toString()).toBe('')
  return result.stdout.toString()
}
