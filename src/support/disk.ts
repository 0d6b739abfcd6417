import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'

/** Bytes that a file, or everything below a folder, takes on disk. Follows no links; what vanishes meanwhile counts as 0. */
export async function folderBytes(place: string): Promise<number> {
  const found = await lstat(place).catch(() => null)
  if (found === null) return 0
  let bytes = found.blocks * 512
  if (!found.isDirectory()) return bytes
  for (const name of await readdir(place).catch(() => [])) bytes += await folderBytes(path.join(place, name))
  return bytes
}

/** A size for people, e.g. `12.3 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`
}
