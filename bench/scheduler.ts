/** Choosing among 10,000 open tasks (goal: at most 50 ms), and how close to the bound a night without conflicts comes. */
import { chooseNext, type Candidate } from '../src/missions/choose.ts'

const TASKS = 10_000
const DOMAINS = 200
const SLOTS = 16
const TICKS = 50

printChoosing()
printMakespan()

function printChoosing(): void {
  const todo = Array.from({ length: TASKS }, (_, index) =>
    task(`t${index}`, [`domain-${index % DOMAINS}/**`]),
  )
  const times = Array.from({ length: TICKS }, () => {
    const startedAt = performance.now()
    chooseNext({ todo, busy: todo.slice(0, SLOTS), unmetNeeds: new Map(), slots: SLOTS })
    return performance.now() - startedAt
  }).sort((one, other) => one - other)
  console.log(
    `choose among ${TASKS} tasks: median ${ms(times[TICKS / 2])}, worst ${ms(times[TICKS - 1])} (goal 50 ms)`,
  )
}

/** Simulated time: tasks of random length and random needs on a few slots, against max(critical path, work / slots). */
function printMakespan(): void {
  const random = generator(20_261_121)
  const ratios = Array.from({ length: 20 }, () => simulate(random)).sort((one, other) => one - other)
  console.log(
    `makespan over lower bound: median ${ratios[10]?.toFixed(3)}, worst ${ratios[19]?.toFixed(3)} (goal 1.05)`,
  )
}

function simulate(random: () => number): number {
  const count = 400
  const slots = 8
  const length = Array.from({ length: count }, () => 1 + Math.floor(random() * 20))
  const needs = Array.from({ length: count }, (_, index) =>
    index < 20 || random() < 0.6 ? [] : [Math.floor(random() * index)],
  )
  const path: number[] = []
  for (let index = 0; index < count; index += 1) {
    path.push((length[index] ?? 0) + Math.max(0, ...(needs[index] ?? []).map((need) => path[need] ?? 0)))
  }
  const bound = Math.max(...path, length.reduce((sum, one) => sum + one, 0) / slots)
  return run({ length, needs, slots }) / bound
}

function run({ length, needs, slots }: { length: number[]; needs: number[][]; slots: number }): number {
  const tasks = length.map((_, index) => task(`t${index}`, [`f${index}`]))
  const done = new Set<number>()
  const running = new Map<number, number>()
  let now = 0
  while (done.size < tasks.length) {
    const todo = tasks.filter((_, index) => !done.has(index) && !running.has(index))
    const unmetNeeds = new Map<string, string[]>()
    for (const [index, list] of needs.entries()) {
      const unmet = list.filter((need) => !done.has(need)).map((need) => `t${need}`)
      if (unmet.length > 0) unmetNeeds.set(`t${index}`, unmet)
    }
    const busy = [...running.keys()].flatMap((index) => tasks[index] ?? [])
    for (const chosen of chooseNext({ todo, busy, unmetNeeds, slots: slots - running.size }).start) {
      const index = Number(chosen.key.slice(1))
      running.set(index, now + (length[index] ?? 0))
    }
    now = Math.min(...running.values())
    for (const [index, end] of running) {
      if (end > now) continue
      running.delete(index)
      done.add(index)
    }
  }
  return now
}

function task(key: string, write: readonly string[]): Candidate {
  return {
    id: key,
    key,
    kind: 'change',
    scope: { write, strict: false },
    agent: { kind: 'program', command: { argv: ['true'] } },
  }
}

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function ms(value: number | undefined): string {
  return `${(value ?? Number.NaN).toFixed(1)} ms`
}
