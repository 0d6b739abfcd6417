/** Routes, guards, middleware and errors, as callers meet them. */
import { expect } from 'vitest'
import { answer, facts, type Demonstrations } from './api-facts.ts'

const { routes, scenes } = facts
const of = (module: string) => routes.filter((route) => route.module === module)
const loose = (module: string) =>
  of(module)
    .filter((route) => !route.model && !route.answersItself)
    .map(({ verb, path }) => `${verb} ${path.replace('/api/v1', '')}`)
const route = (verb: string, path: string) =>
  routes.find((one) => one.verb === verb && one.path === `/api/v1${path}`)
const status = (scene: string) => answer(scene).status

export const routeDemonstrations: Demonstrations = {
  'requests-without-response-models': () => {
    expect(loose('requests')).toEqual([
      'GET /requests',
      'POST /requests',
      'POST /requests/{request_id}/accept',
    ])
    expect(answer('requests').body).toEqual([
      { id: 1, nurse_id: 3, shift_id: 1, kind: 'swap', status: 'open' },
    ])
  },
  'reports-without-response-models': () => {
    expect(loose('reports')).toEqual([
      'GET /reports/hours',
      'GET /reports/bonus',
      'GET /reports/fairness',
      'GET /reports/occupancy',
    ])
    expect(answer('fairness').body).toEqual({ score: 1, spread: 0 })
  },
  'model-by-annotation': () => {
    expect(route('GET', '/nurses')).toMatchObject({ model: true, answersItself: false })
    // The handler returns the roles too; the model leaves them out.
    expect(answer('nurses').body).toContainEqual({ id: 3, name: 'Mary', ward_id: 1 })
  },
  'answers-without-body': () => {
    expect(route('POST', '/rosters/{roster_id}/print')).toMatchObject({ model: false, answersItself: true })
    expect(answer('removeShiftAnonymously')).toMatchObject({ status: 204, body: '' })
    expect(scenes['rebuild']).toMatchObject({ status: 202, body: '' })
  },
  'streams-and-files': () => {
    expect(answer('coverageSheet').body).toBe('early,2\nlate,0\nnight,0\n')
    expect(answer('file').body).toContain('DTSTART;VALUE=DATE:20240226\r\nSUMMARY:early: Mary')
    expect(route('GET', '/rosters/{roster_id}/file')).toMatchObject({ model: false, answersItself: true })
  },
  'on-leave-shadowed': () => {
    expect(route('GET', '/nurses/on-leave')).toBeDefined()
    expect(answer('onLeave')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("'on-leave'") },
    })
  },
  'current-before-parameter': () => {
    expect(answer('currentRoster')).toMatchObject({ status: 200, body: { id: 1, week: '2024-02-26' } })
  },
  'holidays-unmounted': () => {
    expect(status('holidays')).toBe(404)
    expect(of('holidays')).toEqual([])
    expect(facts.modules).not.toContain('ward_roster.routes.holidays')
  },
  'feed-mounted-by-name': () => {
    expect(status('calendar')).toBe(200)
    expect(status('calendarGuessed')).toBe(404)
  },
  'summary-against-its-model': () => {
    expect(answer('summary').body).toEqual({ roster_id: 1, filled: 2, open: 0 })
    expect(answer('summaryOfNothing')).toMatchObject({
      status: 500,
      body: expect.stringContaining('open is missing'),
    })
  },
  'occupancy-made-up': () => {
    const [there, nowhere] = scenes.occupancy.map(([first]) => ({ ...first, ward_id: 0 }))
    expect(there).toEqual(nowhere)
  },
  'shift-removed-by-anybody': () => {
    expect(status('removeShiftAnonymously')).toBe(204)
    expect([status('addShiftAnonymously'), status('addShiftAsNurse'), status('addShiftAsPlanner')]).toEqual([
      401, 403, 201,
    ])
  },
  'guarded-by-router': () => {
    expect(status('absenceAnonymously')).toBe(401)
  },
  'login-is-public': () => {
    expect(scenes.login.access_token.split('.')).toHaveLength(3)
    expect(answer('me')).toMatchObject({ status: 200, body: { id: 1, role: 'admin' } })
    expect(answer('reset')).toMatchObject({ status: 202, body: { accepted: true } })
  },
  'alerts-are-signed': () => {
    expect([status('alertSigned'), status('alertUnsigned')]).toEqual([202, 401])
  },
  'role-changed-by-anybody': () => {
    expect(answer('changeRoleAsNurse')).toMatchObject({ status: 200, body: { id: 3, role: 'admin' } })
    expect(status('usersAsNurse')).toBe(403)
  },
  'todo-of-the-checklist': () => {
    expect(status('checklistAsNurse')).toBe(403)
    expect(answer('checklistAsAdmin').body).toContain('TODO: ask who may authorise swaps')
  },
  'audit-log-for-everybody': () => {
    expect([status('auditLogAsNurse'), status('usersAsNurse')]).toEqual([200, 403])
  },
  'role-nobody-has': () => {
    expect(scenes.closeWard).toEqual({ nurse: 403, planner: 403, admin: 403 })
    expect(status('ward')).toBe(200)
  },
  'refresh-token-never-accepted': () => {
    expect(scenes.login.refresh_token).not.toBe(scenes.login.access_token)
    expect(status('refreshAsAccess')).toBe(401)
    expect(of('auth').map(({ path }) => path.replace('/api/v1/auth/', ''))).toEqual([
      'login',
      'password-reset',
      'me',
    ])
  },
  'secret-with-default': () => {
    expect(facts.tokens.forged).toBe(200)
  },
  'secret-printed': () => {
    expect(facts.spoken).toContain('signed with change-me')
  },
  'wildcard-with-credentials': () => {
    expect(answer('origin').headers).toMatchObject({
      'access-control-allow-origin': 'https://evil.example',
      'access-control-allow-credentials': 'true',
    })
  },
  'log-before-id': () => {
    expect(facts.access.headers['X-Request-Id']).toBe('abc')
    expect(facts.access.lines).toEqual(['- GET /health/live'])
  },
  'body-limit-unregistered': () => {
    expect(status('large')).toBe(200)
  },
  'timing-added-in-a-loop': () => {
    expect(answer('alive').headers['Server-Timing']).toMatch(/^app;dur=/)
  },
  'api-security-headers-missing': () => {
    const sent = Object.keys(answer('alive').headers).map((name) => name.toLowerCase())
    expect(sent).toContain('x-request-id')
    for (const name of ['content-security-policy', 'x-content-type-options', 'strict-transport-security'])
      expect(sent).not.toContain(name)
  },
  'no-exception-handler': () => {
    expect(facts.exceptionHandlers).toBe(0)
    expect(answer('crash')).toMatchObject({
      status: 500,
      body: expect.stringMatching(/^Internal Server Error/),
    })
  },
  'always-ready': () => {
    expect(answer('ready')).toMatchObject({ status: 200, body: { status: 'ok' } })
  },
  'alive-is-constant': () => {
    expect(answer('alive')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(routes.map(({ path }) => path)).toContain('/health/ready')
  },
  'search-by-string': () => {
    expect(answer('search').body).toEqual([{ id: 3, name: 'Mary', ward_id: 1 }])
    expect(JSON.stringify(answer('searchForHashes').body)).toMatch(/"name":"[0-9a-f]{32}\$[0-9a-f]{128}"/)
  },
  'sort-from-a-list': () => {
    expect([status('nurses'), status('nursesByPassword')]).toEqual([200, 422])
  },
  'live-without-login': () => {
    expect(scenes.strangers).toBe(1)
  },
  'query-for-each-nurse': () => {
    const [two, five] = ['2', '5'].map((nurses) => facts.queries[nurses]?.['/reports/hours'] ?? 0)
    expect([two, five]).toEqual([3, 6])
  },
  'query-before-the-loop': () => {
    const [two, five] = ['2', '5'].map((nurses) => facts.queries[nurses]?.['/reports/bonus'] ?? 0)
    expect([two, five]).toEqual([1, 1])
  },
}
