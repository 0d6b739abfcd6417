/** Demonstrations: containers, workflows, and the tests of the web half as they really run. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  CONTRIB,
  SETS,
  compose,
  healthProgram,
  jobs,
  proxy,
  service,
  stages,
  steps,
  upstream,
  workflows,
} from './web-deployment.ts'
import {
  EXAMPLE,
  entries,
  files,
  isThere,
  load,
  look,
  lostImports,
  modules,
  node,
  python,
  reachable,
  read,
} from './web-example.ts'

/** The queues that the workers of a deployment listen on. */
const heard = (...paths: readonly string[]) =>
  Object.values(compose(...paths)).flatMap(
    ({ command }) => /-Q (\S+)/.exec(command ?? '')?.[1]?.split(',') ?? [],
  )

const shared = (one: string, other: string, ...paths: readonly string[]) =>
  service(one, ...paths).networks?.filter((name) => service(other, ...paths).networks?.includes(name))

const preloaded = () =>
  /shared_preload_libraries=(\S+)/.exec(service('db', 'compose.yaml').command ?? '')?.[1]
const created = () =>
  [...read('deploy/db/01-extensions.sql').matchAll(/CREATE EXTENSION IF NOT EXISTS (\w+);/g)].map(
    ([, name]) => name,
  )

const CI = '.github/workflows/ci.yml'
const step = (name: string) => {
  const found = steps(CI).find((one) => one.name === name)
  if (!found) throw new Error(`there is no step ${name}`)
  return found
}

/** The calls inside the callback of a test, by name; undefined when there is no such test. */
function inTest(path: string, name: string): string[] | undefined {
  let found: string[] | undefined
  let span = { start: 0, end: 0 }
  look(path, {
    CallExpression: ({ arguments: [first, ...others], callee, start, end }) => {
      const text = read(path)
      if (first?.type === 'Literal' && first.value === name) {
        const body = others.at(-1)
        span = body ?? span
        found = []
      } else if (start >= span.start && end <= span.end) found?.push(text.slice(callee.start, callee.end))
    },
  })
  return found
}

const run = (path: string, ...options: readonly string[]) =>
  node(['--test', '--test-reporter=tap', ...options, path])

