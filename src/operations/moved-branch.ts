import { targetRef } from '../domain/night.ts'
import { GO_ON_MENDED } from '../domain/red-target.ts'
import { count } from '../reports/wording.ts'
import type { OperationContext } from './context.ts'

/** A night works on the commit it began from: whoever commits to the branch meanwhile is told that it goes on without that. */
export async function warnOfMovedBranch(context: OperationContext): Promise<void> {
  const night = await (await context.ledger()).openNightNow()
  if (night === null) return
  const git = await context.git()
  const [target, branch] = [
    await git.readRef(targetRef(night)),
    await git.readRef(`refs/heads/${night.branch}`),
  ]
  if (target === null || branch === null) return
  const commits = await git.commitsBetween(target, branch)
  if (commits.length === 0) return
  context.warn(
    `Night ${night.number} goes on without ${count(commits.length, 'commit')} that ${night.branch} got since it began. To end it and begin the next one with them: ${GO_ON_MENDED}`,
  )
}
