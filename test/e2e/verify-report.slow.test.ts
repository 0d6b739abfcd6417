import { execa } from 'execa'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readExport, verify } from '../../scripts/verify-report.mjs'
import { falsehoods, NOT_FIGURES } from '../planted.ts'
import { change, createProject, redToGreen, type Project } from './project.ts'

const SCRIPT = join(import.meta.dirname, '../../scripts/verify-report.mjs')
const NO_CHECKS = { repository: null, checks: null }

interface ExportedNight {
  readonly project: Project
  readonly folder: string
  /** Runs the script as somebody else would: on the repository and the exported files. */
  readonly script: (...words: readonly string[]) => Promise<{ exitCode: number | undefined; stdout: string }>
}

/** Three changes land, one is refused, one waits for a person, two questions are answered. */
async function exportedNight(): Promise<ExportedNight> {
  const project = await createProject()
  const verifies = (key: string, shell: string) => ({
    key,
    title: key,
    kind: 'verify',
    needs: ['one'],
    checks: [{ expect: 'must-pass', command: { shell } }],
  })
  const pretends = 'test -e work/two.txt || test -e "$SIGNALS/pretended"'
  const unbroken = { expect: 'must-pass', command: { shell: 'test ! -e "$SIGNALS/broken"' } }
  await project.file(
    change('one'),
    change('two', undefined, { checks: [redToGreen(pretends)] }),
    change('three', undefined, { needs: ['one'], checks: [redToGreen('test -e work/three.txt'), unbroken] }),
    change(
      'learns',
      'if grep -q check-failed "$REVEILLE_BRIEF"; then echo done; else echo bad; fi > work/learns.txt',
    ),
    change('stray', 'echo done > work/elsewhere.txt', { limits: { runs: 1 } }),
    change('unstarted', undefined, { needs: ['stray'] }),
    verifies('yes', 'test -e work/one.txt'),
    verifies('no', 'test -e work/nine.txt'),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 3 })
  const folder = join(project.folder, 'exported')
  expect(await project.json('report', '--export', folder)).toMatchObject({ exitCode: 0 })
  const asked = [
    '--repo',
    project.path,
    '--export',
    folder,
    '--variable',
    `SIGNALS=${project.folder}/signals`,
  ]
  const script: ExportedNight['script'] = async (...words) => {
    const { exitCode, stdout } = await execa(process.execPath, [SCRIPT, ...asked, ...words], {
      reject: false,
    })
    return { exitCode, stdout }
  }
  return { project, folder, script }
}

test('a night is verified from outside, by git and the exported events alone; a false figure is found [report-verified]', async () => {
  const { project, folder, script } = await exportedNight()
  const shown = await project.json('report')
  expect(shown).toMatchObject({
    data: {
      outcomes: {
        landed: { length: 4 },
        concluded: { length: 2 },
        unfinished: [{ key: 'stray', state: 'blocked' }],
        notStarted: { total: 1 },
      },
    },
  })

  const said = await script()
  expect(said.stdout).toMatch(/^ok {4}checks run again: 1\d verified, 0 wrong$/m)
  expect(said.stdout).toMatch(/^\d{3,} verified, 0 wrong$/m)
  expect(said.exitCode).toBe(0)

  const good = readExport(folder)
  const planted = falsehoods(good.handoff).filter(({ place }) => !NOT_FIGURES.test(place))
  const unnoticed = planted.filter(
    (one) => verify({ ...good, handoff: one.planted }, NO_CHECKS).wrong.length === 0,
  )
  expect(planted.length).toBeGreaterThan(300)
  expect(unnoticed.map(({ place }) => place)).toEqual([])

  const handoff = await readFile(join(folder, 'handoff.json'), 'utf8')
  await writeFile(join(folder, 'handoff.json'), handoff.replace(/"landed": 4/, '"landed": 5'))
  expect(await script('--no-checks')).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('figures.runs.landed is 5; the events say 4'),
  })
})

test('a night that was accepted with a merge of a moved branch is verified too', async () => {
  const { project, folder, script } = await exportedNight()
  const mine = await project.commit('mine')
  expect(await project.json('accept')).toMatchObject({ exitCode: 0 })
  expect(await project.json('report', '--export', folder)).toMatchObject({
    data: { merges: [mine], night: { state: 'accepted' } },
  })
  const said = await script()
  expect(said.stdout).toMatch(/^\d{3,} verified, 0 wrong$/m)
  expect(said.exitCode).toBe(0)
})

test('a false event, a forged commit, a check that is red by now and one that never was red are found [report-verified]', async () => {
  const { project, folder, script } = await exportedNight()
  const target = 'refs/reveille/targets/1'
  const tip = await project.git('rev-parse', target)
  const events = await readFile(join(folder, 'events.jsonl'), 'utf8')
  for (const [index, forged] of forgedLogs(events).entries()) {
    const { wrong } = verify(
      { ...readExport(folder), events: forged },
      { repository: project.path, checks: null },
    )
    expect(wrong, `forgery ${index}`).not.toEqual([])
  }

  const message = 'Make more\n\nReveille-Task: one\n'
  const forged = await project.git('commit-tree', `${tip}^{tree}`, '-p', tip, '-m', message)
  await project.git('update-ref', target, forged)
  expect(await script('--no-checks')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(forged) })
  await project.git('update-ref', target, tip)
  expect(await script('--no-checks')).toMatchObject({ exitCode: 0 })

  await project.open('broken')
  expect(await script()).toMatchObject({
    exitCode: 1,
    stdout: expect.stringMatching(/checks run again: \d+ verified, 1 wrong\n.* is red on .*broken/),
  })
  await project.open('pretended')
  expect((await script()).stdout).toMatch(/ is green on .*, before the work: .*pretended/)
})

/** One event left out, one twice, and one for each thing that somebody might want to be otherwise. */
function forgedLogs(events: string): readonly string[] {
  const lines = events.split('\n')
  const middle = Math.floor(lines.length / 2)
  const forgeries = [
    lines.toSpliced(middle, 1).join('\n'),
    lines.toSpliced(middle, 0, lines[middle] ?? '').join('\n'),
    events.replace('"reason":"out-of-scope"', '"reason":"conflict"'),
    events.replace(/("kind":"landing.landed".*"tree":")[0-9a-f]{4}/, '$10000'),
    events.replace(/("kind":"evidence.recorded".*"green":)true/, '$1false'),
    events.replace('"from":"checking","to":"queued"', '"from":"working","to":"queued"'),
    '',
  ]
  for (const forged of forgeries) expect(forged).not.toBe(events)
  return forgeries
}
