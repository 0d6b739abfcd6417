import type { Landings } from '../landing/landings.ts'
import type { RunWorld } from '../runs/life.ts'

/** What a night is run with. */
export interface NightWorld extends RunWorld {
  readonly landings: Landings
}
