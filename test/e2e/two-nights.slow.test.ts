import { expect, test } from 'vitest'
import { change, createProject, gate, leftovers, reached } from './project.ts'

test('of two nights one leads and the other watches until the leader ends [night-watch]', async () => {
  const project = await createProject()
  await project.file(change('one', `${gate(project, 'go')}; echo done > work/one.txt`))
  const leader = project.start('night')
  await reached(project, 'go')
  const watcher = project.start('night')
  await watcher.tells(new RegExp(`process ${leader.pid} leads this project; watching`))
  await project.open('go')
  expect(await leader.ended()).toMatchObject({ exitCode: 0 })
  const watched = await watcher.ended()
  expect(watched).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Night 1: 1 of 1 task done.'),
  })
  expect(watched.stderr).toMatch(/one: landed as/)
  expect(watched.stderr).not.toContain('took over')
  expect(await project.landed()).toEqual(['one'])
})

test('a watcher takes over when the leader is killed, says what it found, and the agent never notices [I10, night-watch, night-recovered]', async () => {
  const project = await createProject()
  await project.file(change('one', `${gate(project, 'go')}; echo done > work/one.txt`))
  const leader = project.start('night')
  await reached(project, 'go')
  const watcher = project.start('night')
  await watcher.tells(/watching/)
  leader.signal('SIGKILL')
  await watcher.tells(/A new leader took over what the last one had left: 1 run taken up again\./)
  await project.open('go')
  expect(await watcher.ended()).toMatchObject({ exitCode: 0 })
  expect(await project.json('task', 'show', 'one')).toMatchObject({
    data: { task: { state: 'done', attempts: 0, losses: 0 }, runs: [{ number: 1, state: 'landed' }] },
  })
  expect(await project.json('report')).toMatchObject({
    data: { recoveries: [{ text: expect.stringContaining('1 run taken up again') }] },
  })
  expect(leftovers(project)).toEqual([])
})

test('Ctrl-C ends the watching and not the night; the first line after a crash says what was recovered [night-watch, night-recovered]', async () => {
  const project = await createProject()
  await project.file(change('one', `${gate(project, 'go')}; echo done > work/one.txt`))
  const leader = project.start('night')
  await reached(project, 'go')
  const watcher = project.start('night')
  await watcher.tells(/watching/)
  watcher.signal('SIGINT')
  expect(await watcher.ended()).toMatchObject({ exitCode: 130 })
  expect(await project.json('accept')).toMatchObject({ exitCode: 3, error: { code: 'leader-busy' } })
  expect(await project.json('clean')).toMatchObject({ exitCode: 3, error: { code: 'leader-busy' } })
  leader.signal('SIGKILL')
  await leader.ended()
  expect(await project.json('status')).toMatchObject({
    data: { verdict: { kind: 'stopped' }, leader: { alive: false } },
  })
  await project.open('go')
  const next = await project.reveille('night')
  expect(next.exitCode).toBe(0)
  expect(next.stderr.split('\n')[0]).toBe(
    'A new leader took over what the last one had left: 1 run taken up again.',
  )
})
