import { execa } from 'execa'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gitIn } from '../repository.ts'
import { temporaryDirectory } from '../temporary.ts'
import { BIN } from './project.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/ward-roster')

interface Mapped {
  readonly data: {
    readonly layers: readonly {
      readonly counts: readonly { readonly what: string; readonly count: number }[]
    }[]
    readonly routes: readonly { readonly verb: string; readonly path: string; readonly mount: string }[]
  }
}

test('a strange repository is mapped from any folder, without set-up, and nothing is left in it [audit-map]', async () => {
  const folder = await temporaryDirectory()
  const repository = join(folder, 'ward-roster')
  await cp(EXAMPLE, repository, { recursive: true })
  await gitIn(repository, ['init', '--quiet'])
  await gitIn(repository, ['add', '--all'])
  const before = (await readdir(repository)).toSorted()
  const env = { XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') }
  const run = (...words: readonly string[]) =>
    execa(BIN, ['audit', 'map', repository, ...words], { cwd: folder, env })
  const { data } = JSON.parse((await run('--json')).stdout) as Mapped
  const counts = Object.fromEntries(
    data.layers.flatMap((layer) => layer.counts.map(({ what, count }) => [what, count])),
  )
  expect(counts).toMatchObject({ queues: 4, migrations: 9, services: 9, workflows: 3, settings: 17 })
  expect(
    data.routes.filter(({ mount }) => mount === 'unmounted').map(({ verb, path }) => `${verb} ${path}`),
  ).toEqual(['GET /holidays/{}'])
  expect((await run()).stdout).toContain('- `POST /api/v1/rosters/solve`')
  expect((await readdir(repository)).toSorted()).toEqual(before)
  expect(await readdir(folder)).not.toContain('state')
})

test('what is no repository cannot be mapped, and the way on is told', async () => {
  const folder = await temporaryDirectory()
  const result = await execa(BIN, ['audit', 'map', folder], { reject: false, cwd: folder })
  expect(result).toMatchObject({ exitCode: 2, stdout: '' })
  expect(result.stderr).toMatch(/in no .*repository/)
})
