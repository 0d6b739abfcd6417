import type { LandingWorld } from '../landing/world.ts'
import type { NightWorld } from '../missions/night-world.ts'
import type { Leadership } from './leadership.ts'

export const SANDBOXES = ['auto', 'none'] as const
/** `auto` takes the machine's jail or throws `jail-unavailable`; `none` is only ever the user's own word. */
export type Sandbox = (typeof SANDBOXES)[number]

/** What it takes to lead a night. */
export interface NightEquipment extends Omit<Leadership, 'ledger'> {
  readonly world: NightWorld
  readonly landing: LandingWorld
}
