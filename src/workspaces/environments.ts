import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import { syncFolder, writeWhole } from '../support/whole-file.ts'
import { buildEnvironment, type EnvironmentOptions } from './environment-build.ts'
import { isLockFile, type Environments, type SetUp } from './environment.ts'
import { bytesOf, namesIn, removeFolder, syncToDisk } from '../support/folders-on-disk.ts'
import { createToolVersions, type ToolVersions } from './tool-versions.ts'
import type { Environment } from './workspace.ts'

const RECORD_FILE = 'environment.json'

export function createEnvironments(options: EnvironmentOptions): Environments {
  const all = join(options.cacheDirectory, 'environments')
  const versions = createToolVersions(options)
  const known = new Map<string, Promise<Environment>>()
  const building = new Map<string, Promise<Environment>>()

  const once = <Key>(map: Map<Key, Promise<Environment>>, key: Key, make: () => Promise<Environment>) => {
    const made = map.get(key) ?? make()
    map.set(key, made)
    return made
  }
  const ensure = async (setUp: SetUp, tree: string): Promise<Environment> => {
    const id = await environmentId(options, { setUp, tree, versions })
    const found = await readEnvironment(join(all, id))
    if (found !== null) return found
    return once(building, id, () =>
      build(options, { setUp, tree, folder: join(all, id) }).finally(() => building.delete(id)),
    )
  }
  return {
    async ensure(tree) {
      const { setUp } = options
      if (setUp === null || setUp.commands.length === 0) {
        return { id: idOf({ tools: await versions(options.checks) }), layer: null, folders: [] }
      }
      return once(known, tree, () =>
        ensure(setUp, tree).catch((error: unknown) => {
          known.delete(tree)
          throw error
        }),
      )
    },
    async list() {
      const ids = (await namesIn(all)).filter((name) => !name.endsWith('.log'))
      return Promise.all(
        ids.map(async (id) => ({ id, bytes: await bytesOf(join(all, id), options.searchPath) })),
      )
    },
    async remove(id) {
      if (!/^[0-9a-f]{16,64}$/.test(id))
        throw new ReveilleError('unsafe-path', `no id of an environment: ${id}`)
      known.clear()
      await removeFolder(join(all, id), options.searchPath)
      await rm(`${join(all, id)}.log`, { force: true })
    },
  }
}

/** Equal for equal commands, lock files and tools: then what they install is taken to be equal too. */
async function environmentId(
  { git, jail, variables, checks }: EnvironmentOptions,
  {
    setUp,
    tree,
    versions,
  }: { readonly setUp: SetUp; readonly tree: string; readonly versions: ToolVersions },
): Promise<string> {
  const files = await git.listFiles(tree)
  const locks = files.filter(({ path }) => isLockFile(setUp, path))
  const key = {
    // Installed programs name the path at which they stand, which is not the same without a jail.
    isolation: jail.isolation,
    commands: setUp.commands,
    variables: Object.entries(variables).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    locks: locks.map(({ path, object, mode }) => [path, object, mode]),
    tools: await versions([...setUp.commands, ...checks]),
  }
  return idOf(key)
}

function idOf(key: object): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32)
}

async function build(
  options: EnvironmentOptions,
  { setUp, tree, folder }: { readonly setUp: SetUp; readonly tree: string; readonly folder: string },
): Promise<Environment> {
  const id = folder.slice(dirname(folder).length + 1)
  const draft = join(dirname(folder), `.new-${id}`)
  await removeFolder(draft, options.searchPath)
  // What stands there without a record is what an earlier removal or build left.
  await removeFolder(folder, options.searchPath)
  await mkdir(draft, { recursive: true })
  const folders = await buildEnvironment(options, {
    setUp,
    tree,
    layer: join(draft, 'layer'),
    logFile: `${folder}.log`,
  })
  await writeWhole(join(draft, RECORD_FILE), JSON.stringify({ folders }))
  // A power cut must not leave an environment that is whole by its record and has empty files.
  await syncToDisk(draft, options.searchPath)
  await rename(draft, folder)
  await syncFolder(dirname(folder))
  return environmentAt(folder, id, folders)
}

async function readEnvironment(folder: string): Promise<Environment | null> {
  const text = await readFile(join(folder, RECORD_FILE), 'utf8').catch(() => null)
  if (text === null) return null
  // Only Reveille writes the record, and whole.
  const { folders } = JSON.parse(text) as { readonly folders: readonly string[] }
  return environmentAt(folder, folder.slice(dirname(folder).length + 1), folders)
}

function environmentAt(folder: string, id: string, folders: readonly string[]): Environment {
  return { id, layer: folders.length > 0 ? join(folder, 'layer') : null, folders }
}
