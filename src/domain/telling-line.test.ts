import { expect, test } from 'vitest'
import { tellingLine } from './telling-line.ts'

test('of pip it is the sentence before its excuses', () => {
  const output = [
    'Obtaining file:///workspace',
    '      ERROR: No matching distribution found for left-pad<4',
    '      [end of output]',
    'error: subprocess-exited-with-error',
    '',
    'note: This error originates from a subprocess, and is likely not a problem with pip.',
    "WARNING: Location '/opt/wheels' is ignored.",
  ].join('\n')
  expect(tellingLine(output)).toBe('ERROR: No matching distribution found for left-pad<4')
})

test('of npm it is the sentence before the place of the log', () => {
  const output = [
    'npm error code ETARGET',
    'npm error notarget No matching version found for left-pad@^9.',
    'npm error A complete log of this run can be found in: /home/me/.npm/_logs/1.log',
  ].join('\n')
  expect(tellingLine(output)).toBe('npm error notarget No matching version found for left-pad@^9.')
})

test('of a command that names no error it is the last line that says something', () => {
  expect(tellingLine('token=[masked]\nno such package\n\n')).toBe('no such package')
  expect(tellingLine('')).toBe('')
})
