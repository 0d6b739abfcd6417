import { REVEILLE } from '../domain/actor.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { Git } from '../support/git.ts'
import { findSecrets } from '../support/secrets.ts'
import type { TakenTree } from './workspace.ts'

export interface Saving {
  readonly git: Git
  /** Commit that the workspace was made from. */
  readonly base: string
  readonly taken: TakenTree
  /** Where the work is kept. */
  readonly ref: string
  /** First line of the commit's message. */
  readonly subject: string
  readonly at: number
}

export interface SavedWork {
  readonly commit: string
  /** Changed paths that look as if they held secrets, sorted. The ref is never pushed. */
  readonly secrets: readonly string[]
}

const REFUSED = 'Reveille-Refused: '

/** Commits the work on its base and keeps it at the ref. Work that is there already stands; it is never replaced. */
export async function saveWork(saving: Saving): Promise<SavedWork> {
  const { git, base, taken } = saving
  const [commit, secrets] = await Promise.all([keep(saving), secretPaths(git, base, taken.tree)])
  return { commit, secrets }
}

/** What the saved work holds that cannot land, as it was told when it was taken. */
export async function refusedPaths(git: Pick<Git, 'messageOf'>, commit: string): Promise<readonly string[]> {
  const lines = (await git.messageOf(commit)).split('\n').filter((line) => line.startsWith(REFUSED))
  return lines.map((line) => String(JSON.parse(line.slice(REFUSED.length))))
}

async function keep({ git, base, taken, ref, subject, at }: Saving): Promise<string> {
  const refused = taken.refused.map((path) => `${REFUSED}${JSON.stringify(path)}`)
  const message = [subject.replaceAll(/\s+/g, ' '), ...(refused.length > 0 ? ['', ...refused] : [])].join(
    '\n',
  )
  const commit = await git.commit({ tree: taken.tree, parents: [base], message, author: REVEILLE, at })
  if ((await git.compareAndSwap(ref, null, commit)) === 'moved') return commit
  const winner = await git.readRef(ref)
  if (winner !== null) return winner
  throw new ReveilleError('git-failed', `${ref} is locked, so work could not be kept there`, {
    hint: 'End other git processes and start again; the workspace still holds the work.',
  })
}

const SECRET_NAMES =
  /(?:^|\/)(?:\.env(?:\..+)?|\.netrc|\.npmrc|\.pypirc|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:pem|key|p12|pfx|keystore|jks))$/i
const HARMLESS_NAMES = /\.(?:example|sample|template|dist)$/i

/** Whether a file of this name usually holds secrets. */
export function isSecretName(path: string): boolean {
  return SECRET_NAMES.test(path) && !HARMLESS_NAMES.test(path)
}

/** Enough for the work of a run; beyond it names alone must do. */
const LOOKED_AT_BYTES = 32 * 1024 * 1024

async function secretPaths(git: Git, base: string, tree: string): Promise<readonly string[]> {
  const changes = await git.changes(base, tree)
  const paths = changes.filter(({ status }) => status !== 'deleted').map(({ path }) => path)
  const contents = await git.readFiles(tree, paths, LOOKED_AT_BYTES)
  return paths.filter((path, at) => isSecretName(path) || holdsSecrets(contents[at] ?? null))
}

function holdsSecrets(content: Buffer | null): boolean {
  return content !== null && !content.includes(0) && findSecrets(content.toString()).length > 0
}
