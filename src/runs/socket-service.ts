import { join } from 'node:path'
import type { Actor } from '../domain/actor.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { Run } from '../domain/run.ts'
import { createMask } from '../support/secrets.ts'
import type { RunInHand, RunWorld } from './life.ts'
import { keepRaised, raisedDraft, readRaised } from './raised.ts'
import { readRequest } from './socket-request.ts'
import { runFolder } from './transcript.ts'

/** An agent that has asked a person has nothing left to do: so long it may take to end, then it is stopped. */
const LEAVE_MS = 30_000
const MOST_NOTES = 50

const RECORDED =
  'Recorded. Stop now: your work is kept, and the task goes on with the answer in its brief. You are stopped in 30 s.'

/** What serves the socket of one run while its agent works. */
export interface SocketService {
  /** Whether the agent has asked and should be gone by now. */
  isOverdue(): boolean
  close(): Promise<void>
}

/** Folder of the run's socket: it holds nothing else, because the agent sees it. */
export function socketFolder(stateDirectory: string, runId: string): string {
  return join(runFolder(stateDirectory, runId), 'socket')
}

/** As whom the agent of a run acts. */
export function agentActor({ agent }: Pick<Run, 'agent'>): Actor {
  return { role: 'specialist', name: agent }
}

/** Hears the agent until it is closed. What is acknowledged is on disk or in the ledger. */
export async function serveSocket(world: RunWorld, inHand: RunInHand): Promise<SocketService> {
  const { run } = inHand
  const folder = runFolder(world.stateDirectory, run.id)
  let raisedAt = (await readRaised(folder)) === null ? null : world.clock.now()
  let notes = 0
  const mask = createMask(world.secretValues)
  // One at a time: of two questions one is the first.
  let turn: Promise<unknown> = Promise.resolve()
  const answer = async (raw: unknown): Promise<string> => {
    const request = readRequest(raw)
    if (request.kind === 'blocker') {
      await keepRaised(folder, raisedDraft(request, { now: world.clock.now(), mask }))
      raisedAt ??= world.clock.now()
      return RECORDED
    }
    notes += 1
    if (notes > MOST_NOTES) throw new ReveilleError('refused', `A run may leave at most ${MOST_NOTES} notes.`)
    await noteOnce(world, inHand, mask(request.text))
    return 'Noted.'
  }
  const socket = await world.sockets.open({
    folder: socketFolder(world.stateDirectory, run.id),
    answer: (raw) => {
      const answered = turn.then(() => answer(raw))
      turn = answered.catch(() => undefined)
      return answered
    },
  })
  return {
    isOverdue: () => raisedAt !== null && world.clock.now() - raisedAt >= LEAVE_MS,
    close: () => socket.close(),
  }
}

/** An agent that lost the answer asks again: the same note is left once. */
async function noteOnce({ ledger }: RunWorld, { run, task }: RunInHand, text: string): Promise<void> {
  const actor = agentActor(run)
  const label = `${actor.role}:${actor.name}`
  const notes = await ledger.notes(task.id)
  const isThere = notes.some(
    (note) => note.author === label && note.text === text && note.at >= run.claimedAt,
  )
  if (!isThere) await ledger.noteTask({ actor, task: task.id, text })
}
