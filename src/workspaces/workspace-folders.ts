import { copyFile, mkdir, readFile, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ReveilleError } from '../domain/errors.ts'
import { pidsMounting, pidsNaming, signalProcess } from '../support/identity.ts'
import { writeWhole } from '../support/whole-file.ts'
import { bytesOf, namesIn, removeFolder } from '../support/folders-on-disk.ts'
import type { Environment, Mount, Workspace } from './workspace.ts'

/** What both strategies need. */
export interface WorkspacePlaces {
  /** The project's cache. */
  readonly cacheDirectory: string
  /** The user's repository. */
  readonly commonDirectory: string
  readonly searchPath: string
}

export interface Creation {
  readonly id: string
  readonly commit: string
  readonly environment: Environment
}

/** The folders of workspaces in the cache, and the record that makes each whole. */
export interface WorkspaceFolders {
  /** An empty folder for a new workspace; what is left of a half-made one goes. Throws `already-exists`. */
  begin(creation: Creation, mount: (folder: string) => Mount): Promise<Workspace>
  /** The workspace is whole from here on. */
  finish(workspace: Workspace): Promise<void>
  find(id: string): Promise<Workspace | null>
  list(): Promise<readonly string[]>
  evict(id: string): Promise<void>
  remove(id: string): Promise<void>
  size(id: string): Promise<number>
}

/** Reveille's own index of a workspace, as it was when it was made; out of reach of what runs in it. */
export function indexFileOf(workspace: Pick<Workspace, 'folder'>): string {
  return join(workspace.folder, 'index')
}

/**
 * Copies an index with its age: git looks into a file that is as young as the index, because it may have been changed after
 * git saw it. A copy that seems younger would make such a change invisible.
 */
export async function copyIndex(from: string, to: string): Promise<void> {
  const { atimeMs, mtimeMs } = await stat(from)
  await copyFile(from, to)
  // Never a fraction later: then git only looks once more.
  await utimes(to, atimeMs / 1000, Math.floor(mtimeMs) / 1000)
}

const RECORD_FILE = 'workspace.json'
const ID = /^[A-Za-z0-9][\w-]{0,99}$/

export function createWorkspaceFolders(places: WorkspacePlaces): WorkspaceFolders {
  const all = join(places.cacheDirectory, 'workspaces')
  const folderOf = (id: string): string => {
    if (ID.test(id)) return join(all, id)
    throw new ReveilleError('unsafe-path', `no id of a workspace: ${JSON.stringify(id)}`)
  }
  const find = async (id: string): Promise<Workspace | null> => parseRecord(await readRecord(folderOf(id)))
  const remove = async (id: string): Promise<void> => removeFolder(folderOf(id), places.searchPath)
  return {
    find,
    evict: async (id) => evict(folderOf(id)),
    remove,
    list: () => namesIn(all),
    size: async (id) => bytesOf(folderOf(id), places.searchPath),
    async begin(creation, mount) {
      if ((await find(creation.id)) !== null) {
        throw new ReveilleError('already-exists', `there is a workspace ${creation.id} already`)
      }
      const folder = folderOf(creation.id)
      await mkdir(all, { recursive: true })
      if (!(await isNew(folder))) {
        await remove(creation.id)
        await mkdir(folder)
      }
      const workspace = workspaceIn(folder, creation, { mount: mount(folder), places })
      await Promise.all([workspace.root, workspace.home].map((path) => mkdir(path)))
      return workspace
    },
    finish: (workspace) => writeWhole(join(workspace.folder, RECORD_FILE), JSON.stringify(workspace)),
  }
}

function workspaceIn(
  folder: string,
  creation: Creation,
  { mount, places }: { readonly mount: Mount; readonly places: WorkspacePlaces },
): Workspace {
  return {
    id: creation.id,
    folder,
    root: join(folder, 'root'),
    home: join(folder, 'home'),
    gitDirectory: join(folder, 'git'),
    objects: join(places.commonDirectory, 'objects'),
    commit: creation.commit,
    mount,
    environmentFolders: creation.environment.folders,
  }
}

/** False when something stands there. */
async function isNew(folder: string): Promise<boolean> {
  return mkdir(folder).then(
    () => true,
    () => false,
  )
}

async function readRecord(folder: string): Promise<string> {
  return readFile(join(folder, RECORD_FILE), 'utf8').catch(() => '')
}

/** Only Reveille writes the record, and whole: what parses is a workspace. */
function parseRecord(text: string): Workspace | null {
  try {
    return JSON.parse(text) as Workspace
  } catch {
    return null
  }
}

/** Programs that only ever stand between Reveille and what it jails. */
const WRAPPERS = ['bwrap', 'unshare']

const LOOK_MS = 10
const MOST_LOOKS = 500

async function evict(folder: string): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const left = [...pidsNaming(WRAPPERS, folder), ...pidsMounting(folder)]
    if (left.length === 0) return
    for (const pid of left) signalProcess(pid, 'SIGKILL')
    await setTimeout(LOOK_MS)
  }
  throw new ReveilleError('workspace-failed', `processes in ${folder} cannot be killed`)
}
