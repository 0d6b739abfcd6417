import { execa } from 'execa'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { change, createProject, leftovers, redToGreen, transcripts } from './project.ts'

/** More than the 16 MiB that are kept, on one line, of which no more than 3 MB can be held to be masked. */
const FLOOD_BYTES = 40_000_000

test('agents that fail, hang, fall silent or run out of time are ended with the reason, their work saved [I4, I8, night-agents]', async () => {
  const project = await createProject()
  const once = { runs: 1 }
  const writes = (key: string) => `echo half > work/${key}.txt`
  await project.file(
    change('fails', `${writes('fails')}; echo "cannot go on"; exit 7`, { limits: once }),
    change('absent', undefined, {
      agent: { kind: 'program', command: { argv: ['no-such-agent'] } },
      limits: once,
    }),
    change('overtime', `${writes('overtime')}; while :; do echo still; sleep 0.05; done`, {
      limits: { ...once, wallClockMs: 2_000 },
    }),
    change('silent', `${writes('silent')}; sleep 60`, { limits: { ...once, noProgressMs: 2_000 } }),
    change(
      'busy',
      'for i in 1 2 3 4 5 6; do echo $i > work/busy.txt; sleep 0.5; done; echo done > work/busy.txt',
      {
        limits: { ...once, noProgressMs: 2_000 },
      },
    ),
  )
  expect(await project.json('night', '--concurrency', '5')).toMatchObject({ exitCode: 3 })
  const { data } = await project.json<Report>('report')
  const ended = Object.fromEntries((data?.outcomes.unfinished ?? []).map((task) => [task.key, task.ended]))
  expect(ended).toMatchObject({
    fails: [{ reason: 'agent-error', detail: expect.stringContaining('7') }],
    absent: [{ reason: 'agent-error', detail: expect.stringContaining('not found') }],
    overtime: [{ reason: 'timed-out' }],
    silent: [{ reason: 'no-progress' }],
  })
  expect(await project.landed()).toEqual(['busy'])
  for (const key of ['fails', 'overtime', 'silent']) {
    const ref = ended[key]?.[0]?.savedWork?.ref ?? ''
    expect(await project.git('show', `${ref}:work/${key}.txt`)).toBe('half')
  }
  expect(leftovers(project)).toEqual([])
})

interface Report {
  readonly outcomes: {
    readonly unfinished: readonly {
      readonly key: string
      readonly ended: readonly {
        readonly reason: string
        readonly savedWork: { readonly ref: string } | null
      }[]
    }[]
  }
}

test('an agent that floods its output goes on, and what is kept of it is bounded [I8, night-agents]', async () => {
  const project = await createProject()
  const flood = `head -c ${FLOOD_BYTES} /dev/zero | tr '\\0' x; echo; echo done > work/floods.txt`
  await project.file(change('floods', flood))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  const [transcript = ''] = transcripts(project)
  expect(transcript.length).toBeLessThan(FLOOD_BYTES / 4)
  expect(transcript).toMatch(/the transcript is cut here\]\n$/)
})

test('secrets are masked in transcripts, in evidence and in the ledger [night-secrets]', async () => {
  const secret = 'correct-horse-battery-staple-7'
  const config = 'secrets: [TEST_TOKEN]\ngate: [{ name: check, shell: "cat leak.txt; sh check.sh" }]\n'
  const project = await createProject({
    files: { 'leak.txt': `${secret}\n` },
    config,
    variables: { TEST_TOKEN: secret },
  })
  await project.file(
    change('leaks', 'cat leak.txt; echo "token is $TEST_TOKEN."; echo bad > work/leaks.txt', {
      limits: { runs: 2 },
      checks: [redToGreen('cat leak.txt; test -e work/leaks.txt')],
    }),
  )
  const night = await project.reveille('night')
  expect(night.exitCode).toBe(3)
  const said = [night, await project.reveille('report'), await project.reveille('why', 'leaks')]
  expect(JSON.stringify(said)).not.toContain(secret)
  expect(transcripts(project)).toHaveLength(2)
  for (const transcript of transcripts(project)) expect(transcript).toBe('[masked]\ntoken is .\n')
  const found = await execa({ reject: false })`grep -rlaF ${secret} ${project.stateDirectory()}`
  expect({ files: found.stdout, exitCode: found.exitCode }).toEqual({ files: '', exitCode: 1 })
  expect((await readdir(join(project.stateDirectory(), 'evidence'))).length).toBeGreaterThan(0)
})

test('a night without a sandbox runs by the word of the user only, and every report says so [night-sandbox-none]', async () => {
  const project = await createProject()
  const marker = join(project.folder, 'marker')
  await project.file(change('free', `echo seen > '${marker}'; echo done > work/free.txt`))
  expect(await project.json('night', '--sandbox', 'none')).toMatchObject({ exitCode: 0 })
  expect(await readFile(marker, 'utf8')).toBe('seen\n')
  expect(await project.json('report')).toMatchObject({
    data: {
      isolation: { runs: 1, withoutSandbox: 1 },
      outcomes: { landed: [{ checks: [{ isolation: 'none' }, {}] }] },
    },
  })
  expect((await project.reveille('report')).stdout).toMatch(/1 of 1 run .*were not in a sandbox/)
  expect((await project.reveille('why', 'free')).stdout).toContain('without a sandbox')
  await project.file(change('walled', `echo seen > '${marker}-2'; echo done > work/walled.txt`))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  await expect(stat(`${marker}-2`)).rejects.toThrow('ENOENT')
  expect(await project.json('report')).toMatchObject({ data: { isolation: { runs: 2, withoutSandbox: 1 } } })
})
