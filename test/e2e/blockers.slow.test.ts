import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { waitFor } from '../agents.ts'
import { kill } from '../chaos/processes.ts'
import { change, createProject, gate, leftovers, reached, type Project } from './project.ts'

/** Asks on its first run, with the words of a shell; on the second does what its brief says was answered. */
const ASKS = `if [ "$REVEILLE_RUN_NUMBER" = 1 ]; then
  echo half > work/asks.txt
  "$REVEILLE" blocker --seen "Two rules 'disagree'." --tried 'Read both.' --question 'Which rule holds?' \\
    --option old='The old rule' --option new='The new rule' || exit 9
  exit 0
fi
grep -q 'Answered: new, The new rule' "$REVEILLE_BRIEF" && grep -q 'Section 3 decides' "$REVEILLE_BRIEF" || exit 8
echo done > work/asks.txt`

interface Shown {
  readonly blocker: {
    readonly id: string
    readonly raisedBy: string
    readonly ageMs: number
    readonly deadline: string | null
    readonly options: readonly { readonly key: string; readonly effect: string }[]
  }
}

const show = async (project: Project, key: string) =>
  (await project.json<Shown>('blocker', 'show', key)).data?.blocker

describe.each(['auto', 'none'])('with the sandbox %s', (sandbox) => {
  test('an agent asks, other work goes on and dependants wait; the answer with its note is in the next brief, and the work lands [blocker-raised, blocker-waits, I4]', async () => {
    const project = await createProject()
    await project.file(
      change('asks', ASKS, { priority: 'P0' }),
      change('after', undefined, { needs: ['asks'] }),
      change('other', '"$REVEILLE" note "The other rule is in work/zero.txt" && echo done > work/other.txt'),
    )
    const night = ['night', '--sandbox', sandbox]
    expect(await project.json(...night)).toMatchObject({ exitCode: 3, data: { verdict: 'waiting' } })
    expect(await project.standings()).toEqual({ asks: 'blocked', after: 'todo', other: 'done landed' })
    const asked = await show(project, 'asks')
    expect(asked).toMatchObject({ raisedBy: 'specialist:program', deadline: null })
    expect(asked?.options).toMatchObject([
      { key: 'old', effect: 'retry' },
      { key: 'new', effect: 'retry' },
      { key: 'cancel', effect: 'cancel' },
    ])
    expect((await project.reveille('blocker', 'show', 'asks')).stdout).toContain('Which rule holds?')
    expect((await project.reveille('why', 'asks')).stdout).toContain('specialist')
    const notes = await project.json('task', 'show', 'other')
    expect(notes).toMatchObject({
      data: { notes: [{ author: 'specialist:program', text: 'The other rule is in work/zero.txt' }] },
    })
    const refs = await project.git('for-each-ref', '--format=%(refname)', 'refs/reveille/runs')
    const kept = await Promise.all(
      refs.split('\n').map((ref) => project.git('ls-tree', '-r', '--name-only', ref)),
    )
    expect(kept.some((names) => names.includes('work/asks.txt'))).toBe(true)

    expect(await project.json('blocker', 'answer', 'asks', 'both')).toMatchObject({
      error: { code: 'answer-invalid' },
    })
    const answer = ['blocker', 'answer', 'asks', 'new', '--note', 'Section 3 decides.']
    expect(await project.json(...answer, '--dry-run')).toMatchObject({
      data: { isDryRun: true, taskState: 'todo' },
    })
    expect(await project.standings()).toMatchObject({ asks: 'blocked' })
    expect(await project.json(...answer)).toMatchObject({ data: { isDryRun: false, taskState: 'todo' } })
    expect(await project.json(...night)).toMatchObject({ exitCode: 0 })
    expect(await project.standings()).toMatchObject({ asks: 'done landed', after: 'done landed' })
    expect(leftovers(project)).toEqual([])
  })
})

test('what each run was given to read is kept and shown [brief-stored]', async () => {
  const project = await createProject()
  await project.file(
    change(
      'learns',
      'echo bad > work/learns.txt; echo "run $REVEILLE_RUN_NUMBER" >&2; exit $REVEILLE_RUN_NUMBER',
      {
        goal: 'Learn from what failed.',
        limits: { runs: 1 },
      },
    ),
  )
  await project.json('night')
  await project.json('blocker', 'answer', 'learns', 'retry', '--note', 'Try harder.')
  await project.json('night')
  const first = await project.reveille('why', 'learns', '--brief', '1')
  expect(first.stdout).toContain('Learn from what failed.')
  expect(first.stdout).not.toContain('Try harder.')
  const newest = await project.json<{ brief: { run: number; text: string; tokens: number; budget: number } }>(
    ...['why', 'learns', '--brief'],
  )
  expect(newest.data?.brief).toMatchObject({
    run: 2,
    budget: 8000,
    text: expect.stringContaining('Try harder.'),
  })
  expect(newest.data?.brief.text).toContain('agent-error')
  expect((await project.reveille('why', 'learns')).stdout).toMatch(/was given a brief of about \d+ tokens/)
  expect(await project.json('why', 'learns', '--brief', '7')).toMatchObject({ error: { code: 'not-found' } })
})

