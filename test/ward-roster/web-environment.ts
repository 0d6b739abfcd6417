/** Demonstrations: variables, from whoever sets them to whoever reads them. */
import { runInNewContext } from 'node:vm'
import { Visitor } from 'oxc-parser'
import { expect } from 'vitest'
import {
  SETS,
  blueprint,
  exampleVariables,
  interpolated,
  isRead,
  scriptReads,
  service,
  stages,
  written,
} from './web-deployment.ts'
import { call, clientModules, importsOf, load, look, parse, python, read } from './web-example.ts'

type Variables = Readonly<Record<string, string>>

/** A client module as Next ships it: NEXT_PUBLIC_ variables of the build are texts in it, others are undefined. */
const inlined = (path: string, build: Variables) =>
  read(path).replaceAll(/process\.env\.(\w+)/g, (_, name: string) =>
    name.startsWith('NEXT_PUBLIC_') && name in build ? JSON.stringify(build[name]) : 'undefined',
  )

/** A build to which every variable is given that a module reads, whatever its name. */
const everythingOf = (path: string): Variables =>
  Object.fromEntries(scriptReads().flatMap((one) => (one.path === path ? [[one.name, 'given']] : [])))

/** Runs a client module without imports as a browser would. */
async function inBrowser(path: string, build: Variables): Promise<Readonly<Record<string, () => unknown>>> {
  expect(importsOf(path)).toEqual([])
  const url = `data:text/javascript,${encodeURIComponent(inlined(path, build))}`
  const found: unknown = await import(/* @vite-ignore */ url)
  return found as Record<string, () => unknown>
}

/** The values of the expressions and templates in a component's markup, in the browser. */
function shown(path: string, build: Variables): unknown[] {
  const text = inlined(path, build)
  const found: unknown[] = []
  for (const { start, end } of expressions(path, text))
    found.push(runInNewContext(`(${text.slice(start, end)})`))
  return found
}

function expressions(path: string, text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  const program = parse(path, text)
  new Visitor({ JSXExpressionContainer: ({ expression }) => found.push(expression) }).visit(program)
  return found
}

const buildArguments = () => service('web', 'compose.yaml').build?.args as Variables
const declared = () =>
  stages('deploy/web.Dockerfile')[0]
    ?.steps.filter(({ word }) => word === 'ARG')
    .map(({ rest }) => rest)
const passedOn = () =>
  Object.fromEntries(Object.entries(buildArguments()).filter(([name]) => declared()?.includes(name)))

const readers = (name: string) =>
  scriptReads().flatMap((one) => (one.name === name && !one.path.includes('/test/') ? [one.path] : []))

const generators = (name: string) =>
  blueprint().filter(({ envVars }) => envVars?.some((one) => one.key === name && one.generateValue))

/** Addresses of a machine's own in strings and templates of what browsers run. */
function localAddresses(path: string): string[] {
  const found: string[] = []
  look(path, {
    Literal: ({ value }) => typeof value === 'string' && value.includes('//localhost') && found.push(value),
  })
  return found
}

const EVERYWHERE = [...SETS.map((set) => [...set]), ['compose.yaml']]

