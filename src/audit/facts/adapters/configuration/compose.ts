import { posix } from 'node:path'
import { isPair, isScalar, visit, type Document } from 'yaml'
import type { Adapter, Findings, Span } from '../../adapter.ts'
import type { Relations } from '../../relations.ts'
import type { SourceFile } from '../../source-file.ts'
import { interpolationsOf, ownValue } from './interpolation.ts'
import { addLaunches, isOpaqueLaunch, launchesOfWords } from './launch.ts'
import { shellReads } from './shell-reads.ts'
import { wordsOf } from './words.ts'
import { textAt, textsOf, valueAt, yamlPlaces, type YamlEntry, type YamlPlace } from './yaml-place.ts'

type ComposeService = Relations['composeService']

/** Files that `docker compose` takes, each as it alone says it: which of them go together is told by who starts them. */
export const composeAdapter: Adapter = {
  id: 'compose',
  version: 1,
  reads: (path) => /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(path),
  read(file, found) {
    for (const root of yamlPlaces(file)) {
      for (const service of valueAt(root, 'services')?.entries ?? []) readService(file, service, found)
      for (const kind of ['network', 'volume'] as const)
        for (const { key, span } of valueAt(root, `${kind}s`)?.entries ?? [])
          found.fact('composeResource', span, { kind, name: key })
      const include = valueAt(root, 'include')
      if (include !== undefined) found.unresolved('composeService', include.span)
    }
    const { documents, problems } = file.yaml()
    for (const { document } of documents) readInterpolations(file, document, found)
    if (documents.length === 0 && problems[0] !== undefined) found.unresolved('composeService', problems[0])
  },
}

function readService(file: SourceFile, { key: service, span, value }: YamlEntry, found: Findings): void {
  const columns = columnsOf(file, service, value)
  found.fact('composeService', span, columns, { symbol: service })
  for (const key of ['extends', 'env_file']) {
    const place = valueAt(value, key)
    if (place !== undefined)
      found.unresolved(key === 'extends' ? 'composeService' : 'environmentWrite', place.span)
  }
  const environment = valueAt(value, 'environment')
  if (environment !== undefined) readVariables(environment, { service, when: 'run' }, found)
  const given = valueAt(value, 'build', 'args')
  if (given !== undefined) readVariables(given, { service, when: 'build' }, found)
  const command = valueAt(value, 'command') ?? valueAt(value, 'entrypoint')
  if (columns.command === null || command === undefined) return
  const variables = new Map(environment === undefined ? [] : pairsOf(environment).flatMap(knownPair))
  addLaunches(found, command.span, service, launchesOfWords(columns.command, variables))
  if (isOpaqueLaunch(columns.command)) found.unresolved('process', command.span)
}

function columnsOf(file: SourceFile, service: string, value: YamlPlace): ComposeService {
  const build = valueAt(value, 'build')
  const networks = valueAt(value, 'networks')
  return {
    service,
    image: textAt(value, 'image'),
    ...sourcesOf(file, build),
    target: textAt(build, 'target'),
    command: commandOf(value),
    healthCheck: healthCheckOf(valueAt(value, 'healthcheck')),
    networks: networks === undefined ? null : namesOf(networks),
    dependsOn: namesOf(valueAt(value, 'depends_on')),
    ports: (valueAt(value, 'ports')?.items ?? []).flatMap(hostPort),
    volumes: (valueAt(value, 'volumes')?.items ?? []).flatMap(volumeOf),
  }
}

/** Where its image is built from, from the root; an address, or what a variable says, as written. */
function sourcesOf(file: SourceFile, build: YamlPlace | undefined) {
  const written = build?.text ?? textAt(build, 'context')
  const dockerfile = textAt(build, 'dockerfile') ?? (written === null ? null : 'Dockerfile')
  const isElsewhere = /:\/\/|^git@|\$/.test(`${written ?? ''}${dockerfile ?? ''}`)
  if (isElsewhere) return { context: written, dockerfile }
  const context = posix.join(posix.dirname(file.path), written ?? '.')
  return {
    context: written === null ? null : context,
    dockerfile: dockerfile === null ? null : posix.join(context, dockerfile),
  }
}

function namesOf(place: YamlPlace | undefined): readonly string[] {
  if (place === undefined) return []
  return place.entries.length > 0 ? place.entries.map(({ key }) => key) : textsOf(place)
}

