import { execFileSync } from 'node:child_process'
import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { readRegularFile } from './regular-file.ts'

test('a file is read up to its limit, and one that is not there is missing', async () => {
  const path = join(await temporaryDirectory(), 'file')
  expect(await readRegularFile(path, 3)).toEqual({ kind: 'missing' })
  await writeFile(path, 'abc')
  expect(await readRegularFile(path, 3)).toMatchObject({ kind: 'read', bytes: Buffer.from('abc') })
  expect(await readRegularFile(path, 2)).toEqual({ kind: 'refused', why: 'is larger than 2 bytes' })
})

test.each([
  ['is a symbolic link', (path: string, other: string) => symlink(other, path)],
  ['has a second name', (path: string, other: string) => link(other, path)],
  ['is no regular file', (path: string) => mkdir(path)],
  ['is no regular file', (path: string) => void execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', path])],
] as const)('what %s is refused', async (why, plant) => {
  const folder = await temporaryDirectory()
  await writeFile(join(folder, 'other'), 'secret')
  await plant(join(folder, 'file'), join(folder, 'other'))
  expect(await readRegularFile(join(folder, 'file'), 10)).toEqual({ kind: 'refused', why })
})
