/** Rounds of random kills: node scripts/chaos.ts --rounds 200 --seed 1. Prints each seed; a failing one can be run again alone. */
import { parseArgs } from 'node:util'
import { chaosRound } from '../test/chaos/round.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
})
const first = Number(values.seed)
const rounds = Number(values.rounds)
let failed = 0
let kills = 0
for (let seed = first; seed < first + rounds; seed += 1) {
  try {
    const report = await chaosRound(seed)
    kills += report.kills.length
    console.log(`seed ${seed}: held after ${report.kills.join(', ')} (${report.durationMs} ms)`)
  } catch (error) {
    failed += 1
    console.log(`seed ${seed}: FAILED`, error)
  }
}
console.log(`${rounds} rounds, ${kills} kills, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
