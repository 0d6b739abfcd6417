/** Modules and tests: what is used, what is checked, and what the tests of tomorrow say today. */
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  copyOfExample,
  EXAMPLE,
  facts,
  replaceIn,
  runTests,
  runTestsWithout,
  suite,
  worker,
  type Demonstrations,
} from './api-facts.ts'

const acceptance = (name: string) => `acceptance/python/test_${name}.py`
const loaded = new Set([...facts.modules, ...worker.modules, ...suite.all.modules])

type Change = readonly [path: string, from: string, to: string]

/** What an acceptance test says, in order: at first, then after each replacement. */
async function after(name: string, ...changes: readonly Change[]): Promise<(number | undefined)[]> {
  return (await changed(name, changes)).codes
}

/** The same, and what the API's own tests say at the end. */
async function repaired(name: string, ...changes: readonly Change[]) {
  const { root, codes } = await changed(name, changes)
  return { codes, own: (await runTests(null, { root })).exitCode }
}

async function changed(name: string, changes: readonly Change[]) {
  const root = await copyOfExample()
  const codes = [(await runTests(acceptance(name), { root })).exitCode]
  for (const [path, from, to] of changes) {
    await replaceIn(root, path, from, to)
    codes.push((await runTests(acceptance(name), { root })).exitCode)
  }
  return { root, codes }
}

const LENGTH = ['api/ward_roster/rules/shift.py', 'return end - start', 'return (end - start) % 24'] as const
const REST = ['api/ward_roster/rules/rest.py', '> LEGAL_REST', '>= LEGAL_REST'] as const
const CENTS = ['api/ward_roster/rules/bonus.py', '* HOURLY', '* HOURLY * 100'] as const

