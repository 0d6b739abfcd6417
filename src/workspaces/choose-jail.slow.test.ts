import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { writeTree } from '../../test/tree.ts'
import { chooseJail, type JailChoice } from './choose-jail.ts'

async function choice(change: Partial<JailChoice> = {}): Promise<JailChoice> {
  return {
    isolation: 'bubblewrap',
    platform: 'linux',
    isRoot: process.getuid?.() === 0,
    path: '/usr/local/bin:/usr/bin:/bin',
    home: '/nonexistent',
    forbidden: [],
    temporary: await temporaryDirectory(),
    ...change,
  }
}

test('where bubblewrap works it is the jail', async () => {
  expect(await chooseJail(await choice())).toMatchObject({ isolation: 'bubblewrap' })
})

test('no jail is only by choice, and then nothing is probed', async () => {
  expect(await chooseJail(await choice({ isolation: 'none', path: '' }))).toMatchObject({ isolation: 'none' })
})

test.each([
  ['apt-get', 'sudo apt-get install bubblewrap'],
  ['dnf', 'sudo dnf install bubblewrap'],
  ['nothing-known', 'install the package bubblewrap'],
])('without bubblewrap, with %s, the command to install it is named', async (program, command) => {
  const folder = await temporaryDirectory()
  await writeTree(folder, { [program]: '#!/bin/sh\n' })
  await expect(chooseJail(await choice({ path: folder }))).rejects.toMatchObject({
    code: 'jail-unavailable',
    message: 'bubblewrap is not installed.',
    hint: expect.stringContaining(command),
  })
})

test.each([
  ['bwrap: Unknown option --disable-userns', 'bubblewrap 0.8.0'],
  ['bwrap: setting up uid map: Permission denied', 'apparmor_restrict_unprivileged_userns'],
  ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted", 'container'],
])('a bubblewrap that says "%s" is no jail, and the cure is named', async (complaint, cure) => {
  const folder = await temporaryDirectory()
  await writeTree(folder, { bwrap: `#!/bin/sh\necho "${complaint}" >&2\nexit 1\n` })
  await expect(chooseJail(await choice({ path: `${folder}:/usr/bin:/bin` }))).rejects.toMatchObject({
    code: 'jail-unavailable',
    message: expect.stringContaining(complaint),
    hint: expect.stringContaining(cure),
  })
})

test('a bubblewrap that only runs the command is found out', async () => {
  const folder = await temporaryDirectory()
  await writeTree(folder, { bwrap: '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n' })
  await expect(chooseJail(await choice({ path: `${folder}:/usr/bin:/bin` }))).rejects.toMatchObject({
    code: 'jail-unavailable',
    message: expect.stringContaining('does not hold'),
  })
})

test('elsewhere than on Linux there is no sandbox yet', async () => {
  await expect(chooseJail(await choice({ platform: 'darwin' }))).rejects.toMatchObject({
    code: 'jail-unavailable',
  })
})

test('bubblewrap is found through a link', async () => {
  const folder = await temporaryDirectory()
  await symlink('/usr/bin/bwrap', join(folder, 'bwrap'))
  expect(await chooseJail(await choice({ path: `${folder}:/usr/bin:/bin` }))).toMatchObject({
    isolation: 'bubblewrap',
  })
})
