/** Whether the tests of a check notice faults: each is planted in a checkout of its own and must turn the check red. */
import type { MutantTally } from '../../domain/evidence.ts'
import type { Check } from '../../domain/check.ts'
import { answerOf, testsNamed, type Answer, type Seen } from './answer.ts'
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
  const reading = await sourceReaders(world, target, modules)
  if (reading !== null) return reading
  const planted = await plantIn(world, target.commit, { modules })
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

/** Null where the tests do not notice a change that keeps what the code does: then what they notice counts. */
async function sourceReaders(
  world: VerificationWorld,
  target: CheckTarget,
  modules: readonly string[],
): Promise<MutantVerdict | null> {
  for (const { path, source } of await plantIn(world, target.commit, { modules, isHarmless: true })) {
    const run = await runCheck(world, { ...target, planted: { path, content: source } })
    const finding = readsSource({ ...run, outcome: run }, target.check, path)
    if (finding !== null)
      return { answer: { green: false, finding }, mutants: { planted: 0, killed: 0, survivors: [] } }
  }
  return null
}

/** A linter or formatter in the same command may read the source: that is no test. */
export function readsSource(seen: Seen, check: Pick<Check, 'expect' | 'tests'>, path: string): string | null {
  const { report } = seen
  if (answerOf(seen, check).green) return null
  const failed = report?.tests.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id) ?? []
  const noticing = [...failed, ...(report?.errors ?? [])]
  if (report?.complete === true && noticing.length === 0) return null
  const who = noticing.length === 0 ? 'It' : testsNamed(noticing)
  return `${who} noticed a change in ${path} that keeps what it does: it reads the source, so no fault that is noticed counts.`
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
  { modules, isHarmless = false }: { readonly modules: readonly string[]; readonly isHarmless?: boolean },
): Promise<readonly Mutant[]> {
  const most = Math.max(1, Math.floor(MOST / modules.length))
  const sources = await git.readFiles(commit, modules, MODULE_BYTES)
  const read = modules.flatMap((path, index) => {
    const source = sources[index]?.toString('utf8') ?? null
    return source === null ? [] : [{ path, source }]
  })
  return reader.plant({ modules: read, most, seed: SEED, isHarmless })
}

/** An endless loop is noticed by the deadline of the check. */
async function isKilled(world: VerificationWorld, target: CheckTarget, mutant: Mutant): Promise<boolean> {
  const run: CheckRun = await runCheck(world, {
    ...target,
    planted: { path: mutant.path, content: mutant.source },
  })
  return !answerOf({ ...run, outcome: run }, target.check).green
}