export const codeDemonstrations: Demonstrations = {
  'address-in-a-test': () => {
    // Nothing is called there: the test passes although nobody listens.
    expect(suite.all).toMatchObject({ ran: 38, failed: 0 })
  },
  'skipped-without-reason': () => {
    expect(suite.all.skipped['test_rosters_are_fair']).toBe('')
  },
  'skipped-for-an-issue': () => {
    expect(suite.all.skipped['test_a_month_is_solved_by_constraints']).toMatch(/^ward-roster#214: /)
  },
  'skipped-elsewhere': () => {
    const isSkipped = 'test_a_week_needs_little_memory' in suite.all.skipped
    expect(isSkipped).toBe(process.platform !== 'linux')
  },
  'bound-that-always-holds': () => {
    expect(suite.engineRaises.failed).toContain('test_a_roster_is_built')
    expect(suite.engineNonsense.failed).toEqual([])
  },
  'failure-swallowed-by-test': () => {
    expect(suite.engineRaises).toMatchObject({
      ran: 3,
      failed: expect.not.arrayContaining(['test_nobody_is_needed_to_build_one']),
    })
  },
  'nothing-asserted': () => {
    expect(suite.engineRaises.failed).toContain('test_long_months_are_built')
    expect(suite.engineNonsense).toMatchObject({ ran: 3, failed: [] })
  },
  'asserted-in-a-helper': () => {
    expect(suite.greedyUnlawful.failed).toContain('test_a_week_is_lawful')
  },
  'fairness-untested': () => {
    expect(suite.all.modules).toContain('ward_roster.rules.bonus')
    expect(suite.all.modules).not.toContain('ward_roster.rules.fairness')
    expect(facts.modules).toContain('ward_roster.rules.fairness')
  },
  'swaps-module-moved': async () => {
    const moved = ['ward_roster.rules.swaps', 'ward_roster.services.swap_rules'] as const
    expect((await runTests(acceptance('swap_chain'))).said).toContain(`No module named '${moved[0]}'`)
    expect(await after('swap_chain', [acceptance('swap_chain'), ...moved])).toEqual([1, 0])
  },
  'easter-fixture-missing': async () => {
    expect((await runTests(acceptance('easter_week'))).said).toMatch(/FileNotFoundError: .*week_13\.json/)
  },
  'handover-day-by-zone': async () => {
    const zones = ['UTC', 'CET-1', 'EST5'].map((TZ) => runTests(acceptance('handover_day'), { env: { TZ } }))
    expect((await Promise.all(zones)).map(({ exitCode }) => exitCode)).toEqual([1, 0, 1])
  },
  'ward-line-flaky': async () => {
    const seeds = ['1', '2', '3', '4', '5', '6']
    const runs = seeds.map((PYTHONHASHSEED) => runTests(acceptance('ward_line'), { env: { PYTHONHASHSEED } }))
    const failed = (await Promise.all(runs)).filter(({ exitCode }) => exitCode !== 0)
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.length).toBeLessThan(seeds.length)
  },
  'night-of-minus-sixteen-hours': async () => {
    expect((await runTests(acceptance('night_length'))).said).toContain('-16 != 8')
    expect(await repaired('night_length', LENGTH)).toEqual({ codes: [1, 0], own: 0 })
  },
  'eleven-hours-refused': async () => {
    expect(await repaired('rest_law', REST)).toEqual({ codes: [1, 0], own: 0 })
  },
  'bonus-in-euros': async () => {
    expect(await repaired('night_bonus', CENTS, LENGTH)).toEqual({ codes: [1, 1, 0], own: 0 })
    expect(await after('night_bonus', LENGTH, CENTS)).toEqual([1, 1, 0])
  },
  'names-untidied': async () => {
    const tidied = ['api/ward_roster/text.py', 'return name', 'return " ".join(name.split())'] as const
    expect(await repaired('printed_names', tidied)).toEqual({ codes: [1, 0], own: 0 })
  },
  'late-then-early-is-green': async () => {
    expect(await after('late_then_early', REST)).toEqual([0, 0])
  },
  'three-engines': async () => {
    const built = Object.values(facts.engines)
    expect(built).toHaveLength(3)
    expect(new Set(built.map(({ entries }) => JSON.stringify(entries))).size).toBe(3)
    expect(facts.engines['services.roster_engine']?.tired).not.toEqual([])
    expect((await runTests(acceptance('one_engine'))).said).toContain('3 != 1')
  },
  'three-solvers': () => {
    expect(facts.solvers.names).toEqual(['constraint', 'greedy', 'linear'])
    expect(facts.scenes.solve).toEqual({ greedy: 200, linear: 200, constraint: 200, magic: 422 })
    expect(facts.solvers.open).toEqual({ greedy: 0, linear: 0, constraint: 0 })
    expect(facts.solvers.unknown).toContain('no solver is called magic')
  },
  'paper-form-dead': async () => {
    expect(loaded).not.toContain('ward_roster.services.paper_form')
    expect(await runTestsWithout('api/ward_roster/services/paper_form.py')).toMatchObject({ exitCode: 0 })
  },
  'exporters-by-name': () => {
    expect(facts.services.formats).toEqual({ csv: 'text/csv', ics: 'text/calendar' })
    expect(facts.modules).toContain('ward_roster.exporters.ical')
  },
  'command-by-entry-point': () => {
    expect(facts.printed.split('\n')).toHaveLength(22)
    expect(facts.printed).toMatch(/^day 0  early  Ada\n/)
  },
  'greedy-copy': async () => {
    expect(await runTestsWithout('api/ward_roster/solvers/greedy.py.bak')).toMatchObject({ exitCode: 0 })
  },
  'wards-copy': async () => {
    expect(await runTestsWithout('api/ward_roster/routes/wards.py.bak')).toMatchObject({ exitCode: 0 })
  },
  'week-copy-in-use': async () => {
    const { exitCode, said } = await runTestsWithout('api/tests/fixtures/week_10.json.bak')
    expect(exitCode).toBe(1)
    expect(said).toContain('week_10.json.bak')
  },
}

export const pathOf = (at: string) => join(EXAMPLE, at)
