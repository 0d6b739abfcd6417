import { expect, test } from 'vitest'
import { change, createProject, gate, leftovers, reached, redToGreen, type Started } from './project.ts'

const RESUME = 'Interrupted. Continue with: reveille night'

test('Ctrl-C once: running agents finish and land, nothing new starts, and the next night goes on [night-interrupt]', async () => {
  const project = await createProject()
  await project.file(
    change('one', `${gate(project, 'go')}; echo done > work/one.txt`, { priority: 'P0' }),
    change('two'),
  )
  const night = project.start('night', '--concurrency', '1')
  await reached(project, 'go')
  night.signal('SIGINT')
  await night.tells(/nothing new is started and live runs may finish/)
  await project.open('go')
  const ended = await night.ended()
  expect(ended.exitCode).toBe(130)
  expect(ended.stderr.split('\n').at(-1)).toBe(RESUME)
  expect(await project.standings()).toEqual({ one: 'done landed', two: 'todo' })
  expect(leftovers(project)).toEqual([])
  const next = await project.reveille('night')
  expect(next).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('took over') })
  expect(await project.landed()).toEqual(['one', 'two'])
})

test('Ctrl-C twice: agents are ended, their work is saved, no attempt is used, and the next night goes on [I4, night-interrupt]', async () => {
  const project = await createProject()
  const shell = `echo half > work/one.txt; ${gate(project, 'go')}; echo done > work/one.txt`
  await project.file(change('one', shell, { limits: { runs: 1 } }))
  const night = project.start('night')
  await reached(project, 'go')
  night.signal('SIGINT')
  await night.tells(/Once more stops them now/)
  night.signal('SIGINT')
  const ended = await night.ended()
  expect(ended.exitCode).toBe(130)
  expect(ended.stderr.split('\n').at(-1)).toBe(RESUME)
  expect(await project.json('task', 'show', 'one')).toMatchObject({
    data: { task: { state: 'todo', attempts: 0 }, runs: [{ state: 'ended', endReason: 'cancelled' }] },
  })
  const ref = await project.git('for-each-ref', '--format=%(refname)', 'refs/reveille/runs')
  expect(await project.git('show', `${ref}:work/one.txt`)).toBe('half')
  expect(leftovers(project)).toEqual([])
  await project.open('go')
  const next = await project.reveille('night')
  expect(next).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('took over') })
  expect(await project.landed()).toEqual(['one'])
})

test('Ctrl-C twice while a check runs interrupts it; the next start takes it up [night-interrupt]', async () => {
  const project = await createProject({
    config:
      'gate: [{ name: slow, shell: "test -e /workspace/work/one.txt && until [ -e $SIGNALS/go ]; do sleep 0.05; done; sh check.sh" }]\n',
  })
  await project.file(change('one'))
  const night = project.start('night')
  await night.tells(/one: is being checked/)
  night.signal('SIGTERM')
  await night.tells(/Once more stops them now/)
  night.signal('SIGTERM')
  expect(await night.ended()).toMatchObject({ exitCode: 130 })
  expect(await project.json('task', 'show', 'one')).toMatchObject({
    data: { task: { state: 'doing', attempts: 0 }, runs: [{ state: 'checking' }] },
  })
  // Its workspace waits for the next start, which needs it no more.
  const { data } = await project.json<{ runs: { id: string }[] }>('task', 'show', 'one')
  expect(leftovers(project)).toEqual([data?.runs[0]?.id])
  await project.open('go')
  const next = await project.reveille('night')
  expect(next.exitCode).toBe(0)
  expect(next.stderr.split('\n')[0]).toContain('1 run taken up again')
  expect(next.stderr).not.toContain('run 2 begins')
  expect(await project.landed()).toEqual(['one'])
  expect(leftovers(project)).toEqual([])
})

test('Ctrl-C twice before anything is claimed, or while the red check runs, loses nothing either [night-interrupt]', async () => {
  const waits = (name: string) => `until [ -e $SIGNALS/${name} ]; do sleep 0.02; done`
  const project = await createProject({ config: `gate: [{ name: slow, shell: '${waits('judged')}' }]\n` })
  await project.file(
    change('one', undefined, { checks: [redToGreen(`${waits('asked')}; test -e work/one.txt`)] }),
  )
  const judging = project.start('night')
  await judging.tells(/the gate is asked about the target/)
  await stopTwice(judging)
  expect(await project.standings()).toEqual({ one: 'todo' })
  expect(leftovers(project)).toEqual([])

  await project.open('judged')
  const preparing = project.start('night')
  await preparing.tells(/one: run 1 begins/)
  await stopTwice(preparing)
  expect(leftovers(project)).toEqual([])

  await project.open('asked')
  const next = await project.reveille('night')
  expect(next.exitCode).toBe(0)
  expect(await project.json('task', 'show', 'one')).toMatchObject({
    data: { task: { state: 'done', attempts: 0 } },
  })
})

test('Ctrl-C twice ends a set-up, which begins anew at the next start [night-interrupt]', async () => {
  const shell = 'until [ -e $SIGNALS/go ]; do sleep 0.02; done; mkdir node_modules'
  const project = await createProject({
    config: `setup: { shell: '${shell}' }\ngate: [{ name: check, shell: 'test -d node_modules' }]\n`,
  })
  await project.file(change('one'))
  const night = project.start('night')
  await night.tells(/dependencies are installed/)
  await stopTwice(night)
  expect(leftovers(project)).toEqual([])
  await project.open('go')
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['one'])
})

async function stopTwice(night: Started): Promise<void> {
  night.signal('SIGINT')
  await night.tells(/Once more stops them now/)
  night.signal('SIGINT')
  const ended = await night.ended()
  expect(ended).toMatchObject({ exitCode: 130 })
  expect(ended.stderr.split('\n').at(-1)).toBe(RESUME)
}
