/** How the example is deployed: compose sets, images, the proxy, workflows, variables. */
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { files, look, modules, python, read } from './web-example.ts'

const List = z.union([z.array(z.string()), z.record(z.string(), z.unknown()).transform(Object.keys)])
const Environment = z.record(z.string(), z.unknown())
const Service = z.looseObject({
  image: z.string().optional(),
  build: z.looseObject({ dockerfile: z.string().optional(), args: Environment.optional() }).optional(),
  command: z.string().optional(),
  environment: Environment.optional(),
  networks: List.optional(),
  depends_on: List.optional(),
  volumes: z.array(z.string()).optional(),
})
type Service = z.infer<typeof Service>
const Compose = z.looseObject({ services: z.record(z.string(), Service) })

/** The two sets that the Makefile starts. */
export const SETS = [
  ['compose.yaml', 'compose.override.yaml'],
  ['compose.yaml', 'compose.production.yaml'],
] as const

const yamlOf = (path: string): unknown => parseYaml(read(path), { merge: true })

/** Services of compose files, later files over earlier ones, as compose merges them. */
export function compose(...paths: readonly string[]): Readonly<Record<string, Service>> {
  const merged: Record<string, Service> = {}
  for (const path of paths)
    for (const [name, over] of Object.entries(Compose.parse(yamlOf(path)).services)) {
      const base = merged[name] ?? {}
      merged[name] = {
        ...base,
        ...over,
        environment: { ...base.environment, ...over.environment },
        build: { ...base.build, ...over.build, args: { ...base.build?.args, ...over.build?.args } },
        networks: [...new Set([...(base.networks ?? []), ...(over.networks ?? [])])],
        depends_on: [...new Set([...(base.depends_on ?? []), ...(over.depends_on ?? [])])],
      }
    }
  return merged
}

export function service(name: string, ...paths: readonly string[]): Service {
  const found = compose(...paths)[name]
  if (!found) throw new Error(`there is no service ${name}`)
  return found
}

export interface Stage {
  readonly base: string
  readonly steps: readonly { readonly word: string; readonly rest: string }[]
}

/** The stages of a Dockerfile; continued lines are one. */
export function stages(path: string): Stage[] {
  const lines = read(path)
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  const steps = lines.flatMap((line) => {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return word && rest ? [{ word, rest }] : []
  })
  const found: { base: string; steps: { word: string; rest: string }[] }[] = []
  for (const step of steps)
    if (step.word === 'FROM') found.push({ base: step.rest.split(' ')[0] ?? '', steps: [] })
    else found.at(-1)?.steps.push(step)
  return found
}

/** Whether the last stage installs a program that its health check needs; neither base has one of its own. */
export function healthProgram(path: string): { readonly program: string; readonly isInstalled: boolean } {
  const last = stages(path).at(-1)
  const check = last?.steps.find(({ word }) => word === 'HEALTHCHECK')?.rest ?? ''
  const program = /CMD (\S+)/.exec(check)?.[1] ?? ''
  const installs = last?.steps.filter(({ rest }) => /\b(?:apk add|apt-get install)\b/.test(rest)) ?? []
  return { program, isInstalled: installs.some(({ rest }) => rest.split(/\s+/).includes(program)) }
}

interface Block {
  readonly head: string
  readonly lines: string[]
  readonly blocks: Block[]
}

/** The proxy's configuration as a tree. */
export function proxy(): { readonly server: Block; readonly locations: readonly Block[] } {
  const root: Block = { head: '', lines: [], blocks: [] }
  const open = [root]
  const text = read('deploy/nginx.conf.template').replaceAll('${SERVER_NAME}', 'ward.example')
  for (const [, words = '', end] of text.matchAll(/([^{};]*)([{};])/g)) {
    const top = open.at(-1) ?? root
    if (end === ';') top.lines.push(words.trim())
    if (end === '}') open.pop()
    if (end !== '{') continue
    const block: Block = { head: words.trim(), lines: [], blocks: [] }
    top.blocks.push(block)
    open.push(block)
  }
  const server = root.blocks[0] ?? root
  return { server, locations: server.blocks }
}

