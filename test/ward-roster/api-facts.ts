/** What the Python half of the example does when it runs, on stand-ins for the libraries that it is written for. */
import { execa } from 'execa'
import { readFileSync } from 'node:fs'
import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { temporaryDirectory } from '../temporary.ts'

const HERE = import.meta.dirname
export const EXAMPLE = join(HERE, '../../examples/ward-roster')
const TRUTH = join(HERE, '../../examples/ward-roster-truth/api.yaml')

/** A demonstration shows by running the example that an entry of the truth list is so; it throws where it is not. */
export type Demonstrations = Readonly<Record<string, () => void | Promise<void>>>

const Entry = z.strictObject({
  key: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  kind: z.enum(['defect', 'trap']),
  layer: z.string(),
  at: z.array(z.string()).min(1),
  says: z.string().endsWith('.'),
  probes: z.array(z.string()),
})

export const truth = z.array(Entry).parse(parse(readFileSync(TRUTH, 'utf8')))

const Answer = z.object({ status: z.number(), body: z.unknown(), headers: z.record(z.string(), z.string()) })
const Sent = z.object({
  status: z.number(),
  body: z.string(),
  sent: z.array(z.object({ task: z.string(), queue: z.string() })),
})
const Strings = z.array(z.string())
const Engine = z.object({
  entries: z.array(z.object({ day: z.number(), shift: z.string(), nurse: z.nullable(z.string()) })),
  tired: Strings,
})

const Facts = z.object({
  spoken: z.string(),
  printed: z.string(),
  routes: z.array(
    z.object({
      verb: z.string(),
      path: z.string(),
      module: z.string(),
      model: z.boolean(),
      answersItself: z.boolean(),
    }),
  ),
  scenes: z.looseObject({
    login: z.object({ access_token: z.string(), refresh_token: z.string() }),
    closeWard: z.record(z.string(), z.number()),
    solve: z.record(z.string(), z.number()),
    occupancy: z.array(z.array(z.record(z.string(), z.number()))),
    events: z.record(z.string(), Strings),
    strangers: z.number(),
    printed: z.array(z.tuple([z.number(), z.string()])),
    onLeaveStatement: z.object({ statement: z.string(), rows: z.number() }),
  }),
  queries: z.record(z.string(), z.record(z.string(), z.number())),
  exceptionHandlers: z.number(),
  access: z.object({ lines: Strings, headers: z.record(z.string(), z.string()) }),
  database: z.object({
    tables: z.record(z.string(), Strings),
    models: z.record(z.string(), Strings),
    heads: Strings,
    headsAtFour: Strings,
    headsAtFive: Strings,
    numbers: Strings,
    indexes: z.array(
      z.object({
        name: z.string(),
        table: z.string(),
        columns: Strings,
        unique: z.boolean(),
        where: z.nullable(z.string()),
      }),
    ),
    foreignKeys: z.array(z.object({ table: z.string(), column: z.string() })),
    notNull: z.record(z.string(), z.string()),
    twoActive: z.record(z.string(), z.string()),
    extensions: Strings,
    policies: z.record(z.string(), z.record(z.string(), z.number())),
    plans: z.record(z.string(), Strings),
  }),
  engines: z.record(z.string(), Engine),
  solvers: z.object({
    names: Strings,
    open: z.record(z.string(), z.number()),
    openWithoutNurses: z.array(z.null()),
    unknown: z.string(),
  }),
  services: z.object({
    link: z.string(),
    wasSent: z.boolean(),
    senders: Strings,
    unknownFormat: z.string(),
    formats: z.record(z.string(), z.string()),
  }),
  tokens: z.object({ minutes: z.number(), forged: z.number() }),
  settings: z.object({
    fields: Strings,
    asked: Strings,
    horizon: z.number(),
    calendarKey: z.string(),
    shiftsOfDraft: z.number(),
  }),
  modules: Strings,
})

const Worker = z.object({
  include: Strings,
  tasks: Strings,
  queues: Strings,
  routed: z.record(z.string(), z.string()),
  beat: z.record(z.string(), z.string()),
  modules: Strings,
})

const Ran = z.object({ ran: z.number(), failed: Strings, skipped: z.record(z.string(), z.string()) })
const Suite = z.object({
  all: z.object({
    ran: z.number(),
    failed: z.number(),
    skipped: z.record(z.string(), z.string()),
    modules: Strings,
  }),
  engineRaises: Ran,
  engineNonsense: Ran,
  greedyUnlawful: Ran,
})

const QUIET = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', TZ: 'UTC' }
const ON_STAND_INS = {
  ...QUIET,
  PYTHONPATH: [join(HERE, 'stand-ins'), join(EXAMPLE, 'api')].join(':'),
  MONITOR_SECRET: 'of the monitors',
  ICAL_FEED_KEY: 'of the feeds',
  // Nobody listens there, so that no message leaves.
  SMTP_HOST: '127.0.0.1',
}

async function told(script: string, env: object): Promise<unknown> {
  const { stdout } = await execa('python3', [join(HERE, script), join(EXAMPLE, 'api')], {
    env: { ...env },
    extendEnv: false,
    timeout: 60_000,
  })
  return JSON.parse(stdout)
}

const [facts, worker, suite] = await Promise.all([
  told('api_facts.py', ON_STAND_INS).then((found) => Facts.parse(found)),
  told('api_worker.py', ON_STAND_INS).then((found) => Worker.parse(found)),
  told('api_suite.py', QUIET).then((found) => Suite.parse(found)),
])
export { facts, suite, worker }

/** The answer to a call of api_scenes.py. */
export const answer = (scene: string) => Answer.parse(facts.scenes[scene])

/** What a call of api_scenes.py sent to the workers. */
export const sentBy = (scene: string) => Sent.parse(facts.scenes[scene])

export interface TestRun {
  readonly exitCode: number | undefined
  readonly said: string
}

/** Runs the tests of a file, or all of the API's own, from the root of an example. */
export async function runTests(
  file: string | null,
  {
    root = EXAMPLE,
    env = {},
  }: { readonly root?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<TestRun> {
  const words = file === null ? ['discover', '-s', 'api/tests', '-t', 'api'] : [file]
  const { exitCode, stderr } = await execa('python3', ['-m', 'unittest', ...words], {
    cwd: root,
    env: { ...QUIET, ...env },
    extendEnv: false,
    reject: false,
    timeout: 60_000,
  })
  return { exitCode, said: stderr }
}

/** A copy of the example's Python half in which one may change things. */
export async function copyOfExample(): Promise<string> {
  const root = await temporaryDirectory()
  for (const part of ['api', 'acceptance/python'])
    await cp(join(EXAMPLE, part), join(root, part), { recursive: true })
  return root
}

/** Replaces one text that is there once. */
export async function replaceIn(root: string, path: string, from: string, to: string): Promise<void> {
  const parts = readFileSync(join(root, path), 'utf8').split(from)
  if (parts.length !== 2) throw new Error(`${path} holds ${JSON.stringify(from)} ${parts.length - 1} times`)
  await writeFile(join(root, path), parts.join(to))
}

/** The API's own tests after a file was removed. */
export async function runTestsWithout(path: string): Promise<TestRun> {
  const root = await copyOfExample()
  await rm(join(root, path))
  return runTests(null, { root })
}
