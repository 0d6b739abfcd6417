import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import type { Night } from '../domain/night.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { acceptNight, forecastAccept, queueBranch, type AcceptOutcome } from '../landing/accept.ts'
import { tryLead } from '../missions/lead.ts'
import { recover } from '../missions/recover.ts'
import type { OperationContext } from './context.ts'
import { SANDBOXES, type NightEquipment } from './night-equipment.ts'
import { defineOperation } from './operation.ts'
import { scenery } from './scenery.ts'

const output = z.object({
  night: z.int(),
  branch: z.string(),
  accepted: z.boolean(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Checkout whose files moved too. */
  checkout: z.string().nullable(),
  /** Whether commits of the branch were merged into the target and proved first. */
  merged: z.boolean(),
  /** What does not hold on the target's tip, when nothing was moved. */
  unproved: z.string().nullable(),
  /** Whether this is what would be set out to be done: nothing was moved, and nothing proved. */
  dryRun: z.boolean(),
})
export type AcceptResult = z.output<typeof output>

export const accept = defineOperation({
  name: 'accept',
  summary: 'Fast-forward your branch to what the night has landed',
  input: z.strictObject({
    sandbox: z.enum(SANDBOXES).default('auto'),
    dryRun: z.boolean().default(false),
  }),
  output,
  async run(context, { sandbox, dryRun }) {
    if (dryRun) return forecast(context)
    const equipment = await context.equipNight(sandbox)
    const lead = await tryLead({ ...equipment, ledger: equipment.world.ledger })
    if (lead === null) {
      throw new ReveilleError('leader-busy', 'another process leads this project', {
        hint: 'wait for its end, or stop it with Ctrl-C; then run: reveille accept',
      })
    }
    try {
      const night = await nightToAccept(equipment.world.ledger)
      await recover(equipment.world, night, lead.leader)
      return await acceptProved(context, { equipment, night, epoch: lead.leader.epoch })
    } finally {
      lead.lock.release()
    }
  },
})

interface Turn {
  readonly equipment: NightEquipment
  readonly night: Night
  readonly epoch: number
}

async function forecast(context: OperationContext): Promise<AcceptResult> {
  const ledger = await context.ledger()
  const night = await nightToAccept(ledger)
  const { isMergeNeeded, ...move } = await forecastAccept({ ledger, git: await context.git() }, night)
  const { number, branch } = night
  const nothing = { accepted: false, unproved: null, dryRun: true }
  return { night: number, branch, ...move, merged: isMergeNeeded, ...nothing }
}

async function nightToAccept(ledger: Ledger): Promise<Night> {
  const night = await ledger.openNightNow()
  if (night !== null) return night
  throw new ReveilleError('night-missing', 'there is no open night to accept', { hint: 'reveille night' })
}

/** When the branch has moved, its tip lands on the target first, proved like everything else. */
async function acceptProved(context: OperationContext, turn: Turn): Promise<AcceptResult> {
  const { night, epoch, equipment } = turn
  const world = equipment.landing
  const first = await acceptNight(world, { night, epoch })
  if (first.kind !== 'merge-needed') return resultOf(night, first, false)
  context.narrate(`${night.branch} has moved: its tip is merged into the target and verified first`)
  await queueBranch(world, { night, epoch })
  await landBranch(context, turn)
  const second = await acceptNight(world, { night, epoch })
  if (second.kind !== 'merge-needed') return resultOf(night, second, true)
  throw new ReveilleError('diverged', `${night.branch} moved again meanwhile`, { hint: 'reveille accept' })
}

/** Those who look on see it as they see a night. */
async function landBranch(context: OperationContext, turn: Turn): Promise<void> {
  await using _ = context.onlooker.attend(await scenery(context, { isLeading: true }))
  await landAll(turn)
}

async function landAll({ equipment, night, epoch }: Turn): Promise<void> {
  for (;;) {
    const outcome = await equipment.world.landings.landNext({ night, epoch })
    if (outcome.kind === 'idle') return
    if (outcome.kind === 'landed' || (outcome.kind === 'dropped' && outcome.runId !== null)) continue
    throw new ReveilleError(
      'diverged',
      `${night.branch} could not be merged into the target: ${outcome.detail}`,
      {
        hint: `merge reveille/${night.number} into ${night.branch} by hand`,
      },
    )
  }
}

function resultOf(
  night: Night,
  outcome: Exclude<AcceptOutcome, { kind: 'merge-needed' }>,
  merged: boolean,
): AcceptResult {
  const { number, branch } = night
  if (outcome.kind === 'unproved') {
    const nothing = { from: null, to: null, checkout: null }
    return {
      night: number,
      branch,
      accepted: false,
      ...nothing,
      merged,
      unproved: outcome.detail,
      dryRun: false,
    }
  }
  const { from, to, checkout } = outcome
  return { night: number, branch, accepted: true, from, to, checkout, merged, unproved: null, dryRun: false }
}
