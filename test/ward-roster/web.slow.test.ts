import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CALLS } from './web-calls.ts'
import { ENVIRONMENT } from './web-environment.ts'
import { isThere, truthText } from './web-example.ts'
import { GATES } from './web-gates.ts'
import { STATE } from './web-state.ts'
import { STRUCTURE } from './web-structure.ts'

const Truth = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+$/),
  kind: z.enum(['defect', 'trap']),
  layer: z.string(),
  at: z.array(z.string()).nonempty(),
  says: z.string(),
  probes: z.array(z.string()),
})

const truths = z.array(Truth).parse(parse(truthText()))
const tables = [STRUCTURE, STATE, CALLS, ENVIRONMENT, GATES]

async function expectDemonstrated(key: string): Promise<void> {
  const [demonstration] = tables.flatMap((table) => table[key] ?? [])
  if (!demonstration) throw new Error(`nothing demonstrates ${key}`)
  await demonstration()
}

test('every key of the truth list is demonstrated once, and nothing else is', () => {
  const demonstrated = tables.flatMap((table) => Object.keys(table))
  expect(demonstrated.toSorted()).toEqual(truths.map(({ key }) => key).toSorted())
})

test('every place that the truth list names is there', () => {
  expect(truths.flatMap(({ at }) => at).filter((path) => !isThere(path))).toEqual([])
})

test.for(truths)('$kind: $key', ({ key }) => expectDemonstrated(key))
