import type { FactBase } from '../facts/fact-base.ts'
import type { Fact } from '../facts/fact.ts'
import type { RelationName } from '../facts/relations.ts'
import type { Layer } from '../layers.ts'

export interface LayerCount {
  readonly layer: Layer
  /** What is counted, as reports call it. */
  readonly what: string
  readonly count: number
}

interface Counting {
  readonly layer: Layer
  readonly what: string
  readonly count: (base: FactBase) => number
}

/** Everything that is counted, in the order in which reports tell it. */
const COUNTINGS: readonly Counting[] = [
  row(
    'frontend-architecture',
    'modules in JavaScript and TypeScript',
    (base) => base.all('module').filter(({ language }) => language === 'script').length,
  ),
  every('frontend-components', 'components', 'component'),
  distinct('state-management', 'storage keys', 'storageKey', ({ key, store }) => `${store} ${key}`),
  every('middleware', 'middleware', 'middleware'),
  distinct('database', 'tables that models map', 'model', ({ table }) => table),
  row('database', 'relations between them', (base) =>
    sum(base.all('model').map(({ references }) => Object.keys(references).length)),
  ),
  every('database', 'migrations', 'migration'),
  row(
    'authentication',
    'routes with a guard of their own',
    (base) => base.all('route').filter(({ guards }) => guards.length > 0).length,
  ),
  distinct('containers', 'services', 'composeService', ({ service }) => service),
  every('containers', 'images', 'image'),
  distinct('ci-tests', 'workflows', 'ciStep', ({ workflow }) => workflow),
  every('ci-tests', 'test cases', 'testCase'),
  row(
    'ci-tests',
    'of them skipped',
    (base) => base.all('testCase').filter(({ skip }) => skip !== null).length,
  ),
  every('mcp-tools', 'tools', 'tool'),
  distinct('background-tasks', 'queues', 'queueDeclaration', ({ queue }) => queue),
  every('background-tasks', 'tasks', 'taskDefinition'),
  every('background-tasks', 'schedules', 'scheduleEntry'),
  distinct('real-time', 'events', 'liveEvent', ({ name }) => name),
  every('api-routes', 'routes', 'route'),
  row(
    'api-routes',
    'of them with a response model',
    (base) => base.all('route').filter(({ responseModel }) => responseModel !== null).length,
  ),
  every('frontend-backend-integration', 'requests of clients', 'clientCall'),
  distinct('environment', 'variables that are written', 'environmentWrite', ({ name }) => name),
  distinct('environment', 'variables that are read', 'environmentRead', ({ name }) => name),
  every('environment', 'settings', 'setting'),
]

/** Counts of what there is; a layer without any row that counts something has no such stack. */
export function inventoryOf(base: FactBase): readonly LayerCount[] {
  return COUNTINGS.map(({ layer, what, count }) => ({ layer, what, count: count(base) })).filter(
    ({ count }) => count > 0,
  )
}

function row(layer: Layer, what: string, count: (base: FactBase) => number): Counting {
  return { layer, what, count }
}

function every(layer: Layer, what: string, relation: RelationName): Counting {
  return row(layer, what, (base) => base.all(relation).length)
}

function distinct<Name extends RelationName>(
  layer: Layer,
  what: string,
  relation: Name,
  key: (fact: Fact<Name>) => string,
): Counting {
  return row(layer, what, (base) => {
    return new Set(base.all(relation).map(key)).size
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
