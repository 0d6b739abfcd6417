import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { change, createProject, gate, leftovers, reached, transcripts } from './project.ts'

test('run works on the named tasks alone and is judged by them [run-named]', async () => {
  const project = await createProject()
  await project.file(change('one'), change('two'), change('three', undefined, { needs: ['two'] }))
  expect(await project.json('run', 'one')).toMatchObject({
    exitCode: 0,
    data: { verdict: 'done', tasks: [{ key: 'one', state: 'done' }] },
  })
  expect(await project.standings()).toEqual({ one: 'done landed', two: 'todo', three: 'todo' })
  expect(await project.json('run', 'three')).toMatchObject({
    exitCode: 1,
    data: { tasks: [{ key: 'three', why: 'It waits for two.' }] },
  })
  expect(await project.json('run', 'tow')).toMatchObject({
    exitCode: 2,
    error: { code: 'not-found', hint: expect.stringContaining('two') },
  })
  expect(await project.json('run', 'three', 'two')).toMatchObject({ exitCode: 0, data: { night: 1 } })
  expect(await project.landed()).toEqual(['one', 'two', 'three'])
})

test('what is identified is filed at once, held while nobody works on it, and lands when somebody does [file-at-once]', async () => {
  const project = await createProject()
  expect(await project.json('task', 'add', 'idea', '--title', 'Somebody should')).toMatchObject({
    exitCode: 0,
  })
  expect(await project.json('night')).toMatchObject({
    exitCode: 1,
    data: { tasks: [{ key: 'idea', state: 'todo', why: expect.stringContaining('has no agent') }] },
  })
  const agent = [
    '--write',
    'work/idea.txt',
    '--red-to-green',
    'test -f work/idea.txt',
    '--exit-red',
    '1',
    '--shell',
    'echo done > work/idea.txt',
  ]
  expect(await project.json('task', 'update', 'idea', ...agent)).toMatchObject({ exitCode: 0 })
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['idea'])
})

interface Cleaned {
  readonly items: readonly { readonly kind: string; readonly bytes: number; readonly path: string }[]
  readonly removed: boolean
}

test('clean lists before it removes, and removes nothing that a run, a proof or a person needs [I4, clean]', async () => {
  const setup = `setup: { shell: 'mkdir -p node_modules/dep; echo 42 > node_modules/dep/index.js' }\n`
  const config = `gate: [{ name: check, run: [sh, check.sh] }]\n${setup}`
  const project = await createProject({ config })
  await project.file(change('one'), change('two', `${gate(project, 'go')}; echo done > work/two.txt`))
  const night = project.start('night')
  await reached(project, 'go')
  await night.tells(/one: landed/)
  expect(await project.json('clean')).toMatchObject({ exitCode: 3, error: { code: 'leader-busy' } })
  night.signal('SIGKILL')
  await night.ended()

  // The agent is at work without a leader: its workspace, and what it stands on, is not offered.
  const live = await project.json<Cleaned>('clean', '--transcripts', '--yes')
  expect(live).toMatchObject({ exitCode: 0, data: { removed: true } })
  expect(live.data?.items.map(({ kind }) => kind)).toEqual(['transcript'])
  await project.open('go')
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['one', 'two'])

  const looked = await project.json<Cleaned>('clean', '--dry-run')
  expect(looked.data?.items.map(({ kind }) => kind).toSorted()).toEqual([
    'environment',
    'environment',
    'tree',
  ])
  for (const { path } of looked.data?.items ?? []) expect(existsSync(path)).toBe(true)
  const cleaned = await project.json<Cleaned>('clean')
  expect(cleaned.data?.items).toEqual(looked.data?.items)
  for (const { path } of looked.data?.items ?? []) expect(existsSync(path)).toBe(false)
  expect(transcripts(project)).toHaveLength(1)
  expect(readdirSync(join(project.stateDirectory(), 'evidence')).length).toBeGreaterThan(0)
  expect(await project.git('for-each-ref', 'refs/reveille/runs')).not.toBe('')
  expect(leftovers(project)).toEqual([])
  await project.file(change('three'))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
})