/** Whether an acceptance test passes once a text of the source is another. */
function passesWith(test: string, source: string, from: string, to: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'ward-roster-'))
  try {
    for (const part of ['web/lib', 'acceptance/node'])
      cpSync(join(EXAMPLE, part), join(folder, part), { recursive: true })
    const text = readFileSync(join(folder, source), 'utf8')
    expect(text.split(from)).toHaveLength(2)
    writeFileSync(
      join(folder, source),
      text.replace(from, () => to),
    )
    return node(['--test', test], folder).ok
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function expectRedUntil(name: string, source: string, from: string, to: string): void {
  const test = `acceptance/node/${name}.test.mjs`
  expect(run(test).ok).toBe(false)
  expect(passesWith(test, source, from, to)).toBe(true)
}

export const GATES: Readonly<Record<string, () => Promise<void> | void>> = {
  'health-check-without-curl': () => {
    expect(stages('deploy/api.Dockerfile').at(-1)?.base).toBe('python:3.12-slim')
    expect(healthProgram('deploy/api.Dockerfile')).toEqual({ program: 'curl', isInstalled: false })
  },
  'web-image-installs-curl': () => {
    expect(healthProgram('deploy/web.Dockerfile')).toEqual({ program: 'curl', isInstalled: true })
    expect(stages('deploy/web.Dockerfile')[0]?.steps.some(({ rest }) => rest.includes('curl'))).toBe(false)
    expect(isThere('web/app/healthz/route.ts')).toBe(true)
  },
  'database-without-pg-cron': () => {
    expect(service('db', 'compose.yaml')).toMatchObject({ image: 'postgres:16-alpine' })
    expect(preloaded()).toBe('pg_cron')
    expect(CONTRIB).not.toContain(preloaded())
    for (const set of SETS) expect(service('db', ...set).image).toBe('postgres:16-alpine')
  },
  'pgcrypto-comes-with-postgres': () => {
    expect(created()).toContain('pgcrypto')
    expect(created().filter((name) => !CONTRIB.includes(name ?? ''))).toEqual(['pg_cron'])
  },
  'backup-depends-on-nobody': () => {
    const missing = SETS.map((set) =>
      Object.values(compose(...set)).flatMap(
        (one) => one.depends_on?.filter((name) => !(name in compose(...set))) ?? [],
      ),
    )
    expect(missing).toEqual([[], ['database']])
  },
  'metrics-of-an-empty-port': () => {
    expect(upstream('/metrics')).toBe('api:9100/metrics')
    const command = stages('deploy/api.Dockerfile')
      .at(-1)
      ?.steps.find(({ word }) => word === 'CMD')?.rest
    const ports = [command, ...SETS.map((set) => service('api', ...set).command ?? '')]
    for (const text of ports) expect(text).not.toContain('9100')
    expect(command).toContain('"--port", "8000"')
  },
  'live-channel-not-upgraded': () => {
    expect(python().routes).toContainEqual(
      expect.objectContaining({ verb: 'WEBSOCKET', path: '/api/v1/live' }),
    )
    expect(upstream('/api/v1/live')).toBe('api:8000/api/v1/live')
    const lines = [proxy().server, ...proxy().locations].flatMap((block) => block.lines)
    expect(lines.filter((line) => /^proxy_set_header (?:Upgrade|Connection) /i.test(line))).toEqual([])
  },
  'mailer-only-sleeps': () => {
    expect(service('mailer', ...SETS[0])).toMatchObject({ image: 'alpine:3.22', command: 'sleep infinity' })
    expect(service('api', ...SETS[0]).environment).toMatchObject({ SMTP_HOST: '${MAIL_RELAY:-mailer}' })
  },
  'web-joins-edge-later': () => {
    expect(shared('proxy', 'web', 'compose.yaml')).toEqual([])
    for (const set of SETS) expect(shared('proxy', 'web', ...set)).toEqual(['edge'])
    const makefile = read('Makefile')
    expect(makefile).toContain('docker compose up')
    expect(makefile).toContain(SETS[1].map((path) => `-f ${path}`).join(' '))
  },
  'reports-heard-beside-base': () => {
    expect(python().queues).toContain('reports')
    expect(heard('compose.yaml')).not.toContain('reports')
    for (const set of SETS) expect(heard(...set)).toContain('reports')
  },
  'preview-folder-missing': () => {
    const folders = workflows().flatMap((path) =>
      jobs(path).flatMap((job) => [
        job.defaults?.run['working-directory'],
        ...job.steps.map((one) => one['working-directory']),
      ]),
    )
    expect([...new Set(folders)].filter((folder) => folder && !isThere(folder))).toEqual(['frontend'])
  },
  'lint-cannot-fail': () => expect(step('Lint').run).toMatch(/oxlint.* web \|\| true$/),
  'types-cannot-fail': () => {
    expect(step('Types')).toMatchObject({ run: 'npx tsc --noEmit', 'continue-on-error': true })
    expect(step('Types').id).toBeUndefined()
  },
  'holes-checked-later': () => {
    const { id } = step('Known holes')
    const later = steps(CI).slice(steps(CI).findIndex(({ name }) => name === 'Known holes'))
    expect(later.find((one) => one.if?.includes(`steps.${id}.outcome == 'failure'`))?.run).toBe('exit 1')
  },
  'tidy-up-may-fail': () => {
    expect(step('Tidy up')).toMatchObject({ if: 'always()', run: 'docker image prune --force || true' })
    expect(jobs(CI).some((job) => job.steps.at(-1)?.name === 'Tidy up')).toBe(true)
  },
  'mcp-tests-not-in-ci': () => {
    const runs = workflows().flatMap((path) => steps(path).flatMap(({ run: command }) => command ?? []))
    expect(runs.filter((command) => command.includes('web/test'))).toHaveLength(1)
    expect(runs.filter((command) => /mcp|make test|npm test/.test(command))).toEqual([])
    expect(run('mcp/test/tools.test.mjs').ok).toBe(true)
  },
  'reconnect-test-skipped': () => {
    const { ok, output } = run('web/test/live.test.mjs')
    expect(ok).toBe(true)
    expect(output).toMatch(/^ok \d+ - a lost channel is opened again # SKIP$/m)
  },
  'modes-skipped-on-windows': () => {
    const { output } = run('web/test/csv.test.mjs')
    const line = /^ok \d+ - an export is readable by its owner alone.*$/m.exec(output)?.[0]
    expect(line?.includes('# SKIP')).toBe(process.platform === 'win32')
    expect(read('web/test/csv.test.mjs')).toContain("'Windows has no file modes'")
  },
  'store-test-cannot-fail': () => {
    const inside = inTest(
      'web/test/board.test.mjs',
      'the store survives a listener that leaves while it is told',
    )
    expect(inside?.filter((name) => name.startsWith('assert'))).toEqual(['assert.ok'])
    expect(read('web/test/board.test.mjs').match(/assert\.ok\(true\)/g)).toHaveLength(1)
  },
  'message-test-asserts-nothing': () => {
    const inside = inTest('web/test/live.test.mjs', 'messages reach the board')
    expect(inside).toContain('connectLive')
    expect(inside?.filter((name) => /assert|expect/.test(name))).toEqual([])
  },
  'assertion-in-a-helper': async () => {
    const inside = inTest('web/test/api.test.mjs', 'nurses are sorted only when somebody asks')
    expect(inside).toContain('expectCalls')
    const { expectCalls } = await load('web/test-support/recorded.mjs')
    expect(() => expectCalls?.([{ method: 'GET', url: '/a' }], ['GET /b'])).toThrow('Expected values')
  },
  'handover-test-without-module': () => {
    const { ok, output } = run('acceptance/node/handover.test.mjs')
    expect(ok).toBe(false)
    expect(output).toContain('ERR_MODULE_NOT_FOUND')
    const lost = [...modules(), ...files('{mcp,acceptance}/**/*.mjs')].flatMap(lostImports)
    expect(lost).toEqual(['web/lib/handover-text.mjs'])
  },
  'bonus-preview-untested': () => {
    const seen = reachable(files('{web,mcp,acceptance}/**/*.test.mjs'))
    expect(files('web/lib/*.mjs').filter((path) => !seen.has(path))).toEqual(['web/lib/bonus-preview.mjs'])
    expect(reachable(entries())).toContain('web/lib/bonus-preview.mjs')
  },
  'cover-by-chance': async () => {
    const { callFirst } = await load('web/lib/cover.mjs')
    const equals = [
      { nurse: 'Ada', hours: 24 },
      { nurse: 'Grace', hours: 24 },
    ]
    const drawn = Array.from({ length: 200 }, () => (callFirst?.(equals) as { nurse: string }).nurse)
    expect(new Set(drawn)).toEqual(new Set(['Ada', 'Grace']))
    expect(read('acceptance/node/cover.test.mjs')).toContain("assert.equal(callFirst(nurses).nurse, 'Ada')")
  },
  'names-keep-stray-spaces': () =>
    expectRedUntil(
      'names',
      'web/lib/names.mjs',
      'return name',
      String.raw`return name.replace(/\s+/g, ' ').trim()`,
    ),
  'weeks-wrong-at-new-year': () =>
    expectRedUntil(
      'week',
      'web/lib/week.mjs',
      'Math.floor((ordinal(date) - weekday + 10) / 7)',
      'Math.ceil(ordinal(new Date(date.getTime() + (4 - weekday) * DAY)) / 7)',
    ),
  'csv-quotes-wrong': () => expectRedUntil('csv', 'web/lib/csv.mjs', String.raw`'\\"'`, `'""'`),
}
