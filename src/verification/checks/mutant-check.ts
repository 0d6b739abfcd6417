/** Whether the tests of a check notice faults: each is planted in a checkout of its own and must turn the check red. */
import type { MutantTally } from '../../domain/evidence.ts'
import { answerOf, type Answer } from './answer.ts'
import { runCheck, type CheckRun, type CheckTarget } from './check-run.ts'
import type { Mutant } from '../mutants/plant.ts'
import type { VerificationWorld } from '../world.ts'

const MOST = 30
const NAMED_SURVIVORS = 20
/** A fault that makes the check so much slower than it was without is noticed. */
const SLOWER = 5
const LEAST_MS = 10_000
/** One seed for all: the same code is asked about the same faults. */
const SEED = 1
const MODULE_BYTES = 1024 * 1024

export interface MutantVerdict {
  readonly answer: Answer
  readonly mutants: MutantTally
}

/** The check must be green on the code as it is. */
export async function killMutants(
  world: VerificationWorld,
  { baselineMs, ...asked }: CheckTarget & { readonly baselineMs: number },
): Promise<MutantVerdict> {
  const timeoutMs = Math.min(asked.check.timeoutMs, SLOWER * baselineMs + LEAST_MS)
  const target = { ...asked, check: { ...asked.check, timeoutMs } }
  const { modules, percent } = target.check.mutants ?? { modules: [], percent: 100 }
  const planted = await plantIn(world, target.commit, modules)
  if (planted.length === 0) {
    const finding = `No fault could be planted in ${modules.join(', ')}.`
    return { answer: { green: false, finding }, mutants: { planted: 0, killed: 0, survivors: [] } }
  }
  const survivors: string[] = []
  let killed = 0
  for (const mutant of planted) {
    if (await isKilled(world, target, mutant)) killed += 1
    else survivors.push(`${mutant.path}:${mutant.line} ${mutant.description}`)
  }
  const tally = { planted: planted.length, killed, survivors: survivors.slice(0, NAMED_SURVIVORS) }
  return { answer: judgeMutants(tally, percent), mutants: tally }
}

export function judgeMutants({ planted, killed, survivors }: MutantTally, percent: number): Answer {
  if (killed * 100 >= planted * percent) return { green: true, finding: '' }
  const share = `${killed} of ${planted} planted faults, and ${percent} % were asked for`
  return {
    green: false,
    finding: `Its tests noticed ${share}; not noticed: ${survivors.slice(0, 5).join('; ')}.`,
  }
}

async function plantIn(
  { git, reader }: VerificationWorld,
  commit: string,
  modules: readonly string[],
): Promise<readonly Mutant[]> {
  const most = Math.max(1, Math.floor(MOST / modules.length))
  const sources = await git.readFiles(commit, modules, MODULE_BYTES)
  const read = modules.flatMap((path, index) => {
    const source = sources[index]?.toString('utf8') ?? null
    return source === null ? [] : [{ path, source }]
  })
  return reader.plant({ modules: read, most, seed: SEED })
}

/** An endless loop is noticed by the deadline of the check. */
async function isKilled(world: VerificationWorld, target: CheckTarget, mutant: Mutant): Promise<boolean> {
  const run: CheckRun = await runCheck(world, {
    ...target,
    planted: { path: mutant.path, content: mutant.source },
  })
  return !answerOf({ ...run, outcome: run }, target.check).green
}
