import { link, mkdir, open, readFile, statfs, unlink } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { Ids } from '../support/ids.ts'
import { writeProjectRecord } from './project-record.ts'
import { findRepository, originOf, type Repository } from './repository.ts'

/** One repository and where Reveille keeps what belongs to it. */
export interface Project extends Repository {
  readonly id: string
  /** Holds what must not be lost. */
  readonly stateDirectory: string
  /** Holds what can be made again. */
  readonly cacheDirectory: string
  /** Where the configuration is read from; null in a bare repository, which has no files. */
  readonly configFile: string | null
}

export interface ProjectSearch {
  /** Anything in the repository. */
  readonly path: string
  /** HOME, XDG_STATE_HOME and XDG_CACHE_HOME count. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly ids: Ids
  /** Gives the repository an id, and the project its place on disk, if it has none. */
  readonly create?: boolean
  /** Type of the file system that holds a path, as statfs(2) tells it. */
  readonly fileSystemType?: (path: string) => Promise<number>
}

/** Folders that nothing in a jail may see: ledger, other workspaces, the user's checkout and git directory. */
export function keptFromJails(project: Project): readonly string[] {
  const { stateDirectory, cacheDirectory, root, commonDirectory } = project
  return [stateDirectory, cacheDirectory, commonDirectory, ...(root === null ? [] : [root])]
}

/** The only trace in the user's git directory; worktrees and a moved repository keep it. */
const ID_FILE = 'reveille-project'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Throws `not-a-repository`, `config-missing` when the repository has no id yet, or `state-unusable`. */
export async function findProject(search: ProjectSearch): Promise<Project> {
  const repository = await findRepository(search.path)
  const idFile = join(repository.commonDirectory, ID_FILE)
  const id = (await readId(idFile)) ?? (search.create === true ? await createId(idFile, search.ids) : null)
  if (id === null) {
    throw new ReveilleError(
      'config-missing',
      `Reveille was not set up in ${repository.root ?? repository.commonDirectory}`,
      {
        hint: 'reveille init',
      },
    )
  }
  const project = {
    ...repository,
    id,
    stateDirectory: join(stateHome(search.variables), id),
    cacheDirectory: join(cacheHome(search.variables), id),
    configFile: repository.root === null ? null : join(repository.root, '.reveille', 'config.yaml'),
  }
  await refuseNetwork(project.stateDirectory, search.fileSystemType ?? typeByStatfs)
  if (search.create === true) await putOnDisk(project)
  return project
}

/** Folder of the states of all projects. */
export function stateHome(variables: ProjectSearch['variables']): string {
  return join(baseFolder(variables, 'XDG_STATE_HOME', ['.local', 'state']), 'reveille')
}

export function cacheHome(variables: ProjectSearch['variables']): string {
  return join(baseFolder(variables, 'XDG_CACHE_HOME', ['.cache']), 'reveille')
}

/** statfs(2) types of NFS, SMB, CIFS, 9p, AFS, Ceph, Coda, Lustre, GPFS and VirtualBox folders. */
const NETWORK_TYPES: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x01021997, 0x5346414f, 0x00c36400, 0x73757245, 0x0bd00bd0,
  0x47504653, 0x786f4256,
])

/** Locks and shared memory of the ledger do not hold on these. Known for Linux only. */
export function isNetworkFileSystem(type: number): boolean {
  return NETWORK_TYPES.has(type >>> 0)
}

/** The XDG rules: a relative path does not count. */
function baseFolder(variables: ProjectSearch['variables'], name: string, below: readonly string[]): string {
  const given = variables[name] ?? ''
  if (isAbsolute(given)) return given
  const home = variables['HOME'] ?? ''
  if (isAbsolute(home)) return join(home, ...below)
  throw new ReveilleError('state-unusable', 'there is no folder to keep state in', {
    hint: `Set HOME or ${name} to an absolute path.`,
  })
}

async function readId(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const id = text.trim()
  if (UUID.test(id)) return id
  throw new ReveilleError('state-unusable', `${file} does not hold the id of a project`, {
    hint: `Restore it from a backup, or remove it to start anew with ${'`reveille init`'}.`,
  })
}

/** Of several at once one wins, and all of them use the winner's id. */
async function createId(file: string, ids: Ids): Promise<string> {
  const id = ids.next()
  const temporary = `${file}.${id}`
  const handle = await open(temporary, 'wx')
  try {
    await handle.writeFile(`${id}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(temporary, file)
    return id
  } catch (error) {
    const winner = await readId(file)
    if (winner === null) throw error
    return winner
  } finally {
    await unlink(temporary)
  }
}

async function refuseNetwork(
  directory: string,
  typeOf: NonNullable<ProjectSearch['fileSystemType']>,
): Promise<void> {
  if (!isNetworkFileSystem(await typeOf(directory))) return
  throw new ReveilleError('state-unusable', `${directory} is on a network file system`, {
    hint: 'Set XDG_STATE_HOME to a folder on a local disk.',
  })
}

async function typeByStatfs(path: string): Promise<number> {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await statfs(folder).catch(() => null)
    if (found !== null) return found.type
    if (folder === dirname(folder)) return 0
  }
}

async function putOnDisk(project: Project): Promise<void> {
  await mkdir(project.cacheDirectory, { recursive: true })
  // It will hold transcripts and the ledger: nobody else's business.
  await mkdir(project.stateDirectory, { recursive: true, mode: 0o700 })
  await writeProjectRecord(project.stateDirectory, {
    id: project.id,
    path: project.root ?? project.commonDirectory,
    origin: await originOf(project.commonDirectory),
  })
}
