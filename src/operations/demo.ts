import { cp, mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { isReveilleError } from '../domain/errors.ts'
import { applyPlan } from '../missions/plan-apply.ts'
import { handoffMarkdown } from '../reports/handoff-markdown.ts'
import { createRepository } from '../support/git.ts'
import type { OperationContext } from './context.ts'
import { leadNight, nightOptions, nightResult } from './lead-night.ts'
import { makePlan } from './make-plan.ts'
import { SANDBOXES, type Sandbox } from './night-equipment.ts'
import { defineOperation } from './operation.ts'
import { report } from './report.ts'

const EXAMPLE = path.join(import.meta.dirname, '../../examples/ward-roster')

const output = z.object({
  /** Everything the demo made; remove it when you have seen enough. */
  folder: z.string(),
  repository: z.string(),
  sandbox: z.enum(SANDBOXES),
  night: nightResult,
  report: z.string(),
})

/** A night on a copy of the example, with nothing outside its own folder touched. Its programs are ours. */
export const demo = defineOperation({
  name: 'demo',
  summary: 'Run a night on a copy of the example project and print its report',
  input: z.strictObject({ concurrency: nightOptions.concurrency }),
  output,
  async run(context, { concurrency }) {
    const folder = await mkdtemp(path.join(context.temporaryFolder, 'reveille-demo-'))
    const repository = path.join(folder, 'ward-roster')
    await cp(EXAMPLE, repository, { recursive: true })
    await createRepository({
      root: repository,
      branch: 'main',
      message: 'Ward roster',
      searchPath: context.variables['PATH'] ?? '',
      at: context.clock.now(),
    })
    await using there = context.elsewhere({ folder: repository, variables: variablesOf(context, folder) })
    const sandbox = await sandboxOf(there)
    await fileTasks(there)
    const night = await leadNight(there, { only: null, concurrency, sandbox })
    const handoff = await report.run(there, report.parse({}))
    return {
      folder,
      repository,
      sandbox,
      night,
      report: handoffMarkdown(handoff),
    }
  },
})

function variablesOf(context: OperationContext, folder: string): OperationContext['variables'] {
  return {
    ...context.variables,
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
  }
}

/** Where no jail can be had the demo runs all the same, and its report says so. */
async function sandboxOf(context: OperationContext): Promise<Sandbox> {
  try {
    await context.jail()
    return 'auto'
  } catch (error) {
    if (!isReveilleError(error, 'jail-unavailable')) throw error
    context.warn(`${error.message}; the demo goes on without walls, because its programs are ours`)
    return 'none'
  }
}

/** Carries out what `reveille plan` shows in the example. */
async function fileTasks(context: OperationContext): Promise<void> {
  const { plan } = await makePlan(context, [])
  await applyPlan(await context.ledger(), { plan, actor: context.actor })
}
