import { expect, test } from 'vitest'
import { change, createProject, gate, leftovers, reached, redToGreen } from './project.ts'

test('a night lands tasks by priority and needs, each on proof, and leaves the checkout alone [I2, I3, night-order]', async () => {
  const project = await createProject()
  const [head, status] = [await project.git('rev-parse', 'HEAD'), await project.git('status', '--porcelain')]
  await project.file(
    change('low', undefined, { priority: 'P3' }),
    change('first', undefined, { priority: 'P0' }),
    change('after-low', undefined, { priority: 'P0', needs: ['low'] }),
    change('middle', undefined, { priority: 'P1' }),
  )
  const night = await project.json<object>('night', '--concurrency', '1')
  expect(night).toMatchObject({
    exitCode: 0,
    data: { night: 1, verdict: 'done', recovered: null, lane: 'green' },
  })
  const begun = [...night.stderr.matchAll(/(\S+): run 1 begins/g)].map(([, key]) => key)
  expect(begun).toEqual(['first', 'middle', 'low', 'after-low'])
  expect(await project.landed()).toEqual(['first', 'middle', 'low', 'after-low'])
  expect(await project.git('rev-parse', 'refs/heads/reveille/1')).toBe(
    await project.git('rev-parse', 'refs/reveille/targets/1'),
  )
  expect(await project.git('rev-parse', 'HEAD')).toBe(head)
  expect(await project.git('status', '--porcelain')).toBe(status)
  expect(leftovers(project)).toEqual([])
})

test('scopes that do not overlap are worked on at once, others one after the other [night-order]', async () => {
  const project = await createProject()
  await project.file(
    change('one', `${gate(project, 'go')}; echo done > work/one.txt`),
    change('two', `${gate(project, 'go')}; echo done > work/two.txt`),
    change('wide', 'test -e work/one.txt && echo done > work/wide.txt', { scope: { write: ['work/**'] } }),
  )
  const night = project.start('night', '--concurrency', '3')
  await reached(project, 'go', 2)
  expect((await project.standings())['wide']).toBe('todo')
  await project.open('go')
  expect(await night.ended()).toMatchObject({ exitCode: 0 })
  expect((await project.landed()).at(-1)).toBe('wide')
  const report = await project.json<{ figures: { time: { mostAtOnce: number } } }>('report')
  expect(report.data?.figures.time.mostAtOnce).toBe(2)
})

test('a failed run is tried again with what it failed on; used-up runs wait for an answer, and the answer is obeyed [night-blocker]', async () => {
  const project = await createProject()
  const learns = `grep -q check-failed "$REVEILLE_BRIEF" && echo done > work/learns.txt || echo bad > work/learns.txt`
  const stray = 'echo done > work/stray.txt; echo true > check.sh'
  await project.file(
    change('learns', learns),
    change('stray', stray, { limits: { runs: 2 } }),
    change('given-up', 'true', { limits: { runs: 1 } }),
    change('waits', undefined, { needs: ['given-up'] }),
  )
  const night = await project.json('night')
  expect(night).toMatchObject({
    exitCode: 3,
    data: {
      verdict: 'waiting',
      tasks: expect.arrayContaining([
        { key: 'learns', state: 'done', resolution: 'landed', why: null, failure: null },
        expect.objectContaining({ key: 'stray', state: 'blocked' }),
        { key: 'waits', state: 'todo', resolution: null, why: 'It waits for given-up.', failure: null },
      ]),
    },
  })
  expect(await project.json('why', 'stray')).toMatchObject({
    data: {
      ended: [
        { reason: 'out-of-scope' },
        { reason: 'out-of-scope', detail: expect.stringContaining('check.sh') },
      ],
    },
  })
  expect(await project.json('why', 'given-up')).toMatchObject({ data: { ended: [{ reason: 'no-change' }] } })
  expect(await project.git('show', 'refs/reveille/targets/1:check.sh')).toContain('grep -q done')

  await project.json('blocker', 'answer', 'stray', 'retry')
  await project.json('blocker', 'answer', 'given-up', 'cancel')
  expect(await project.standings()).toMatchObject({ stray: 'todo', 'given-up': 'cancelled' })
  await project.json('task', 'update', 'stray', '--write', 'work/stray.txt', 'check.sh')
  expect((await project.json('night')).exitCode).toBe(1)
  expect(await project.standings()).toMatchObject({ stray: 'done landed', waits: 'todo' })
  await project.json('task', 'dep', 'waits', '--remove', 'given-up')
  expect((await project.json('night')).exitCode).toBe(0)
})

test('verify tasks are answered on the target, green and red, without an agent [night-verify]', async () => {
  const project = await createProject()
  const verify = (key: string, shell: string) => ({
    key,
    title: key,
    kind: 'verify',
    needs: ['made'],
    checks: [{ expect: 'must-pass', command: { shell } }],
  })
  await project.file(
    change('made'),
    verify('yes', 'test -e work/made.txt'),
    verify('no', 'test -e work/other.txt'),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.standings()).toEqual({
    made: 'done landed',
    yes: 'done concluded',
    no: 'done concluded',
  })
  expect(await project.json('report')).toMatchObject({
    data: {
      outcomes: {
        landed: [{ key: 'made', redToGreen: true }],
        concluded: expect.arrayContaining([
          expect.objectContaining({ key: 'yes', answer: 'green' }),
          expect.objectContaining({ key: 'no', answer: 'red' }),
        ]),
      },
    },
  })
})

test('a strict scope is a wall that the agent runs against; a scripted agent plays its steps [night-strict]', async () => {
  const project = await createProject({ files: { 'src/a.txt': 'a\n' } })
  const shell = 'echo x > src/a.txt && exit 9; echo x > new.txt && exit 9; echo done > work/strict.txt'
  await project.file(
    change('strict', shell, { scope: { write: ['work/**'], strict: true } }),
    change('scripted', undefined, {
      needs: ['strict'],
      checks: [redToGreen('grep -q two work/scripted.txt')],
      agent: {
        kind: 'scripted',
        steps: [
          { write: 'work/scripted.txt', content: 'done one\n' },
          { edit: 'work/scripted.txt', find: ' one', replace: ' two' },
          { commit: 'its own commit, which is not what lands' },
        ],
      },
    }),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['strict', 'scripted'])
  expect(await project.git('diff', '--name-only', 'main', 'refs/reveille/targets/1')).toBe(
    'work/scripted.txt\nwork/strict.txt',
  )
})
