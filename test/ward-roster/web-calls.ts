/** Demonstrations: what the browser and the assistants call, and what is served. */
import { expect } from 'vitest'
import { upstream } from './web-deployment.ts'
import { call, isThere, load, look, python, read } from './web-example.ts'

interface Sent {
  readonly verb: string
  readonly url: string
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** Runs code of the example with a network that notes what is asked of it. */
async function sent(run: () => unknown, answer: (url: string) => unknown = () => []): Promise<Sent[]> {
  const calls: Sent[] = []
  const before = { fetch: globalThis.fetch, base: process.env['NEXT_PUBLIC_API_BASE'] }
  process.env['NEXT_PUBLIC_API_BASE'] = '/api/v1'
  globalThis.fetch = (url, options) => {
    const body =
      typeof options?.body === 'string' ? (JSON.parse(options.body) as Record<string, unknown>) : undefined
    const address = url instanceof Request ? url.url : String(url)
    calls.push({ verb: options?.method ?? 'GET', url: address, body })
    return Promise.resolve(Response.json(answer(address)))
  }
  try {
    await run()
  } finally {
    globalThis.fetch = before.fetch
    if (before.base === undefined) delete process.env['NEXT_PUBLIC_API_BASE']
    else process.env['NEXT_PUBLIC_API_BASE'] = before.base
  }
  return calls
}

const isAt = (pattern: string, path: string) => {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith('{') || part === given[at])
  )
}

/** The routes of the API at an address, which comes through the proxy when it has no host. */
function routesAt(url: string) {
  const path = (url.startsWith('/') ? upstream(url).replace('api:8000', '') : new URL(url).pathname).split(
    '?',
  )[0]
  return python().routes.filter((route) => isAt(route.path, path ?? ''))
}

async function onlyCall(path: string, name: string, ...args: unknown[]): Promise<Sent> {
  const found = await load(path)
  const [one, ...others] = await sent(() => call(found, name, ...args))
  if (!one || others.length > 0) throw new Error(`${name} makes ${others.length + (one ? 1 : 0)} calls`)
  return one
}

async function expectServed(path: string, name: string, ...args: unknown[]): Promise<Sent> {
  const one = await onlyCall(path, name, ...args)
  expect(routesAt(one.url).map(({ verb }) => verb)).toContain(one.verb)
  return one
}

const NOTES = [
  { id: 1, name: 'Surgery' },
  { id: 2, name: 'Children' },
  { id: 3, name: 'Maternity' },
]

const mcpReads = async (name: string, args: unknown) => {
  const [api, tools] = [await load('mcp/api.mjs'), await load('mcp/tools.mjs')]
  return sent(() => call(tools, name, call(api, 'createApi', { origin: 'http://api:8000' }), args))
}

/** What registerTools adds to a server. */
async function registered(): Promise<string[]> {
  const names: string[] = []
  const server = { registerTool: (name: string) => names.push(name) }
  const types = { string: () => 'string', number: () => 'number' }
  call(await load('mcp/register.mjs'), 'registerTools', server, () => [], types)
  return names
}

