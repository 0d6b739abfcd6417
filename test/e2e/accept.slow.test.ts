import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { change, createProject, gate, projectThere, reached, redToGreen, type Project } from './project.ts'

async function afterNight(...drafts: readonly object[]): Promise<Project> {
  const project = await createProject()
  await project.file(...(drafts.length > 0 ? drafts : [change('one')]))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  return project
}

const target = (project: Project) => project.git('rev-parse', 'refs/reveille/targets/1')

test('a clean checkout is moved forward, untouched changes of the user stay, and the next night is a new one [I3, accept]', async () => {
  const project = await afterNight()
  await project.write({ 'check.sh': '# my own edit\n', 'mine.txt': 'mine\n', 'staged.txt': 'staged\n' })
  await project.git('add', 'staged.txt')
  const tip = await target(project)
  expect(await project.json('accept')).toMatchObject({
    exitCode: 0,
    data: { night: 1, branch: 'main', accepted: true, to: tip, checkout: project.path, merged: false },
  })
  expect(await project.git('rev-parse', 'main', 'HEAD')).toBe(`${tip}\n${tip}`)
  expect(await project.git('status', '--porcelain')).toBe(' M check.sh\nA  staged.txt\n?? mine.txt')
  expect(await readFile(join(project.path, 'work/one.txt'), 'utf8')).toBe('done\n')
  expect(await readFile(join(project.path, 'check.sh'), 'utf8')).toBe('# my own edit\n')

  expect(await project.json('accept')).toMatchObject({ exitCode: 2, error: { code: 'night-missing' } })
  await project.git('checkout', '--', 'check.sh')
  await project.file(change('two'))
  expect(await project.json('night')).toMatchObject({ exitCode: 0, data: { night: 2 } })
  expect(await project.git('rev-parse', 'refs/reveille/targets/2^')).toBe(tip)
})

test('a checkout that is in the way is refused untouched, and accepted once it is out of the way [I3, accept]', async () => {
  const project = await afterNight()
  const before = await project.git('rev-parse', 'main')
  await project.write({ 'work/one.txt': 'my own\n' })
  expect(await project.json('accept')).toMatchObject({
    exitCode: 3,
    error: {
      code: 'diverged',
      message: expect.stringContaining('work/one.txt'),
      hint: expect.stringContaining('stash'),
    },
  })
  expect(await project.git('rev-parse', 'main')).toBe(before)
  expect(await readFile(join(project.path, 'work/one.txt'), 'utf8')).toBe('my own\n')
  expect(await project.git('status', '--porcelain')).toBe('?? work/one.txt')
  await project.remove('work/one.txt')
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true } })
})

test('when the branch has moved its tip is merged, verified, and what the night proved is proved again [I3, accept-merge]', async () => {
  const project = await afterNight()
  await project.write({ 'work/mine.txt': 'done\n' })
  const mine = await project.commit()
  const said = await project.json('accept')
  expect(said).toMatchObject({ exitCode: 0, data: { accepted: true, merged: true, from: mine } })
  expect(said.stderr).toContain('main has moved')
  expect(await project.git('rev-list', '--parents', '-1', 'main')).toContain(mine)
  expect(await project.git('ls-files', 'work')).toBe('work/mine.txt\nwork/one.txt\nwork/zero.txt')
  expect(await project.git('status', '--porcelain')).toBe('')
  expect(await project.json('report')).toMatchObject({
    data: { merges: [mine], night: { state: 'accepted' } },
  })
})

test('commits of the branch that break the gate, or what the night has proved, are not accepted [I3, accept-merge]', async () => {
  const project = await afterNight(
    change('one', undefined, { checks: [redToGreen('test -e work/one.txt && ! test -e off')] }),
  )
  await project.write({ off: '' })
  const mine = await project.commit()
  const unproved = await project.json('accept')
  expect(unproved).toMatchObject({ exitCode: expect.toSatisfy((code) => code === 1 || code === 3) })
  expect(JSON.stringify(unproved)).toContain('one: red-to-green-1')
  expect(await project.git('rev-parse', 'main')).toBe(mine)
  await project.remove('off')
  await project.write({ 'work/mine.txt': 'bad\n' })
  const worse = await project.commit()
  const red = await project.json('accept')
  expect(red.exitCode).toBe(3)
  expect(red.error?.message).toMatch(/could not be merged .*check/s)
  expect(await project.git('rev-parse', 'main')).toBe(worse)
  await project.write({ 'work/mine.txt': 'done\n' })
  await project.commit()
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true, merged: true } })
})

test('a night that goes on without commits of its branch says so, and how the next one gets them', async () => {
  const project = await createProject()
  await project.file(change('one'))
  expect((await project.reveille('night')).stderr).not.toContain('goes on without')
  await project.commit('later')
  const { stderr } = await project.reveille('night')
  expect(stderr).toContain('Night 1 goes on without 1 commit that main got since it began.')
  expect(stderr).toContain('reveille accept && reveille night')
  await project.reveille('accept')
  expect((await project.reveille('night')).stderr).not.toContain('goes on without')
})

test('a conflict of the branch with what landed is told with its paths and moves nothing [I3, accept-merge]', async () => {
  const project = await afterNight()
  await project.write({ 'work/one.txt': 'done, but differently\n' })
  const mine = await project.commit()
  const tip = await target(project)
  expect(await project.json('accept')).toMatchObject({
    exitCode: 3,
    error: {
      code: 'diverged',
      message: expect.stringMatching(/conflict.*work\/one\.txt/),
      hint: 'merge reveille/1 into main by hand',
    },
  })
  expect([await project.git('rev-parse', 'main'), await target(project)]).toEqual([mine, tip])

  // The hint works: what was merged by hand is accepted.
  await project.git('merge', '--no-edit', '--strategy-option=ours', 'reveille/1')
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true } })
})

test('the branch is moved wherever it is checked out, and when it is nowhere, as in a bare repository [I3, accept]', async () => {
  const project = await afterNight()
  const there = join(project.folder, 'there')
  await project.git('checkout', '--quiet', '-b', 'other')
  await project.git('worktree', 'add', '--quiet', there, 'main')
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { checkout: there } })
  expect(await readFile(join(there, 'work/one.txt'), 'utf8')).toBe('done\n')
  expect(await project.git('status', '--porcelain')).toBe('')
  await expect(stat(join(project.path, 'work/one.txt'))).rejects.toThrow('ENOENT')

  await project.git('clone', '--quiet', '--bare', project.path, join(project.folder, 'bare.git'))
  const bare = projectThere(project, join(project.folder, 'bare.git'))
  await bare.file(change('two'))
  expect(await bare.json('night', '--repo', bare.path)).toMatchObject({ exitCode: 0 })
  expect(await bare.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true, checkout: null } })
  expect(await bare.git('rev-parse', 'main')).toBe(await bare.git('rev-parse', 'refs/reveille/targets/1'))
})

test('a night with nothing landed is closed by accept without a move; one that runs makes it refuse [accept]', async () => {
  const project = await createProject()
  await project.file(change('one', `${gate(project, 'go')}; exit 1`, { limits: { runs: 1 } }))
  const before = await project.git('rev-parse', 'main')
  const night = project.start('night')
  await reached(project, 'go')
  expect(await project.json('accept')).toMatchObject({ exitCode: 3, error: { code: 'leader-busy' } })
  await project.open('go')
  expect(await night.ended()).toMatchObject({ exitCode: 3 })
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { from: before, to: before } })
  expect(await project.git('rev-parse', 'main')).toBe(before)
  expect(await project.json('report')).toMatchObject({ data: { night: { state: 'accepted' } } })
})
