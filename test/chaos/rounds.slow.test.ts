import { expect, test } from 'vitest'
import { chaosRound } from './round.ts'

const FIRST_SEED = 1
const ROUNDS = 10

for (let seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed += 1) {
  test(`a night killed at random points loses nothing and lands nothing twice, seed ${seed} [I10]`, async () => {
    const report = await chaosRound(seed)
    expect(report.kills.length).toBeGreaterThan(0)
  })
}