const documented = () => [...read('mcp/README.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)

/** The events that a board changes for. */
async function handled(events: readonly string[]): Promise<string[]> {
  const live = await load('web/lib/live.mjs')
  const board = {}
  return events.filter((type) => call(live, 'applyEvent', board, { type, roster_id: 1 }) !== board)
}

export const CALLS: Readonly<Record<string, () => Promise<void> | void>> = {
  'staff-unserved': async () => {
    const one = await onlyCall('web/lib/nurses.mjs', 'listStaff')
    expect(one).toMatchObject({ verb: 'GET', url: '/api/v1/staff' })
    expect(routesAt(one.url)).toEqual([])
  },
  'lock-unserved': async () => {
    const one = await onlyCall('web/lib/rosters.mjs', 'lockRoster', 7)
    expect(one).toMatchObject({ verb: 'POST', url: '/api/v1/rosters/7/lock' })
    expect(routesAt(one.url)).toEqual([])
  },
  'summary-prefix-doubled': async () => {
    const one = await onlyCall('web/lib/rosters.mjs', 'rosterSummary', 7)
    expect(routesAt(one.url)).toEqual([])
    expect(routesAt(one.url.replace('/api/v1', ''))).toMatchObject([{ verb: 'GET' }])
  },
  'absence-wrong-verb': async () => {
    const one = await onlyCall('web/lib/nurses.mjs', 'addAbsence', 4, '2026-03-02', '2026-03-04')
    expect(one.verb).toBe('PUT')
    expect(routesAt(one.url)).toMatchObject([{ verb: 'POST', body: Object.keys(one.body ?? {}) }])
  },
  'shift-body-in-camel-case': async () => {
    const shift = { nurseId: 4, wardId: 3, startsAt: '2026-03-02T06:00', endsAt: '2026-03-02T14:00' }
    const one = await expectServed('web/lib/shifts.mjs', 'addShift', shift)
    const wanted = routesAt(one.url).find(({ verb }) => verb === 'POST')?.body ?? []
    expect(wanted).toEqual(expect.arrayContaining(['nurse_id', 'ward_id', 'starts_at', 'ends_at']))
    expect(Object.keys(one.body ?? {}).filter((field) => wanted.includes(field))).toEqual([])
  },
  'verbs-joined-to-a-path': async () => {
    await expectServed('web/lib/rosters.mjs', 'publishRoster', 7)
    await expectServed('web/lib/rosters.mjs', 'rebuildRoster', 7)
  },
  'session-served-by-next': async () => {
    const one = await onlyCall('web/lib/auth.mjs', 'signOut')
    expect(routesAt(one.url)).toEqual([])
    const handlers: string[] = []
    look(`web/app${one.url}/route.ts`, {
      ExportNamedDeclaration: ({ declaration }) =>
        declaration?.type === 'FunctionDeclaration' && handlers.push(declaration.id?.name ?? ''),
    })
    expect(handlers).toContain(one.verb)
  },
  'query-is-no-segment': async () => {
    for (const args of [[], ['ward']]) await expectServed('web/lib/nurses.mjs', 'listNurses', ...args)
    const day = await expectServed('web/lib/shifts.mjs', 'listShifts', { wardId: 3, day: '2026-03-02' })
    expect(new URL(day.url, 'http://ward').searchParams.get('day')).toBe('2026-03-02')
    expect((await expectServed('web/lib/shifts.mjs', 'listShifts')).url).toBe('/api/v1/shifts')
  },
  'wish-renamed-on-the-way': async () => {
    const one = await expectServed('web/lib/requests.mjs', 'askFor', { shiftId: 5, kind: 'swap' })
    expect(routesAt(one.url)).toContainEqual(
      expect.objectContaining({ verb: 'POST', body: Object.keys(one.body ?? {}) }),
    )
  },
  'free-beds-unserved': async () => {
    const [one] = await mcpReads('freeBeds', { ward: 3 })
    expect(routesAt(one?.url ?? '')).toEqual([])
    const [other] = await mcpReads('monthHours', { month: '2026-03' })
    expect(routesAt(other?.url ?? '')).toHaveLength(1)
  },
  'forecast-tool-made-up': async () => {
    const tools = await load('mcp/tools.mjs')
    expect(await mcpReads('forecastDemand', {})).toEqual([])
    expect(await call(tools, 'forecastDemand')).toEqual(await call(tools, 'forecastDemand'))
    expect(await registered()).toContain('forecast_demand')
  },
  'placeholder-is-a-nurse': async () => {
    const tools = await load('mcp/tools.mjs')
    const shifts = [
      { kind: 'late', nurse_id: 4 },
      { kind: 'night', nurse_id: null },
    ]
    const answer = await call(tools, 'whoIsOn', () => Promise.resolve(shifts), { ward: 3, day: '2026-03-02' })
    expect(answer).toEqual([
      { kind: 'late', nurse: 4 },
      { kind: 'night', nurse: expect.stringContaining('bank') as string },
    ])
    expect(await mcpReads('whoIsOn', { ward: 3, day: '2026-03-02' })).toHaveLength(1)
  },
  'swap-tool-only-documented': async () => {
    expect(documented()).toContain('swap_shift')
    expect(await registered()).not.toContain('swap_shift')
  },
  'month-tool-undocumented': async () => {
    expect(await registered()).toContain('month_hours')
    expect(documented()).not.toContain('month_hours')
  },
  'swap-event-never-sent': async () => {
    expect(await handled(['swap.accepted'])).toEqual(['swap.accepted'])
    expect(python().events).not.toContain('swap.accepted')
  },
  'events-nobody-handles': async () => {
    expect(python().events).toEqual(expect.arrayContaining(['roster.updated', 'shift.swapped', 'ward.alert']))
    expect(await handled(python().events)).toEqual(['roster.updated'])
  },
  'hours-failure-hidden': async () => {
    const reports = await load('web/lib/reports.mjs')
    const answers: unknown[] = []
    const calls = await sent(
      async () => answers.push(await call(reports, 'hoursReport', '2026-03')),
      () => {
        throw new Error('the API is down')
      },
    )
    expect(calls).toHaveLength(1)
    expect(answers).toEqual([{ month: '2026-03', rows: [], total: 0 }])
  },
  'notes-asked-ward-by-ward': async () => {
    const pack = await load('web/lib/handover-pack.mjs')
    const calls = await sent(
      () => call(pack, 'handoverPack'),
      (url) => (url.endsWith('/wards') ? NOTES : []),
    )
    expect(calls.map(({ url }) => url.replace('/api/v1', ''))).toEqual([
      '/wards',
      ...NOTES.map(({ id }) => `/wards/${id}/notes`),
    ])
  },
  'cache-cleared-by-anybody': async () => {
    const stranger = new Request('http://ward/', { method: 'POST' })
    const clear = (await call(await load('web/app/api/cache/clear/route.ts'), 'POST', stranger)) as Response
    const warm = (await call(await load('web/app/api/cache/warm/route.ts'), 'POST', stranger)) as Response
    const nurses = (await call(await load('web/app/api/export/route.ts'), 'GET', stranger)) as Response
    expect([clear.status, warm.status, nurses.status]).toEqual([204, 401, 401])
  },
  'sign-in-is-public': async () => {
    const session = await load('web/app/api/session/route.ts')
    const login = new Request('http://ward/', { method: 'POST', body: '{"email":"a@b","password":"c"}' })
    const answers: Response[] = []
    const calls = await sent(
      async () => answers.push((await call(session, 'POST', login)) as Response),
      () => ({ access_token: 'a.b.c' }),
    )
    expect(answers[0]?.headers.get('set-cookie')).toMatch(/^wr_session=a\.b\.c;.*HttpOnly/)
    expect(routesAt(calls[0]?.url ?? '')).toMatchObject([{ verb: 'POST', path: '/api/v1/auth/login' }])
    const out = (await call(session, 'DELETE')) as Response
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
  },
  'token-in-local-storage': async () => {
    const kept = new Map<string, string>()
    const storage = { setItem: (key: string, value: string) => kept.set(key, value), getItem: () => null }
    Object.assign(globalThis, { localStorage: storage })
    try {
      const auth = await load('web/lib/auth.mjs')
      await sent(
        () => call(auth, 'signIn', 'ada@ward.example', 'secret'),
        () => ({ token: 'a.b.c' }),
      )
      expect([...kept.values()]).toEqual(['a.b.c'])
    } finally {
      Reflect.deleteProperty(globalThis, 'localStorage')
    }
  },
  'localhost-in-a-test': async () => {
    const recorded = await load('web/test-support/recorded.mjs')
    const before = globalThis.fetch
    const calls = call(recorded, 'recordCalls') as unknown[]
    const answer = await fetch('http://localhost:1/nobody-listens')
    globalThis.fetch = before
    expect([answer.status, calls.length]).toEqual([200, 1])
    expect(isThere('web/test/api.test.mjs')).toBe(true)
  },
}
