import { describe, expect, test } from 'vitest'
import { provingEvidence, type Evidence } from './evidence.ts'

function evidence(check: string, parts: Partial<Evidence> = {}): Evidence {
  return {
    id: check,
    runId: null,
    check,
    command: check,
    argv: [check],
    expect: 'must-pass',
    tree: 't',
    gate: 'g',
    environment: 'e',
    isolation: 'bubblewrap',
    purpose: 'tree',
    green: true,
    finding: '',
    exitCode: 0,
    signal: null,
    timedOut: false,
    durationMs: 1,
    tests: null,
    mutants: null,
    excerpt: '',
    file: 'evidence/x.json',
    at: 0,
    ...parts,
  }
}

describe('provingEvidence', () => {
  const wanted = { checks: ['a', 'b'], isolation: 'bubblewrap' as const }

  test('all of it, green and equally isolated, counts again, in the order asked', () => {
    const found = [evidence('b'), evidence('a'), evidence('more')]
    expect(provingEvidence(found, wanted)?.map(({ check }) => check)).toEqual(['a', 'b'])
  })

  test.each([
    ['one is missing', [evidence('a')]],
    ['one is red', [evidence('a'), evidence('b', { green: false })]],
    ['one was seen without a jail', [evidence('a'), evidence('b', { isolation: 'none' })]],
    ['one was green and is red now', [evidence('a'), evidence('b'), evidence('b', { green: false })]],
    ['there is none', []],
  ])('nothing counts when %s', (_why, found) => {
    expect(provingEvidence(found, wanted)).toBeNull()
  })

  test('asking for nothing proves nothing', () => {
    expect(provingEvidence([evidence('a')], { ...wanted, checks: [] })).toBeNull()
  })
})
