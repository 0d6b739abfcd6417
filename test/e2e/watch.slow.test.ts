import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { waitFor } from '../agents.ts'
import { inTerminal } from './in-terminal.ts'
import { change, createProject, gate, reached, type Project } from './project.ts'

/** A night in another process, at work on one task that waits for `go`, with another still to come. */
async function nightUnderWay(): Promise<{ project: Project; night: ReturnType<Project['start']> }> {
  const project = await createProject()
  await project.file(
    change('one', `${gate(project, 'go')}; echo done > work/one.txt`, { priority: 'P0' }),
    change('two'),
  )
  const night = project.start('night', '--concurrency', '1')
  await reached(project, 'go')
  return { project, night }
}

test.each([
  ['as wide as usual', { columns: 80, rows: 24 }, {}],
  ['narrow and low', { columns: 40, rows: 8 }, {}],
  ['wide', { columns: 200, rows: 60 }, {}],
  ['without colour', { columns: 80, rows: 24 }, { NO_COLOR: '1' }],
  ['that shows ASCII alone', { columns: 80, rows: 24 }, { LANG: 'C' }],
])(
  'a terminal %s shows a night of another process until it ends [watch-live]',
  async (_, size, variables) => {
    const { project, night } = await nightUnderWay()
    const watch = inTerminal(project, ['watch'], { ...size, variables })
    await watch.shows(/one.*working/)
    const { shown, isCursorShown } = watch.screen()
    expect(shown.join('\n')).toMatch(/Fine: 1 run under way/)
    expect(isCursorShown).toBe(true)
    expect(Math.max(...shown.map((line) => line.length))).toBeLessThan(size.columns)
    await project.open('go')
    expect(await watch.ended()).toBe(0)
    await night.ended()
    const end = watch.screen()
    const text = end.lines.join('\n')
    expect(text.replaceAll(/\n +/g, ' ')).toMatch(/one: run 1 begins.+one: landed as .+two: landed as/s)
    // The view is gone; what stands last is how things stand.
    expect(text).not.toMatch(/[─-]{2} night 1/)
    expect(text).toMatch(/Nothing runs and nothing is to do\./)
    expect(end).toMatchObject({ isCursorShown: true, isPlain: true })
    if ('NO_COLOR' in variables) expect(watch.bytes()).not.toMatch(/\u001b\[[\d;]*m/)
    if ('LANG' in variables) expect(watch.bytes()).toMatch(/^[\u0000-\u007F]*$/)
  },
)

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s ends the watching with the terminal as it was, and the night goes on [watch-live]',
  async (signal) => {
    const { project, night } = await nightUnderWay()
    const watch = inTerminal(project, ['watch'])
    await watch.shows(/one.*working/)
    watch.order(signal)
    expect(await watch.ended()).toBe(130)
    const { lines, isCursorShown, isPlain } = watch.screen()
    expect({ isCursorShown, isPlain }).toEqual({ isCursorShown: true, isPlain: true })
    expect(lines.findLast((line) => line !== '')).toBe('Interrupted. Continue with: reveille watch')
    await project.open('go')
    expect(await night.ended()).toMatchObject({ exitCode: 0 })
  },
)

test('kill -9, of the watching or of the night, leaves the terminal as it was; the watching says that nobody leads [watch-live]', async () => {
  const { project, night } = await nightUnderWay()
  const killed = inTerminal(project, ['watch'])
  const watch = inTerminal(project, ['watch'])
  await Promise.all([killed, watch].map(async (one) => one.shows(/one.*working/)))
  killed.order('SIGKILL')
  expect(await killed.ended()).toBe(137)
  expect(killed.screen()).toMatchObject({ isCursorShown: true, isPlain: true })
  night.signal('SIGKILL')
  await night.ended()
  expect(await watch.ended()).toBe(1)
  expect(watch.screen()).toMatchObject({ isCursorShown: true, isPlain: true })
  expect(watch.screen().lines.join('')).toMatch(
    /Not fine: 1 run under way, but the leader, process \d+, is gone\. {2}reveille night/,
  )
  await project.open('go')
  expect(await project.reveille('night')).toMatchObject({ exitCode: 0 })
})

