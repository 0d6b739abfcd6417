import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import type { Jail, JailSpec } from './jail.ts'
import { withReadablePaths } from './readable-paths.ts'
import { createUnjailed } from './unjailed.ts'
import type { Workspace } from './workspace.ts'

/** A jail that shows as its command what it was asked to show. */
const showing: Jail = {
  ...createUnjailed('/bin'),
  wrap: ({ readable }) => ({ argv: readable, variables: {} }),
}

test('a jail shows what the configuration adds, from the home of the user, where it exists', async () => {
  const home = await temporaryDirectory()
  await mkdir(join(home, 'tools'))
  const paths = ['~/tools', '/usr', join(home, 'absent')]
  const jail = withReadablePaths(showing, { paths, home, forbidden: [] })
  expect(jail.wrap(specWith(['/own']), []).argv).toEqual(['/own', join(home, 'tools'), '/usr'])
})

test.each(['~', '~/state', '~/state/ledger', '~/link'])(
  'a jail never shows what is kept from it: %s',
  async (path) => {
    const home = await temporaryDirectory()
    await mkdir(join(home, 'state', 'ledger'), { recursive: true })
    await symlink(join(home, 'state'), join(home, 'link'))
    const show = () => withReadablePaths(showing, { paths: [path], home, forbidden: [join(home, 'state')] })
    expect(show).toThrow(expect.objectContaining({ code: 'unsafe-path' }))
  },
)

test('a jail to which nothing is added is the same jail', () => {
  expect(withReadablePaths(showing, { paths: [], home: '/root', forbidden: [] })).toBe(showing)
})

function specWith(readable: readonly string[]): JailSpec {
  const workspace: Workspace = {
    id: 'one',
    folder: '/w',
    root: '/w/root',
    gitDirectory: '/w/git',
    home: '/w/home',
    objects: '/objects',
    commit: 'c0ffee',
    mount: { kind: 'plain' },
    environmentFolders: [],
  }
  return { workspace, write: { kind: 'none' }, network: false, variables: {}, readable, cwd: '' }
}
