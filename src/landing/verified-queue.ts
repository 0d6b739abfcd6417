import { landNext } from './land.ts'
import type { Landings } from './landings.ts'
import { mirrorTarget } from './mirror.ts'
import { recoverLandings } from './recover.ts'
import { openTarget } from './target.ts'
import type { LandingWorld } from './world.ts'

/** The queue that lands one entry at a time, each on proof of exactly the tree that lands. */
export function createLandings(world: LandingWorld): Landings {
  return {
    async open(night) {
      await openTarget(world, night)
      await mirrorTarget(world.git, night)
    },
    recover: (params) => recoverLandings(world, params),
    landNext: (params) => landNext(world, params),
  }
}
