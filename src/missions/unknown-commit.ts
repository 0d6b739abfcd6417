import { PLAIN_BLOCKER, RETRY_OR_CANCEL, type BlockerDraft } from '../domain/blocker.ts'
import type { Task } from '../domain/task.ts'

/** What a person is asked when the commit that a task is about cannot be found. */
export function unknownCommit({ at }: Pick<Task, 'at'>): BlockerDraft {
  return {
    seen: `The repository has no commit ${JSON.stringify(at)}, which the task is about.`,
    tried: 'It was looked for as a commit, a tag and a branch.',
    question: 'Is it there now?',
    options: RETRY_OR_CANCEL,
    ...PLAIN_BLOCKER,
  }
}