function commandOf(value: YamlPlace): readonly string[] | null {
  const parts = [valueAt(value, 'entrypoint'), valueAt(value, 'command')].filter((part) => part !== undefined)
  if (parts.every(({ text, items }) => text === null && items.length === 0)) return null
  return parts
    .flatMap((part) => (part.text === null ? textsOf(part) : wordsOf(part.text)))
    .map((word) => word.replaceAll('$$', '$'))
}

function healthCheckOf(place: YamlPlace | undefined): ComposeService['healthCheck'] {
  if (textAt(place, 'disable') === 'true') return 'disabled'
  const test = valueAt(place, 'test')
  if (test === undefined) return null
  if (test.text !== null)
    return test.text === 'NONE' ? 'disabled' : ['CMD-SHELL', test.text.replaceAll('$$', '$')]
  const words = textsOf(test).map((word) => word.replaceAll('$$', '$'))
  return words[0] === 'NONE' ? 'disabled' : words
}

/** `8080:80`, `127.0.0.1:8080:80/udp`, `{published: 8080}`; a port alone is put on one that is free. */
function hostPort(place: YamlPlace): readonly string[] {
  if (place.text === null) return [textAt(place, 'published')].filter((port) => port !== null)
  const [ports = '', protocol = 'tcp'] = place.text.split('/')
  const parts = ports.match(/(?:\$\{[^}]*\}|\[[^\]]*\]|[^:])+/g) ?? []
  const host = parts.slice(0, -1).join(':')
  return host === '' ? [] : [protocol === 'tcp' ? host : `${host}/${protocol}`]
}

function volumeOf(place: YamlPlace): readonly string[] {
  if (place.text !== null) return [place.text]
  const target = textAt(place, 'target')
  return target === null ? [] : [[textAt(place, 'source'), target].filter((part) => part !== null).join(':')]
}

interface Variable {
  readonly name: string
  readonly value: string | null
  readonly span: Span
}

/** Of the form of a map or of a list of `NAME=value`. */
function pairsOf(place: YamlPlace): readonly Variable[] {
  const listed = place.items.flatMap(({ text, span }) => {
    const [, name, value] = /^([^=]+)(?:=([^]*))?$/.exec(text ?? '') ?? []
    return name === undefined ? [] : [{ name, value: value ?? null, span }]
  })
  return [...place.entries.map(({ key, span, value }) => ({ name: key, value: value.text, span })), ...listed]
}

function knownPair({ name, value }: Variable): readonly (readonly [string, string])[] {
  return value === null ? [] : [[name, value]]
}

function readVariables(
  place: YamlPlace,
  { service, when }: { readonly service: string; readonly when: 'run' | 'build' },
  found: Findings,
): void {
  for (const { name, value, span } of pairsOf(place))
    found.fact(
      'environmentWrite',
      span,
      { name, service, when, value: ownValue(name, value), isGenerated: false },
      { symbol: service },
    )
}

/** Compose fills in all values, those under `x-` too; `$$` is left for the shell of the container. */
function readInterpolations(file: SourceFile, document: Document.Parsed, found: Findings): void {
  visit(document, {
    Scalar(key, { range }, path) {
      if (key === 'key' || !range) return
      const [, , top, , inner] = path
      const isService = isPair(top) && isScalar(top.key) && top.key.value === 'services'
      const symbol = isService && isPair(inner) && isScalar(inner.key) ? String(inner.key.value) : null
      const text = file.text.slice(range[0], range[1])
      const at = ({ start, end }: Span): Span => ({ start: range[0] + start, end: range[0] + end })
      for (const { name, hasDefault, ...span } of interpolationsOf(text))
        found.fact(
          'environmentRead',
          at(span),
          { name, by: 'interpolation', hasDefault, isClient: false },
          { symbol },
        )
      if (!text.includes('$$')) return
      // The mark that is left of `$$` must not be read as one of compose itself.
      const left = text.replace(/\$(?!\$)(?<!\$\$)|'/g, ' ').replaceAll('$$', ' $')
      for (const { name, hasDefault, ...span } of shellReads(left))
        found.fact(
          'environmentRead',
          at(span),
          { name, by: 'shell', hasDefault, isClient: false },
          { symbol },
        )
    },
  })
}
