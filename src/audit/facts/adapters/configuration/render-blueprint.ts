import { posix } from 'node:path'
import type { Adapter, Findings } from '../../adapter.ts'
import { ownValue } from './interpolation.ts'
import { addLaunches, isOpaqueLaunch, launchesOfShell } from './launch.ts'
import { textAt, valueAt, yamlPlaces, type YamlPlace } from './yaml-place.ts'
import { wordsOf } from './words.ts'

/** Services of Render's blueprint. */
export const renderBlueprintAdapter: Adapter = {
  id: 'render-blueprint',
  version: 1,
  reads: (path) => /(?:^|\/)render\.ya?ml$/.test(path),
  read(file, found) {
    for (const root of yamlPlaces(file)) {
      for (const service of valueAt(root, 'services')?.items ?? []) readService(service, found)
      for (const group of valueAt(root, 'envVarGroups')?.items ?? [])
        readVariables(group, null, textAt(group, 'name'), found)
    }
  },
}

function readService(value: YamlPlace, found: Findings): void {
  const service = textAt(value, 'name')
  if (service === null) {
    found.unresolved('hostedService', value.span)
    return
  }
  const command = valueAt(value, 'dockerCommand') ?? valueAt(value, 'startCommand')
  const words = command?.text === null || command === undefined ? null : wordsOf(command.text)
  const columns = {
    platform: 'render',
    service,
    dockerfile: normalised(textAt(value, 'dockerfilePath')),
    context: normalised(textAt(value, 'dockerContext') ?? textAt(value, 'rootDir')),
    command: words,
  } as const
  found.fact('hostedService', value.span, columns, { symbol: service })
  readVariables(value, service, service, found)
  const health = valueAt(value, 'healthCheckPath')
  if (health !== undefined && health.text !== null)
    found.fact('healthPath', health.span, { service, path: health.text }, { symbol: service })
  if (command === undefined || command.text === null || words === null) return
  addLaunches(found, command.span, service, launchesOfShell(command.text))
  if (isOpaqueLaunch(words)) found.unresolved('process', command.span)
}

/** Paths of a blueprint are of the root, wherever it is. */
function normalised(path: string | null): string | null {
  return path === null ? null : posix.normalize(path)
}

function readVariables(
  value: YamlPlace,
  service: string | null,
  symbol: string | null,
  found: Findings,
): void {
  for (const variable of valueAt(value, 'envVars')?.items ?? []) {
    const name = textAt(variable, 'key')
    if (name === null) {
      // A group of variables: what it has is said where it is defined, or nowhere in the repository.
      found.unresolved('environmentWrite', variable.span)
      continue
    }
    const isGenerated = textAt(variable, 'generateValue') === 'true'
    const written = ownValue(name, textAt(variable, 'value'))
    const columns = { name, service, when: 'run', value: written, isGenerated } as const
    found.fact('environmentWrite', variable.span, columns, { symbol })
  }
}