test('a terminal that changes its size in the middle shows the view once [watch-live]', async () => {
  const { project, night } = await nightUnderWay()
  const watch = inTerminal(project, ['watch'], { columns: 120, rows: 24 })
  await watch.shows(/one.*working/)
  watch.order('size 50 24')
  const before = watch.bytes().length
  await waitFor(() => Promise.resolve(watch.bytes().length > before + 200 ? true : null))
  const last = watch.bytes().split('\u001b[?25l').at(-1) ?? ''
  expect(Math.max(...last.split('\r\n').map((line) => line.length))).toBeLessThan(80)
  await project.open('go')
  expect(await watch.ended()).toBe(0)
  await night.ended()
})

test('elsewhere it is a line for every change on stdout, and on a dumb terminal too [watch-plain]', async () => {
  const { project, night } = await nightUnderWay()
  const dumb = inTerminal(project, ['watch'], { variables: { TERM: 'dumb' } })
  const watch = project.start('watch')
  await dumb.shows(/one: run 1 begins/)
  await project.open('go')
  const { exitCode, stdout, stderr } = await watch.ended()
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  await night.ended()
  const told = stdout
    .split('\n')
    .flatMap((line) => /^\d\d:\d\d:\d\d (.+?)(?: as \w+)?$/.exec(line)?.[1] ?? [])
  expect(told.filter((line) => line.startsWith('one'))).toEqual([
    'one: run 1 begins',
    'one: is being checked',
    'one: landed',
  ])
  expect(told.filter((line) => line.startsWith('two'))).toEqual([
    'two: run 1 begins',
    'two: is being checked',
    'two: landed',
  ])
  expect(await dumb.ended()).toBe(0)
  expect(dumb.bytes()).not.toContain('\u001b')
})

interface Line {
  readonly schemaVersion: number
  readonly data: { readonly type: string; readonly seq?: number; readonly reason?: string }
}

test('--json is one envelope a line: every event once and in order, how things stand, and the end [watch-json]', async () => {
  const { project, night } = await nightUnderWay()
  const watch = project.start('watch', '--json', '--lines', '0')
  await waitFor(async () => ((await project.json('status')).data === undefined ? null : true))
  await project.open('go')
  const { exitCode, stdout } = await watch.ended()
  await night.ended()
  const lines = stdout.split('\n').map((line) => JSON.parse(line) as Line)
  expect(exitCode).toBe(0)
  expect(lines.every(({ schemaVersion }) => schemaVersion === 1)).toBe(true)
  const seqs = lines.flatMap(({ data }) => data.seq ?? [])
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
  expect(seqs.length).toBeGreaterThan(10)
  expect(lines.map(({ data }) => data.type)).toContain('standing')
  expect(lines.at(-1)?.data).toMatchObject({ type: 'end', reason: 'ended' })
})

test('where nobody leads it shows the last lines and ends; with --follow it waits, without work, for the next night [watch-idle]', async () => {
  const project = await createProject()
  await project.file(change('one'))
  await project.reveille('night')
  const idle = await project.reveille('watch', '--lines', '1')
  expect(idle.exitCode).toBe(0)
  expect(idle.stdout).toMatch(/^\d\d:\d\d:\d\d one: landed as \w+\nNothing runs and nothing is to do\./)
  expect(idle.stdout).toMatch(/\n\nNobody leads a night, .+ reveille watch --follow\n?$/)

  const watch = project.start('watch', '--follow', '--lines', '0', '--progress', 'plain')
  // It has looked for a while when it has used a tenth of a second; from then on it only looks.
  const used = (): number => cpuTicks(watch.pid)
  await waitFor(() => Promise.resolve(used() > 10 ? true : null))
  await passed(1_000)
  const before = used()
  await passed(2_000)
  // A tick is a hundredth of a second: at most a twentieth of the time.
  expect(used() - before).toBeLessThanOrEqual(10)
  await project.file(change('two'))
  await project.reveille('night')
  await watch.tells(/two: landed/)
  watch.signal('SIGINT')
  const { exitCode, stdout } = await watch.ended()
  expect(exitCode).toBe(130)
  expect(stdout).toMatch(/two: run 1 begins\n.*two: is being checked\n.*two: landed/)
})

/** Time in user and system mode, as proc(5) counts it. */
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

/** Time must really pass where it is measured what is done meanwhile. */
async function passed(ms: number): Promise<void> {
  const begun = performance.now()
  await waitFor(() => Promise.resolve(performance.now() - begun >= ms ? true : null))
}
