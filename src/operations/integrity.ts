import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import type { Git } from '../support/git.ts'
import { judgeRange } from '../verification/integrity/judge-range.ts'
import { defineOperation } from './operation.ts'

const objection = z.object({
  fingerprint: z.string(),
  rule: z.string(),
  path: z.string(),
  line: z.number().nullable(),
  subject: z.string(),
  text: z.string(),
})

const judged = z.object({
  from: z.string(),
  to: z.string(),
  /** Changed test and snapshot files, and the tests in them. */
  files: z.number(),
  tests: z.number(),
  weakenings: z.array(objection),
  notes: z.array(objection),
})

export const integrity = defineOperation({
  name: 'integrity',
  summary: 'Tell what a range of commits does to tests: what it deletes, skips or weakens',
  input: z.strictObject({
    /** `BASE..HEAD`; a revision alone means everything since it, up to HEAD. */
    range: z.string().min(1),
    /** Each commit on its own, against its first parent, instead of the whole range as one change. */
    commits: z.boolean().default(false),
  }),
  output: z.object({ ranges: z.array(judged), weakenings: z.number(), files: z.number(), tests: z.number() }),
  async run(context, { range, commits }) {
    const git = await context.git()
    const { from, to } = await endsOf(git, range)
    const steps = commits ? await stepsOf(git, from, to) : [{ from, to }]
    const ranges: z.output<typeof judged>[] = []
    for (const step of steps) {
      const { judgement, notes, files, tests } = await judgeRange(git, step)
      ranges.push({ ...step, files, tests, weakenings: [...judgement.objections], notes: [...notes] })
    }
    const sum = (of: (one: z.output<typeof judged>) => number): number =>
      ranges.reduce((total, one) => total + of(one), 0)
    return {
      ranges,
      weakenings: sum((one) => one.weakenings.length),
      files: sum((one) => one.files),
      tests: sum((one) => one.tests),
    }
  },
})

interface Step {
  readonly from: string
  readonly to: string
}

async function endsOf(git: Git, range: string): Promise<Step> {
  const [base = '', head = 'HEAD', ...more] = range.split('..')
  if (more.length > 0 || base === '' || head.startsWith('.'))
    throw new ReveilleError('input-invalid', `not a range of the form BASE..HEAD: ${JSON.stringify(range)}`)
  const [from, to] = [await commitOf(git, base), await commitOf(git, head === '' ? 'HEAD' : head)]
  // What the other side of a fork did meanwhile is not this range's doing.
  return { from: (await git.mergeBase(from, to)) ?? from, to }
}

async function commitOf(git: Git, revision: string): Promise<string> {
  const commit = await git.commitOf(revision)
  if (commit !== null) return commit
  throw new ReveilleError('not-found', `the repository has no commit ${JSON.stringify(revision)}`)
}

async function stepsOf(git: Git, from: string, to: string): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const commit of await git.commitsBetween(from, to)) {
    const parent = await git.commitOf(`${commit}^`)
    if (parent !== null) steps.push({ from: parent, to: commit })
  }
  return steps
}
