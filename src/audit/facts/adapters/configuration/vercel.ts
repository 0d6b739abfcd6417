import { posix } from 'node:path'
import type { Adapter, Findings } from '../../adapter.ts'
import { textAt, valueAt, yamlPlaces, type YamlPlace } from './yaml-place.ts'

/** Rewrites, headers, schedules and variables of a vercel.json. JSON is YAML, and keeps its places so. */
export const vercelAdapter: Adapter = {
  id: 'vercel',
  version: 1,
  reads: (path) => posix.basename(path) === 'vercel.json',
  read(file, found) {
    for (const root of yamlPlaces(file)) {
      readRules(root, found)
      for (const { items } of [valueAt(root, 'headers')].filter((place) => place !== undefined))
        for (const rule of items) readHeaders(rule, found)
      for (const cron of valueAt(root, 'crons')?.items ?? []) {
        const path = textAt(cron, 'path')
        if (path !== null) found.fact('scheduleEntry', cron.span, { name: path, task: path, library: 'cron' })
      }
      readVariables(valueAt(root, 'env'), 'run', found)
      readVariables(valueAt(root, 'build', 'env'), 'build', found)
    }
  },
}

function readRules(root: YamlPlace, found: Findings): void {
  const rewrites = valueAt(root, 'rewrites')
  const lists = rewrites === undefined ? [] : [rewrites, ...rewrites.entries.map(({ value }) => value)]
  for (const rule of [...lists, valueAt(root, 'routes')].flatMap((place) => place?.items ?? [])) {
    const path = textAt(rule, 'source') ?? textAt(rule, 'src')
    const target = textAt(rule, 'destination') ?? textAt(rule, 'dest')
    if (path !== null && target !== null)
      found.fact('proxyRule', rule.span, { path, target, upgrades: false })
  }
}

function readHeaders(rule: YamlPlace, found: Findings): void {
  for (const header of valueAt(rule, 'headers')?.items ?? []) {
    const [name, value] = [textAt(header, 'key'), textAt(header, 'value')]
    if (name === null || value === null) continue
    found.fact('header', header.span, { name, value, by: 'vercel' }, { symbol: textAt(rule, 'source') })
  }
}

function readVariables(place: YamlPlace | undefined, when: 'run' | 'build', found: Findings): void {
  for (const { key: name, span, value } of place?.entries ?? [])
    found.fact('environmentWrite', span, {
      name,
      service: null,
      when,
      // `@name` is a secret that the platform keeps.
      value: value.text?.startsWith('@') ? null : value.text,
      isGenerated: false,
    })
}
