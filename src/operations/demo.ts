import { existsSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { isReveilleError, ReveilleError } from '../domain/errors.ts'
import { applyPlan } from '../missions/plan-apply.ts'
import { handoffMarkdown } from '../reports/handoff-markdown.ts'
import { createRepository } from '../support/git.ts'
import type { OperationContext } from './context.ts'
import { leadNight, nightOptions, nightResult } from './lead-night.ts'
import { makePlan } from './make-plan.ts'
import { SANDBOXES, type Sandbox } from './night-equipment.ts'
import { defineOperation } from './operation.ts'
import { report } from './report.ts'

const BIN = path.join(import.meta.dirname, '../../bin')
const EXAMPLE = path.join(import.meta.dirname, '../../examples/ward-roster')

const output = z.object({
  /** Everything the demo made; remove it when you have seen enough. */
  folder: z.string(),
  repository: z.string(),
  /** Folder in which `reveille` is, where PATH leads to none. */
  bin: z.string().nullable(),
  sandbox: z.enum(SANDBOXES),
  night: nightResult,
  report: z.string(),
})

/** A night on a copy of the example, with nothing outside its own folder touched. Its programs are ours. */
export const demo = defineOperation({
  name: 'demo',
  summary: 'Run a night on a copy of the example project and print its report',
  input: z.strictObject({
    concurrency: nightOptions.concurrency,
    /** Absolute path of the project to copy, which holds a configuration and specs; the example when not given. */
    from: z.string().min(1).optional(),
  }),
  output,
  async run(context, { concurrency, from = EXAMPLE }) {
    const folder = await mkdtemp(path.join(context.temporaryFolder, 'reveille-demo-'))
    const repository = path.join(folder, path.basename(from))
    await copyProject(from, repository)
    await createRepository({
      root: repository,
      branch: 'main',
      message: 'The project as it was copied',
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
      bin: isOnPath(context) ? null : BIN,
      sandbox,
      night,
      report: handoffMarkdown(handoff),
    }
  },
})

const LEFT_BEHIND = ['.git', 'node_modules']

async function copyProject(from: string, to: string): Promise<void> {
  const stays = new Set(LEFT_BEHIND.map((name) => path.join(from, name)))
  try {
    await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: (place) => !stays.has(place) })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new ReveilleError('not-found', `There is no project in ${from}`, { cause: error })
  }
}

function isOnPath({ variables }: OperationContext): boolean {
  const folders = (variables['PATH'] ?? '').split(path.delimiter)
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, 'reveille')))
}

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
