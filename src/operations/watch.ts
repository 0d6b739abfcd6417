import * as z from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { FOLLOWED, narrationLine } from '../reports/narration.ts'
import type { Scene } from '../reports/scene.ts'
import { statusOf } from '../reports/status.ts'
import type { OperationContext } from './context.ts'
import { defineOperation } from './operation.ts'
import { scenery } from './scenery.ts'
import { statusOutput } from './status-schema.ts'
import { tellSteps } from './steps.ts'

const POLL_MS = 250
/** While nobody leads there is nothing to be late for. */
const IDLE_POLL_MS = 1_000
/** Among so many of the newest events the lines to begin with are looked for. */
const LOOK_BACK = 2_000

const WHY_ENDED = ['idle', 'ended', 'stopped', 'interrupted'] as const
type WhyEnded = (typeof WHY_ENDED)[number]

/** Reads and nothing else: it never ticks, and whoever leads does not know of it. */
export const watch = defineOperation({
  name: 'watch',
  summary: 'Watch the night that another process leads, live, until it ends',
  input: z.strictObject({
    /** Goes on when nobody leads, and waits for the next night. */
    follow: z.boolean().default(false),
    /** Lines of what was told before, to begin with. */
    lines: z.coerce.number({ error: 'must be a number' }).int().min(0).max(1_000).default(10),
  }),
  output: z.object({
    type: z.literal('end'),
    /** idle: nobody led. ended: the leader came to its end. stopped: it left live runs. interrupted: the watching ended. */
    reason: z.enum(WHY_ENDED),
    status: statusOutput,
  }),
  async run(context, { follow, lines }) {
    const ledger = await context.ledger()
    const look = await scenery(context, { isLeading: false })
    const seen = await tellLast(context, ledger, lines)
    const { reason, scene } = await attend(context, { ledger, look, follow, seen })
    const { record, leaderAlive } = scene
    return {
      type: 'end' as const,
      reason,
      status: statusOf(record, { now: context.clock.now(), leaderAlive }),
    }
  },
})

/** The last lines of the newest night; returns the event up to which has been told. */
async function tellLast(context: OperationContext, ledger: Ledger, lines: number): Promise<number> {
  const last = await ledger.lastEvent()
  if (lines === 0) return last
  const opened = (await ledger.events({ kinds: ['night.opened'] })).at(-1)?.seq ?? 0
  const after = Math.max(opened - 1, last - LOOK_BACK)
  const recent = await ledger.events({ after, kinds: FOLLOWED })
  const told = recent.filter((event) => event.seq <= last && narrationLine(event, String) !== null)
  await tellSteps(context, told.slice(-lines))
  return last
}

interface Watching {
  readonly ledger: Ledger
  readonly look: () => Promise<Scene>
  readonly follow: boolean
  /** The event up to which has been told. */
  readonly seen: number
}

async function attend(
  context: OperationContext,
  { ledger, look, follow, seen: first }: Watching,
): Promise<{ readonly reason: WhyEnded; readonly scene: Scene }> {
  const { clock, drain, onlooker } = context
  let seen = first
  await using _ = onlooker.attend(look)
  for (let wasLed = false; ;) {
    // Looked at before the events are read, so that the last words of a leader that is gone are among them.
    const scene = await look()
    const events = await ledger.events({ after: seen })
    seen = events.at(-1)?.seq ?? seen
    await tellSteps(context, events)
    if (drain.aborted) return { reason: 'interrupted', scene }
    if (!scene.leaderAlive && !follow) return { reason: whyEnded(scene, wasLed), scene: await look() }
    wasLed ||= scene.leaderAlive
    await clock.sleep(scene.leaderAlive ? POLL_MS : IDLE_POLL_MS, drain)
  }
}

function whyEnded({ record }: Scene, wasLed: boolean): WhyEnded {
  if (record.live.length > 0) return 'stopped'
  return wasLed ? 'ended' : 'idle'
}
