/** The boundary between this process and what parses text that an agent wrote: nothing in such a text may end the leader. */
import { ReveilleError } from '../../domain/errors.ts'
import type { FileChange } from '../file-change.ts'
import type { Mutant } from '../mutants/plant.ts'
import { isJudged } from './judged-path.ts'
import { withinLimits } from './limits.ts'
import type { Judgements, JudgeRequest } from './judge-files.ts'
import { cannotBeRead, hiddenNow, withUnreadable, type Hidden } from './unreadable.ts'

export interface PlantRequest {
  readonly modules: readonly { readonly path: string; readonly source: string }[]
  /** Of each module. */
  readonly most: number
  readonly seed: number
  /** Instead of faults one change of each module that keeps what it does. */
  readonly isHarmless?: boolean
}

export interface Reader {
  /** What cannot be read, or not in time, is an objection of `suspicion`. */
  judge(request: JudgeRequest): Promise<Judgements>
  /** What cannot be read gets no faults. */
  plant(request: PlantRequest): Promise<readonly Mutant[]>
}

export type ReadingRequest =
  | ({ readonly kind: 'judge' } & JudgeRequest)
  | ({ readonly kind: 'plant' } & PlantRequest)

/** Null when asking it ended whoever was asked. */
export interface Asked {
  judge(request: JudgeRequest, deadlineMs: number): Promise<Judgements | null>
  plant(request: PlantRequest, deadlineMs: number): Promise<readonly Mutant[] | null>
}

const DEADLINE_MS = 30_000
const ALONE_MS = 10_000
const MOST_ALONE = 50

/** Finds out on which files a reader fails, and judges the others. */
export function createReader(asked: Asked): Reader {
  return {
    async judge(request) {
      if (!request.files.some(({ path }) => isJudged(path))) return judgeHere({ ...request, files: [] })
      const files = withinLimits(request.files)
      const whole = await asked.judge({ ...request, files }, DEADLINE_MS)
      if (whole !== null) return whole
      await expectSound(asked)
      return judgeOthers(asked, { ...request, files })
    },
    async plant(request) {
      const whole = await asked.plant(request, DEADLINE_MS)
      if (whole !== null) return whole
      const found: Mutant[] = []
      for (const module of request.modules)
        found.push(...((await asked.plant({ ...request, modules: [module] }, ALONE_MS)) ?? []))
      return found
    },
  }
}

/** Loaded when it is needed: a leader leaves reading to its children, and has no memory to give away. */
async function judgeHere(request: JudgeRequest): Promise<Judgements> {
  return (await import('./judge-files.ts')).judgeFiles(request)
}

/** A reader that cannot read anything is our fault, not that of the work. */
async function expectSound(asked: Asked): Promise<void> {
  const files = [
    { path: 'a.js', before: null, after: 'a()\n' },
    { path: 'a.py', before: null, after: 'a()\n' },
  ]
  if ((await asked.judge({ files, tests: [], exempt: [] }, DEADLINE_MS)) === null)
    throw new ReveilleError('state-unusable', 'Nothing can be read here: the parsers do not start.')
}

async function judgeOthers(asked: Asked, request: JudgeRequest): Promise<Judgements> {
  const found = await culpritsOf(asked, request)
  const named = found.length > 0 ? found : request.files.filter(({ path }) => isJudged(path)).map(nobodyReads)
  const others = request.files.filter(({ path }) => !named.some((one) => one.path === path))
  const rest = await asked.judge({ ...request, files: others }, DEADLINE_MS)
  if (rest !== null) return { ...rest, suspicion: withUnreadable(rest.suspicion, named) }
  const all = request.files.filter(({ path }) => isJudged(path)).map(nobodyReads)
  const nothing = await judgeHere({ ...request, files: [] })
  return { ...nothing, suspicion: withUnreadable(nothing.suspicion, all) }
}

function nobodyReads(file: FileChange): Hidden {
  return { path: file.path, unread: hiddenNow(file, cannotBeRead(file.path)), text: file.after }
}

/** Those that nobody can read even alone, and whether that was so before. */
async function culpritsOf(asked: Asked, request: JudgeRequest): Promise<readonly Hidden[]> {
  const judged = request.files.filter(({ path }) => isJudged(path))
  const fails = async (file: FileChange): Promise<boolean> =>
    (await asked.judge({ ...request, files: [file] }, ALONE_MS)) === null
  const found: Hidden[] = []
  for (const file of judged.slice(0, MOST_ALONE)) {
    if (!(await fails(file))) continue
    const { path, before, after } = file
    const isNew = after !== null && (await fails({ path, before: null, after }))
    const wasSo = before !== null && (await fails({ path, before: null, after: before }))
    const problem = cannotBeRead(path)
    const isBoth = !isNew && !wasSo
    found.push({
      path,
      text: after,
      unread: { before: wasSo ? problem : null, after: isNew || isBoth ? problem : null },
    })
  }
  return found
}

/** Reads in this process: for texts that are trusted not to end it. */
export function createReaderHere(): Reader {
  return createReader({
    judge: judgeHere,
    plant: async (request) => (await import('./answer.ts')).plantIn(request),
  })
}
