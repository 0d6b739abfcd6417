import { existsSync, realpathSync } from 'node:fs'
import { ReveilleError } from '../domain/errors.ts'
import type { Jail } from './jail.ts'
import { contains } from './toolchains.ts'

export interface ReadablePaths {
  readonly paths: readonly string[]
  readonly home: string
  /** Folders that a jail must never show: state, cache, the user's repository. */
  readonly forbidden: readonly string[]
}

/**
 * The jail with more of the machine to read, at the same places inside. `~` is the user's home; what does not exist on this
 * machine is not there inside either. Throws `unsafe-path` for a path that would show a forbidden folder or a part of one.
 */
export function withReadablePaths(jail: Jail, { paths, home, forbidden }: ReadablePaths): Jail {
  if (paths.length === 0) return jail
  const places = paths
    .map((path) => path.replace(/^~(?=\/|$)/, () => home))
    .filter((place) => existsSync(place))
  for (const place of places) refuseForbidden(place, forbidden)
  return {
    ...jail,
    wrap: (spec, argv) => jail.wrap({ ...spec, readable: [...spec.readable, ...places] }, argv),
  }
}

function refuseForbidden(place: string, forbidden: readonly string[]): void {
  const real = realpathSync(place)
  const shown = forbidden.find((folder) => contains(real, folder) || contains(folder, real))
  if (shown === undefined) return
  throw new ReveilleError(
    'unsafe-path',
    `jail.readable must not show ${place}: ${shown} is kept from every jail`,
    {
      hint: 'name the folder inside it that is needed',
    },
  )
}