export const ENVIRONMENT: Readonly<Record<string, () => Promise<void> | void>> = {
  'live-origin-without-prefix': async () => {
    expect(clientModules()).toContain('web/lib/live-url.mjs')
    expect(service('web', 'compose.yaml').environment).toHaveProperty('LIVE_ORIGIN')
    const browser = await inBrowser('web/lib/live-url.mjs', everythingOf('web/lib/live-url.mjs'))
    expect(browser['liveUrl']?.()).toBe('undefined/api/v1/live')
  },
  'support-mail-of-another-framework': () => {
    expect(clientModules()).toContain('web/components/SupportLink.tsx')
    expect(service('web', 'compose.yaml').environment).toHaveProperty('VITE_SUPPORT_MAIL')
    const path = 'web/components/SupportLink.tsx'
    expect(shown(path, everythingOf(path))).toEqual(['mailto:undefined'])
  },
  'cache-seconds-unread': () => {
    expect(service('api', 'compose.yaml').environment).toHaveProperty('ROSTER_CACHE_SECONDS')
    expect(isRead('ROSTER_CACHE_SECONDS')).toBe(false)
    const others = [...written()].filter((name) => !isRead(name) && !interpolated().has(name))
    const framework = ['NODE_ENV']
    expect(others.filter((name) => !framework.includes(name))).toEqual(['ROSTER_CACHE_SECONDS'])
  },
  'release-stamp-never-written': async () => {
    const unset = scriptReads().filter(({ name }) => !written().has(name))
    expect(unset).toEqual([{ name: 'RELEASE_STAMP', path: 'web/lib/release.mjs' }])
    expect(call(await load('web/lib/release.mjs'), 'release')).toBe('unknown release')
  },
  'hospital-name-after-the-build': () => {
    expect(service('web', 'compose.yaml').environment).toHaveProperty('NEXT_PUBLIC_HOSPITAL_NAME')
    expect(declared()).not.toContain('NEXT_PUBLIC_HOSPITAL_NAME')
    expect(clientModules()).toContain('web/components/HospitalName.tsx')
    expect(shown('web/components/HospitalName.tsx', passedOn())).toEqual([undefined, undefined])
    expect(shown('web/components/HospitalName.tsx', { NEXT_PUBLIC_HOSPITAL_NAME: 'St. Agnes' })).toContain(
      'St. Agnes',
    )
  },
  'release-argument-undeclared': () => {
    expect(service('web', ...SETS[1]).build?.args).toHaveProperty('NEXT_PUBLIC_RELEASE')
    expect(stages('deploy/web.Dockerfile').flatMap(({ steps }) => steps)).not.toContainEqual(
      expect.objectContaining({
        word: 'ARG',
        rest: expect.stringContaining('NEXT_PUBLIC_RELEASE') as string,
      }),
    )
    expect(readers('NEXT_PUBLIC_RELEASE')).toEqual(['web/components/HospitalName.tsx'])
  },
  'secret-key-generated-twice': async () => {
    expect(generators('SECRET_KEY').map(({ name }) => name)).toEqual(['ward-api', 'ward-web'])
    expect(python().settings).toContain('SECRET_KEY')
    const session = await load('web/lib/server-session.mjs')
    const { createHmac } = await import('node:crypto')
    const claims = `e30.${Buffer.from('{"sub":"4"}').toString('base64url')}`
    const token = `${claims}.${createHmac('sha256', 'of the api').update(claims).digest('base64url')}`
    const request = new Request('http://ward/', { headers: { cookie: `wr_session=${token}` } })
    process.env['SECRET_KEY'] = 'of the web'
    expect(call(session, 'sessionOf', request)).toBeUndefined()
    process.env['SECRET_KEY'] = 'of the api'
    expect(call(session, 'sessionOf', request)).toEqual({ sub: '4' })
    delete process.env['SECRET_KEY']
  },
  'report-link-to-localhost': () => {
    const path = 'web/components/ReportDownload.tsx'
    expect(clientModules()).toContain(path)
    expect(localAddresses(path)).toEqual([
      expect.stringMatching(/^http:\/\/localhost:8000\/api\/v1\/reports\/coverage/),
    ])
    expect(readers('NEXT_PUBLIC_API_BASE')).not.toContain(path)
  },
  'page-limit-twice': () => {
    const values = exampleVariables().filter(({ name }) => name === 'PAGE_LIMIT')
    expect(values.map(({ value }) => value)).toEqual(['100', '50'])
    const names = exampleVariables().map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual(['PAGE_LIMIT'])
  },
  'sms-sender-not-passed': () => {
    expect(exampleVariables().map(({ name }) => name)).toContain('SMS_SENDER')
    expect(python().settings).toContain('SMS_SENDER')
    for (const set of EVERYWHERE) expect(service('api', ...set).environment).not.toHaveProperty('SMS_SENDER')
    expect(interpolated()).not.toContain('SMS_SENDER')
  },
  'api-origin-on-the-server': () => {
    expect(readers('API_ORIGIN')).toEqual(['web/lib/server-api.mjs', 'web/next.config.mjs'])
    for (const path of readers('API_ORIGIN')) expect(clientModules()).not.toContain(path)
    expect(service('web', 'compose.yaml').environment).toHaveProperty('API_ORIGIN')
  },
  'api-base-given-to-the-build': async () => {
    expect(passedOn()).toEqual({ NEXT_PUBLIC_API_BASE: '/api/v1' })
    const browser = await inBrowser('web/lib/base-url.mjs', passedOn())
    expect(browser['apiBase']?.()).toBe('/api/v1')
  },
  'server-name-for-envsubst': () => {
    expect(service('proxy', 'compose.yaml').environment).toHaveProperty('SERVER_NAME')
    expect(service('proxy', 'compose.yaml').volumes).toContainEqual(
      expect.stringMatching(/nginx\.conf\.template:\/etc\/nginx\/templates\//),
    )
    expect(read('deploy/nginx.conf.template')).toMatch(/server_name \$\{SERVER_NAME\};/)
  },
  'hospital-renamed-by-compose': () => {
    expect(isRead('HOSPITAL')).toBe(false)
    expect(service('web', 'compose.yaml').environment).toMatchObject({
      NEXT_PUBLIC_HOSPITAL_NAME: '${HOSPITAL}',
    })
    expect(readers('NEXT_PUBLIC_HOSPITAL_NAME')).toHaveLength(1)
  },
  'monitor-secret-handed-on': () => {
    expect(generators('MONITOR_SECRET').map(({ name }) => name)).toEqual(['ward-api'])
    const [taken] = blueprint().flatMap(
      ({ envVars }) => envVars?.filter(({ fromService }) => fromService?.['envVarKey']) ?? [],
    )
    expect(taken?.fromService).toMatchObject({ name: 'ward-api', envVarKey: 'MONITOR_SECRET' })
  },
  'localhost-as-a-default': async () => {
    const base = await inBrowser('web/lib/base-url.mjs', { NEXT_PUBLIC_API_BASE: 'https://ward.example' })
    expect(base['apiBase']?.()).toBe('https://ward.example')
    for (const path of ['web/lib/base-url.mjs', 'web/lib/server-api.mjs', 'web/next.config.mjs']) {
      expect(localAddresses(path)).toHaveLength(1)
      const [variable, ...others] = scriptReads().filter((one) => one.path === path)
      expect(others).toEqual([])
      expect(written()).toContain(variable?.name)
    }
  },
}