/** Where the proxy sends a path, as `host:port/path`; the longest location wins. */
export function upstream(path: string): string {
  const [best] = proxy()
    .locations.map(({ head, lines }) => ({ at: head.replace('location ', ''), lines }))
    .filter(({ at }) => path.startsWith(at))
    .toSorted((a, b) => b.at.length - a.at.length)
  const target =
    best?.lines.find((line) => line.startsWith('proxy_pass '))?.slice('proxy_pass http://'.length) ?? ''
  const [host = '', ...rest] = target.split('/')
  return rest.length === 0 ? host + path : `${host}/${rest.join('/')}${path.slice(best?.at.length)}`
}

const Workflow = z.looseObject({
  jobs: z.record(
    z.string(),
    z.looseObject({
      defaults: z.object({ run: z.looseObject({ 'working-directory': z.string().optional() }) }).optional(),
      steps: z.array(
        z.looseObject({
          name: z.string().optional(),
          id: z.string().optional(),
          run: z.string().optional(),
          if: z.string().optional(),
          'continue-on-error': z.boolean().optional(),
          'working-directory': z.string().optional(),
          env: Environment.optional(),
        }),
      ),
    }),
  ),
})

export const workflows = () => files('.github/workflows/*.yml')

export const jobs = (path: string) => Object.values(Workflow.parse(yamlOf(path)).jobs)

export const steps = (path: string) => jobs(path).flatMap((job) => job.steps)

const Render = z.looseObject({
  services: z.array(
    z.looseObject({
      name: z.string(),
      envVars: z
        .array(
          z.looseObject({
            key: z.string(),
            generateValue: z.boolean().optional(),
            fromService: Environment.optional(),
          }),
        )
        .optional(),
    }),
  ),
})

export const blueprint = () => Render.parse(yamlOf('deploy/render.yaml')).services

/** Names and values of the example file, in order. */
export const exampleVariables = () =>
  [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }))

/** Variables that JavaScript reads, with the file. */
export function scriptReads(): { readonly name: string; readonly path: string }[] {
  const found: { name: string; path: string }[] = []
  for (const path of [...modules(), ...files('mcp/*.mjs')])
    look(path, {
      MemberExpression: ({ object, property }) => {
        const isEnvironment =
          object.type === 'MemberExpression' &&
          object.object.type === 'Identifier' &&
          object.object.name === 'process' &&
          object.property.type === 'Identifier' &&
          object.property.name === 'env'
        if (isEnvironment && property.type === 'Identifier') found.push({ name: property.name, path })
      },
    })
  return found
}

const allSets = () => [...SETS.map((set) => compose(...set)), compose('compose.yaml')]

/** What the values of the compose files are filled in from. */
export const interpolated = () =>
  new Set(
    files('compose*.yaml').flatMap((path) =>
      [...read(path).matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name),
    ),
  )

/** Every variable that something sets for a container, an image or a job. */
export const written = () =>
  new Set([
    ...allSets().flatMap((set) =>
      Object.values(set).flatMap((one) => [
        ...Object.keys(one.environment ?? {}),
        ...Object.keys(one.build?.args ?? {}),
      ]),
    ),
    ...exampleVariables().map(({ name }) => name),
    ...blueprint().flatMap(({ envVars }) => (envVars ?? []).map(({ key }) => key)),
    ...files('deploy/*.Dockerfile').flatMap((path) =>
      stages(path).flatMap((stage) =>
        stage.steps
          .filter(({ word }) => word === 'ENV' || word === 'ARG')
          .map(({ rest }) => rest.split('=')[0] ?? ''),
      ),
    ),
    ...workflows().flatMap((path) => steps(path).flatMap(({ env }) => Object.keys(env ?? {}))),
  ])

/** Every variable that something reads: code, settings, templates; images of others read their own. */
export const isRead = (name: string) =>
  /^(?:POSTGRES_|PG)/.test(name) ||
  python().settings.includes(name) ||
  python().names.includes(name) ||
  scriptReads().some((one) => one.name === name) ||
  files('deploy/*.template').some((path) => read(path).includes(`\${${name}}`))

/** Extensions that the official PostgreSQL images contain; preloading anything else needs another image. */
export const CONTRIB = [
  'pgcrypto',
  'btree_gist',
  'pg_trgm',
  'citext',
  'pg_stat_statements',
  'uuid-ossp',
  'hstore',
]