test('a default is taken when nobody has answered by the deadline, and says so [blocker-default]', async () => {
  const project = await createProject()
  const scripted = (key: string, fallback: string) =>
    change(key, undefined, {
      agent: {
        kind: 'scripted',
        steps: [
          { note: 'I have begun.' },
          {
            onRun: 1,
            steps: [
              {
                raise: {
                  ...{ seen: 'Two ways.', tried: 'Neither.', question: 'Which way?' },
                  options: { left: 'Go left', right: 'Go right', cancel: 'Go home' },
                  ...{ default: fallback, deadline: '1s' },
                },
              },
            ],
          },
          { onRun: 2, steps: [{ write: `work/${key}.txt`, content: 'done\n' }] },
        ],
      },
    })
  await project.file(
    scripted('goes-on', 'left'),
    scripted('goes-home', 'cancel'),
    change('slow', `${gate(project, 'go')}; echo done > work/slow.txt`, { priority: 'P0' }),
  )
  const night = project.start('night', '--concurrency', '2')
  await reached(project, 'go')
  await waitFor(async () => {
    const { 'goes-on': on, 'goes-home': home } = await project.standings()
    return on === 'done landed' && home === 'cancelled' ? true : null
  })
  await project.open('go')
  expect(await night.ended()).toMatchObject({ exitCode: 0 })
  const list = await project.json('blocker', 'list', '--all', '--task', 'goes-on')
  expect(list).toMatchObject({ data: { blockers: [{ answer: 'left', answeredBy: 'system:reveille' }] } })
})

test('the same failure twice blocks a task that has runs left [blocker-repeated]', async () => {
  const project = await createProject()
  const stray = 'echo "took $(date +%N) ns in $(mktemp)"; echo done > work/stray.txt; exit 4'
  await project.file(
    change('alike', stray, { limits: { runs: 5 } }),
    change('unlike', 'echo "$REVEILLE_RUN_NUMBER" | tr 123 abc; exit 4', { limits: { runs: 3 } }),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 3 })
  expect(await project.json('why', 'alike')).toMatchObject({
    data: { ended: [{ reason: 'agent-error' }, { reason: 'agent-error' }] },
  })
  expect(await project.json('blocker', 'show', 'alike')).toMatchObject({
    data: { blocker: { question: expect.stringContaining('the same failure twice') } },
  })
  expect((await project.json<{ ended: object[] }>('why', 'unlike')).data?.ended).toHaveLength(3)
})

test.each([['before its agent has ended'], ['after its agent has ended']])(
  'a leader that is killed after a question was recorded, %s, loses nothing [blocker-raised, I10]',
  async (when) => {
    const project = await createProject()
    const asks = ASKS.replace('  exit 0\n', `  ${gate(project, 'asked')}\n  exit 0\n`)
    await project.file(change('asks', asks))
    const night = project.start('night')
    await reached(project, 'asked')
    kill(night.pid)
    await night.ended()
    const runs = join(project.stateDirectory(), 'runs')
    const [run = ''] = readdirSync(runs)
    expect(existsSync(join(runs, run, 'raised.json'))).toBe(true)
    if (when.startsWith('after')) {
      await project.open('asked')
      await waitFor(() => Promise.resolve(existsSync(join(runs, run, 'end')) ? true : null))
    }
    const again = project.start('night')
    await again.tells(/taken up|resumed|went on|recovered/i)
    await project.open('asked')
    expect(await again.ended()).toMatchObject({ exitCode: 3 })
    expect(await show(project, 'asks')).toMatchObject({ raisedBy: 'specialist:program' })
    await project.json('blocker', 'answer', 'asks', 'new', '--note', 'Section 3 decides.')
    expect(await project.json('night')).toMatchObject({ exitCode: 0 })
    expect(await project.landed()).toEqual(['asks'])
    expect(leftovers(project)).toEqual([])
  },
)

test('an agent that asks while nobody leads is heard by the next leader [blocker-raised, I10]', async () => {
  const project = await createProject()
  await project.file(change('asks', `${gate(project, 'ask')}\n${ASKS}`))
  const night = project.start('night')
  await reached(project, 'ask')
  kill(night.pid)
  await night.ended()
  await project.open('ask')
  expect(await project.json('night')).toMatchObject({ exitCode: 3 })
  expect(await show(project, 'asks')).toMatchObject({ raisedBy: 'specialist:program' })
})
