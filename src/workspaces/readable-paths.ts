import { existsSync } from 'node:fs'
import type { Jail } from './jail.ts'

/**
 * The jail with more of the machine to read, at the same places inside. `~` is the user's home; what does not exist on this
 * machine is not there inside either.
 */
export function withReadablePaths(
  jail: Jail,
  { paths, home }: { readonly paths: readonly string[]; readonly home: string },
): Jail {
  if (paths.length === 0) return jail
  const places = paths.map((path) => path.replace(/^~(?=\/|$)/, () => home))
  return {
    ...jail,
    wrap: (spec, argv) =>
      jail.wrap(
        { ...spec, readable: [...spec.readable, ...places.filter((place) => existsSync(place))] },
        argv,
      ),
  }
}
