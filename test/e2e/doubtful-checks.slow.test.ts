import { expect, test } from 'vitest'
import { change, createProject, gate, reached, redToGreen, transcripts } from './project.ts'

test('work that is done already, and red that proves nothing, start no agent [night-red]', async () => {
  const project = await createProject()
  const never = (key: string, shell: string, more: object = {}) =>
    change(key, 'exit 9', { checks: [{ ...redToGreen(shell), ...more }] })
  await project.file(
    never('green', 'test -e work/zero.txt'),
    never('missing', 'no-such-program'),
    never('slow', 'sleep 30', { timeoutMs: 500 }),
    never('signal', 'kill -9 $$'),
    // Its check answers differently once the agent has begun.
    change('flaky', `${gate(project, 'go')}; exit 9`, { checks: [redToGreen('test -e "$SIGNALS/seen"')] }),
  )
  const night = project.start('night', '--concurrency', '5')
  await reached(project, 'go')
  await project.open('seen')
  await project.open('go')
  expect(await night.ended()).toMatchObject({ exitCode: 3 })
  expect(transcripts(project)).toHaveLength(1)
  expect(await project.standings()).toEqual({
    green: 'done already-green',
    missing: 'blocked',
    slow: 'blocked',
    signal: 'blocked',
    flaky: 'blocked',
  })
  const { data } = await project.json<Report>('report')
  const ended = Object.fromEntries(
    (data?.outcomes.unfinished ?? []).map((task) => [task.key, task.ended.map(({ reason }) => reason)]),
  )
  expect(ended).toEqual({
    missing: ['invalid-red'],
    slow: ['invalid-red'],
    signal: ['invalid-red'],
    flaky: ['agent-error', 'flaky-check'],
  })
  expect(data?.outcomes.alreadyGreen).toMatchObject([{ key: 'green', checks: [{ green: true }] }])
  expect(data?.figures.attemptsUsed).toBe(1)
  expect(await project.json('blocker', 'show', 'missing')).toMatchObject({
    data: { blocker: { seen: expect.stringContaining('its command was not found') } },
  })
})

interface Report {
  readonly outcomes: {
    readonly unfinished: readonly { readonly key: string; readonly ended: readonly { reason: string }[] }[]
    readonly alreadyGreen: readonly unknown[]
  }
  readonly figures: { readonly attemptsUsed: number }
}

test('on a red target only its repair runs; a P0 task says so once; then the others go on [night-target-red]', async () => {
  const project = await createProject({ files: { 'work/broken.txt': 'bad\n' } })
  await project.file(change('one', undefined, { priority: 'P0' }))
  const red = await project.json('night')
  expect(red).toMatchObject({ exitCode: 1, data: { verdict: 'failed', lane: 'red' } })
  expect(red.stderr).not.toContain('run 1 begins')
  await project.json('night')
  const base = (await project.git('rev-parse', 'main')).slice(0, 12)
  expect(await project.standings()).toEqual({ [`target-red-${base}`]: 'todo', one: 'todo' })
  expect(await project.json('task', 'show', `target-red-${base}`)).toMatchObject({
    data: { task: { priority: 'P0', filedBy: 'system:reveille' } },
  })
  expect(await project.json('report')).toMatchObject({
    data: { needsYou: [{ kind: 'target-red', task: `target-red-${base}` }] },
  })

  await project.file(
    change('repair', 'echo done > work/broken.txt', {
      scope: { write: ['work/broken.txt'] },
      priority: 'P3',
      checks: [{ expect: 'red-to-green', command: { argv: ['sh', 'check.sh'] }, redExits: [1] }],
    }),
  )
  const repaired = await project.json('night', '--concurrency', '2')
  expect(await project.landed()).toEqual(['repair', 'one'])
  expect([...repaired.stderr.matchAll(/(\S+): run 1 begins/g)].map(([, key]) => key)).toEqual([
    'repair',
    'one',
  ])
  expect(repaired.data).toMatchObject({ lane: 'green' })
})

test('when the repair of a red target has landed nothing asks for it any more [night-target-red]', async () => {
  const project = await createProject({ files: { 'work/broken.txt': 'bad\n' } })
  await project.file(
    change('repair', 'echo done > work/broken.txt', {
      scope: { write: ['work/broken.txt'] },
      checks: [redToGreen('sh check.sh')],
    }),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 0, data: { verdict: 'done' } })
  expect(await project.json('report')).toMatchObject({ data: { needsYou: [] } })
})
