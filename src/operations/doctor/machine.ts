/** What is examined of the machine, whatever the repository. */
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gitVersion } from '../../support/git.ts'
import { cacheHome, isNetworkFileSystem, stateHome } from '../../workspaces/project.ts'
import type { OperationContext } from '../context.ts'
import { examine, failed, fine, warning, type Finding, type Verdict } from './examination.ts'

const OLDEST_GIT = [2, 38] as const
const OLDEST_NODE = 24
const GIGABYTE = 1024 ** 3

export function examineMachine(context: OperationContext): Promise<readonly Finding[]> {
  return examine([
    { name: 'git', look: () => git(context) },
    { name: 'node', look: () => node(context) },
    { name: 'state', look: () => state(context) },
    { name: 'disk', look: () => disk(context) },
  ])
}

async function git(context: OperationContext): Promise<Verdict> {
  const version = await gitVersion(context.variables['PATH'] ?? '')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNew = major > OLDEST_GIT[0] || (major === OLDEST_GIT[0] && minor >= OLDEST_GIT[1])
  return isNew ? fine(version) : failed(`${version} is older than 2.38`, 'install git 2.38 or newer')
}

function node({ machine }: OperationContext): Verdict {
  const isNew = Number.parseInt(machine.node, 10) >= OLDEST_NODE
  return isNew ? fine(machine.node) : failed(`${machine.node} is older than ${OLDEST_NODE}`, 'npm run setup')
}

async function state({ variables }: OperationContext): Promise<Verdict> {
  const folder = stateHome(variables)
  const { type } = await fileSystemOf(folder)
  if (isNetworkFileSystem(type)) {
    return failed(`${folder} is on a network file system`, 'set XDG_STATE_HOME to a folder on a local disk')
  }
  return fine(folder)
}

async function disk({ variables }: OperationContext): Promise<Verdict> {
  const folder = cacheHome(variables)
  const { bavail, bsize } = await fileSystemOf(folder)
  const free = (bavail * bsize) / GIGABYTE
  const detail = `${free.toFixed(1)} GB free for ${folder}`
  if (free < 1) return failed(detail, 'reveille clean')
  return free < 5 ? warning(detail, 'reveille clean') : fine(detail)
}

/** The file system that a folder is on, or will be. */
async function fileSystemOf(folder: string): Promise<{ type: number; bavail: number; bsize: number }> {
  const found = await statfs(folder).catch(() => null)
  return (
    found ?? (folder === dirname(folder) ? { type: 0, bavail: 0, bsize: 0 } : fileSystemOf(dirname(folder)))
  )
}
