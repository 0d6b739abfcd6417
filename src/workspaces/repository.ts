import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'

/** Where a git repository keeps what. Found by reading the file system: a process would cost more than all of it. */
export interface Repository {
  /** The checkout that holds the path; null in a bare repository. */
  readonly root: string | null
  /** The git directory of that checkout: HEAD and index. */
  readonly gitDirectory: string
  /** Refs and objects, shared by all worktrees. */
  readonly commonDirectory: string
}

/** The repository that a path lies in. Throws `not-a-repository`. */
export async function findRepository(path: string): Promise<Repository> {
  const start = await realpath(path).catch(() => null)
  if (start === null) throw notFound(path)
  for (let folder = start; ; folder = dirname(folder)) {
    const found = (await asCheckout(folder)) ?? (await asGitDirectory(folder))
    if (found !== null) return found
    if (folder === dirname(folder)) throw notFound(path)
  }
}

/** The url of a remote, read from the repository's own configuration. */
export async function originOf(commonDirectory: string): Promise<string | null> {
  const config = await readFile(join(commonDirectory, 'config'), 'utf8').catch(() => '')
  const section = config.split(/^\s*(?=\[)/m).find((text) => text.startsWith('[remote "origin"]'))
  const url = /^\s*url\s*=\s*"?([^"\n]*?)"?\s*$/m.exec(section ?? '')?.[1]
  return url === undefined ? null : withoutUser(url)
}

/** A url may hold a password, which must be written nowhere. */
function withoutUser(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1')
}

async function asCheckout(folder: string): Promise<Repository | null> {
  const entry = join(folder, '.git')
  const pointer = /^gitdir: (.*?)\n?$/.exec(await readOrEmpty(entry))?.[1]
  const gitDirectory = pointer === undefined ? entry : resolve(folder, pointer)
  const commonDirectory = await commonOf(gitDirectory)
  if (commonDirectory === null) return null
  return { root: folder, gitDirectory: await realpath(gitDirectory), commonDirectory }
}

/** The folder is itself a git directory: a bare repository, or the inside of a checkout's `.git`. */
async function asGitDirectory(folder: string): Promise<Repository | null> {
  const commonDirectory = await commonOf(folder)
  if (commonDirectory === null) return null
  const isInsideCheckout = basename(folder) === '.git'
  return { root: isInsideCheckout ? dirname(folder) : null, gitDirectory: folder, commonDirectory }
}

async function commonOf(gitDirectory: string): Promise<string | null> {
  if (!(await isFile(join(gitDirectory, 'HEAD')))) return null
  const pointer = (await readOrEmpty(join(gitDirectory, 'commondir'))).trim()
  const common = pointer === '' ? gitDirectory : resolve(gitDirectory, pointer)
  const [hasObjects, hasRefs] = await Promise.all([
    isFolder(join(common, 'objects')),
    isFolder(join(common, 'refs')),
  ])
  return hasObjects && hasRefs ? realpath(common) : null
}

function notFound(path: string): ReveilleError {
  return new ReveilleError('not-a-repository', `${path} is in no git repository`, {
    hint: 'Go into a repository or name one with --repo PATH; `git init` makes one.',
  })
}

async function readOrEmpty(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
