import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { Run } from '../domain/run.ts'
import { needsAgent, type AgentChoice } from '../domain/task.ts'
import { strictFolders } from '../spec/scope.ts'
import { writeWhole } from '../support/whole-file.ts'
import type { JailedCommand, WriteAccess } from '../workspaces/jail.ts'
import type { Environment, Workspace } from '../workspaces/workspace.ts'
import type { AgentPlan } from '../agents/agent.ts'
import { ARTEFACT_FILE } from './artefact-file.ts'
import { BRIEF_FILE, writeBrief } from './brief.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'
import { neededConclusions, neededFiles, NEEDS_FOLDER } from './needs.ts'
import { setUpBase } from './set-up-base.ts'
import { socketFolder } from './socket-service.ts'
import { SOCKET_FILE } from './socket.ts'
import { runFolder } from './transcript.ts'

const GRACE_MS = 5_000
/** Compiled modules among the work would be held against it: they stand for sources that nobody sees. */
const QUIET_PYTHON = { PYTHONDONTWRITEBYTECODE: '1' }
const TRANSCRIPT_BYTES = 16 * 1024 * 1024

/** Proves that there is something to do on a sound base, makes the workspace and starts the agent in it. */
export async function prepare(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task } = inHand
  const environment = await world.environments.ensure(await world.git.treeOf(await setUpBase(world, inHand)))
  const verdict = await world.verifier.judgeBase({ run, task, environment })
  if (verdict.kind !== 'ready') return ends(verdict.kind, verdict.detail)
  if (task.agent === null || !needsAgent(task.kind)) {
    return {
      kind: 'moved',
      run: await world.ledger.moveRun({ runId: run.id, token: run.token, to: 'checking' }),
    }
  }
  if (inHand.stop.aborted) return ends('cancelled', 'It was stopped before its agent started.')
  const workspace = await world.workspaces.create({ id: run.id, commit: run.base, environment })
  return {
    kind: 'moved',
    run: await startAgent(world, inHand, { choice: task.agent, workspace, environment }),
  }
}

interface Start {
  readonly choice: AgentChoice
  readonly workspace: Workspace
  readonly environment: Environment
}

/** The host's identity is in the ledger before the agent starts, so that no agent can run unknown to the record. */
async function startAgent(world: RunWorld, inHand: RunInHand, start: Start): Promise<Run> {
  const { run, task } = inHand
  const folder = runFolder(world.stateDirectory, run.id)
  const needed = await neededConclusions(world, task)
  const { text, brief } = await writeBrief(world, inHand, needed)
  const home = world.jail.homeInside(start.workspace)
  const plan = world.agentFor(start.choice).plan({
    runId: run.id,
    runNumber: run.number,
    taskKey: task.key,
    choice: start.choice,
    scope: task.scope,
    allow: task.allow,
    briefFile: path.join(home, BRIEF_FILE),
    artefactFile: task.kind === 'explore' ? path.join(home, ARTEFACT_FILE) : null,
    needsFolder: needed.length > 0 ? path.join(home, NEEDS_FOLDER) : null,
    root: world.jail.rootInside(start.workspace),
    home,
    socket: path.join(world.jail.socketInside(socketFolder(world.stateDirectory, run.id)), SOCKET_FILE),
  })
  await mkdir(socketFolder(world.stateDirectory, run.id), { recursive: true, mode: 0o700 })
  await writeWhole(path.join(folder, BRIEF_FILE), text)
  await world.ledger.recordRunFact({ runId: run.id, token: run.token, kind: 'run.briefed', data: brief })
  await putFiles(start.workspace, [
    { path: BRIEF_FILE, content: text },
    ...neededFiles(needed),
    ...plan.files,
  ])
  const host = await world.hosts.start({
    folder,
    command: await commandOf(world, inHand, start, plan),
    wallClockMs: task.limits.wallClockMs,
    graceMs: GRACE_MS,
    transcriptBytes: TRANSCRIPT_BYTES,
    secrets: world.secretValues,
    diesWithHost: world.jail.isolation === 'bubblewrap',
  })
  try {
    await world.ledger.recordHost({ runId: run.id, token: run.token, host: host.identity })
    const working = await world.ledger.moveRun({ runId: run.id, token: run.token, to: 'working' })
    await host.open()
    return working
  } catch (error) {
    await host.abort()
    throw error
  }
}

async function commandOf(
  world: RunWorld,
  inHand: RunInHand,
  start: Start,
  plan: AgentPlan,
): Promise<JailedCommand> {
  const wrapped = world.jail.wrap(
    {
      workspace: start.workspace,
      write: await writeAccess(world, inHand),
      network: false,
      variables: { ...QUIET_PYTHON, ...world.config.jail.variables, ...plan.variables },
      readable: plan.readable,
      cwd: '',
      socket: socketFolder(world.stateDirectory, inHand.run.id),
    },
    plan.argv,
  )
  return { argv: world.workspaces.enter(start.workspace, wrapped.argv), variables: wrapped.variables }
}

async function writeAccess({ git }: RunWorld, { run, task }: RunInHand): Promise<WriteAccess> {
  if (task.kind !== 'change') return { kind: 'none' }
  if (!task.scope.strict) return { kind: 'workspace' }
  const files = await git.listFiles(run.base)
  return {
    kind: 'paths',
    paths: strictFolders(
      task.scope,
      files.map(({ path: file }) => file),
    ),
  }
}

async function putFiles(workspace: Workspace, files: AgentPlan['files']): Promise<void> {
  for (const file of files) {
    const place = path.resolve(workspace.home, file.path)
    if (!place.startsWith(workspace.home + path.sep)) {
      throw new ReveilleError('unsafe-path', `an agent's file leaves its home: ${file.path}`)
    }
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, file.content)
    if (file.isExecutable === true) await chmod(place, 0o755)
  }
}
