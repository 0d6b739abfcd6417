import { execFileSync } from 'node:child_process'
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { ARTEFACT_FILE, readArtefact } from './artefact-file.ts'

const home = async (): Promise<[folder: string, place: string]> => {
  const folder = await temporaryDirectory()
  return [folder, join(folder, ARTEFACT_FILE)]
}

test('a file is read', async () => {
  const [folder, place] = await home()
  await writeFile(place, '["é"]')
  expect(await readArtefact(folder)).toEqual({ kind: 'read', text: '["é"]' })
})

test('none is missing', async () => {
  const [folder] = await home()
  expect(await readArtefact(folder)).toEqual({ kind: 'missing' })
})

describe('what an agent may leave instead is refused', () => {
  test('a link, wherever it leads', async () => {
    const [folder, place] = await home()
    await writeFile(join(folder, 'other'), '[]')
    await symlink(join(folder, 'other'), place)
    expect(await readArtefact(folder)).toEqual({ kind: 'refused', why: 'it is a symbolic link' })
  })

  test('a folder', async () => {
    const [folder, place] = await home()
    await mkdir(place)
    expect(await readArtefact(folder)).toMatchObject({ kind: 'refused' })
  })

  test('a pipe that nobody writes to', async () => {
    const [folder, place] = await home()
    execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', place])
    expect(await readArtefact(folder)).toEqual({ kind: 'refused', why: 'it is no regular file' })
  })

  test('more than a megabyte', async () => {
    const [folder, place] = await home()
    await writeFile(place, '')
    await truncate(place, 1024 * 1024 + 1)
    expect(await readArtefact(folder)).toEqual({ kind: 'refused', why: 'it is larger than 1 MB' })
  })

  test('bytes that are no text', async () => {
    const [folder, place] = await home()
    await writeFile(place, Buffer.from([0x22, 0xff, 0x22]))
    expect(await readArtefact(folder)).toEqual({ kind: 'refused', why: 'it is no UTF-8 text' })
  })

  test('a HOME that is a link', async () => {
    const [folder, place] = await home()
    await writeFile(place, '[]')
    await symlink(folder, join(folder, 'home'))
    expect(await readArtefact(join(folder, 'home'))).toMatchObject({ kind: 'refused' })
  })
})
