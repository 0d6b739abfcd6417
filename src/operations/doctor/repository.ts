/** What is examined of the repository and of what Reveille keeps for it. */
import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { commandArgv } from '../../domain/check.ts'
import { isReveilleError, type ReveilleError } from '../../domain/errors.ts'
import type { Config } from '../../spec/config.ts'
import type { Diagnostic } from '../../spec/diagnostic.ts'
import { CONFIG_FILE } from '../../spec/config-file.ts'
import { isAlive } from '../../support/identity.ts'
import { probeOverlay } from '../../workspaces/choose.ts'
import { otherClones, readProjectRecords } from '../../workspaces/project-record.ts'
import { stateHome } from '../../workspaces/project.ts'
import type { OperationContext } from '../context.ts'
import { examine, failed, fine, warning, type Finding, type Verdict } from './examination.ts'

export async function examineRepository(context: OperationContext): Promise<readonly Finding[]> {
  const repository = await examine([{ name: 'repository', look: () => place(context) }])
  if (repository.some(({ state }) => state === 'failed')) return repository
  return [
    ...repository,
    ...(await examineConfig(context)),
    ...(await examine([
      { name: 'sandbox', look: () => sandbox(context) },
      { name: 'overlay', look: () => overlay(context) },
      { name: 'clones', look: () => clones(context) },
      { name: 'leftovers', look: () => leftovers(context) },
    ])),
  ]
}

async function place(context: OperationContext): Promise<Verdict> {
  const { root, commonDirectory } = await context.repository()
  return fine(root ?? `${commonDirectory} (bare)`)
}

/** Without a configuration there is no gate to look at. */
async function examineConfig(context: OperationContext): Promise<readonly Finding[]> {
  let config: Config
  try {
    config = await context.config()
  } catch (error) {
    if (!isReveilleError(error)) throw error
    const verdict = failed(placesOf(error) ?? error.message, error.hint ?? `correct ${CONFIG_FILE}`)
    return [{ name: 'config', ...verdict }]
  }
  return examine([
    { name: 'config', look: () => fine(`${CONFIG_FILE} is valid`) },
    { name: 'target', look: () => target(context, config) },
    { name: 'gate', look: () => gate(config) },
    { name: 'programs', look: () => programs(context, config) },
  ])
}

async function target(context: OperationContext, { target: branch }: Config): Promise<Verdict> {
  const commit = await (await context.git()).readRef(`refs/heads/${branch}`)
  if (commit !== null) return fine(branch)
  return failed(`there is no branch ${branch}`, `correct target: in ${CONFIG_FILE}`)
}

/** All problems of the file on one line, each with line and column. */
function placesOf(error: ReveilleError): string | null {
  if (error.code !== 'config-invalid') return null
  // Written by parseConfig, which puts these and nothing else there.
  const diagnostics = error.data?.['diagnostics'] as readonly Diagnostic[]
  return diagnostics.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('; ')
}

function gate({ gate: checks }: Config): Verdict {
  if (checks.length > 0) return fine(checks.map(({ name }) => name).join(', '))
  const line = 'gate: [{ name: test, run: [npm, test] }]'
  return failed('no check guards the target, so nothing could be proved', `add to ${CONFIG_FILE}: ${line}`)
}

/** Programs that set-up and gate call by name; a line of shell may call anything. */
async function programs({ variables }: OperationContext, config: Config): Promise<Verdict> {
  const commands = [...(config.setup?.commands ?? []), ...config.gate.map(({ command }) => command)]
  const named = new Set(
    commands.flatMap((command) => commandArgv(command)[0] ?? []).filter((name) => !name.includes('/')),
  )
  const folders = (variables['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const missing: string[] = []
  for (const name of named) {
    const isFound = await Promise.any(
      folders.map((folder) => access(join(folder, name), constants.X_OK)),
    ).then(
      () => true,
      () => false,
    )
    if (!isFound) missing.push(name)
  }
  if (missing.length === 0) return fine([...named].join(', ') || 'none called by name')
  return failed(`not on the PATH: ${missing.join(', ')}`, `install ${missing.join(' and ')}`)
}

async function sandbox(context: OperationContext): Promise<Verdict> {
  const { ok, detail, hint } = await (await context.jail()).prove()
  return ok ? fine(detail) : failed(detail, hint)
}

/** Without overlays everything works, only slower. */
async function overlay(context: OperationContext): Promise<Verdict> {
  const { cacheDirectory } = await context.project()
  const searchPath = context.variables['PATH'] ?? ''
  const probe = await probeOverlay({ ...context.machine, ids: context.ids, cacheDirectory, searchPath })
  return probe.works ? fine(probe.detail) : warning(probe.detail, null)
}

async function clones(context: OperationContext): Promise<Verdict> {
  const { id } = await context.project()
  const records = await readProjectRecords(stateHome(context.variables))
  const own = records.find((record) => record.id === id)
  const others = own === undefined ? [] : otherClones(own, records)
  if (others.length === 0) return fine('no other clone of the same origin')
  const places = others.map(({ path }) => path).join(', ')
  return warning(`same origin, nights of its own: ${places}`, 'work in one of them only')
}

/** A night that lives owns its workspaces; without one, only runs that are still open need theirs. */
async function leftovers(context: OperationContext): Promise<Verdict> {
  const [{ cacheDirectory }, ledger] = [await context.project(), await context.ledger()]
  const leader = await ledger.leader()
  if (leader !== null && (await isAlive(leader.owner)))
    return fine(`process ${leader.owner.pid} leads a night`)
  const present = await readdir(join(cacheDirectory, 'workspaces')).catch(() => [])
  const live = new Set((await ledger.runs({ live: true })).map((run) => run.id))
  const left = present.filter((id) => !live.has(id))
  if (left.length === 0) return fine('none')
  return warning(`${left.length} workspaces of runs that are over`, 'reveille clean')
}
