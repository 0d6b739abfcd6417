/** The package as its users get it: packed from a copy of the checkout, and installed with its dependencies into an empty folder. */
import { execa } from 'execa'
import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const CHECKOUT = join(import.meta.dirname, '..')

export interface PackedPackage {
  readonly tarball: string
  readonly size: number
  readonly unpackedSize: number
  /** Paths in the package. */
  readonly files: readonly string[]
}

/** Files that git tracks or would, as they are now. */
export async function filesOfCheckout(): Promise<readonly string[]> {
  const options = ['-z', '--cached', '--others', '--exclude-standard']
  const git = execa({ cwd: CHECKOUT })
  const [all, deleted] = await Promise.all([
    git('git', ['ls-files', ...options]),
    git('git', ['ls-files', '-z', '--deleted']),
  ])
  const gone = new Set(deleted.stdout.split('\0'))
  return all.stdout.split('\0').filter((path) => path !== '' && !gone.has(path))
}

/** Packs a copy, because packing builds, and a build in the checkout would race with what others do there. */
export async function packCheckout(folder: string): Promise<PackedPackage> {
  const copy = join(folder, 'copy')
  for (const path of await filesOfCheckout()) {
    await mkdir(dirname(join(copy, path)), { recursive: true })
    await copyFile(join(CHECKOUT, path), join(copy, path))
  }
  await symlink(join(CHECKOUT, 'node_modules'), join(copy, 'node_modules'))
  const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', folder], { cwd: copy })
  // Older versions of npm give a list, newer ones an object by the package's name.
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, NpmPack>)
  if (packed === undefined) throw new Error(`npm pack made nothing: ${stdout}`)
  const { filename, size, unpackedSize, files } = packed
  return { tarball: join(folder, filename), size, unpackedSize, files: files.map(({ path }) => path) }
}

interface NpmPack {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

/** The folder of the installed package; its command is in `node_modules/.bin` of `folder`. */
export async function installPackage(tarball: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--prefix', folder]
  await execa('npm', ['install', ...options, tarball], { cwd: folder })
  return join(folder, 'node_modules/reveille')
}
