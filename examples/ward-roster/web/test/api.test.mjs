import assert from 'node:assert/strict'
import test from 'node:test'
import { signIn } from '../lib/auth.mjs'
import { request } from '../lib/api.mjs'
import { handoverPack } from '../lib/handover-pack.mjs'
import { listNurses } from '../lib/nurses.mjs'
import { hoursReport } from '../lib/reports.mjs'
import { askFor } from '../lib/requests.mjs'
import { draftRoster, publishRoster } from '../lib/rosters.mjs'
import { expectCalls, recordCalls } from '../test-support/recorded.mjs'

const API = 'http://localhost:8000/api/v1'
process.env.NEXT_PUBLIC_API_BASE = API

test('nurses are sorted only when somebody asks', async () => {
  const calls = recordCalls()
  await listNurses()
  await listNurses('ward')
  expectCalls(calls, [`GET ${API}/nurses`, `GET ${API}/nurses?sort=ward`])
})

test('a week of a ward can be drafted', async () => {
  const calls = recordCalls()
  await draftRoster(3, '2026-03-02')
  assert.deepEqual(calls[0].body, { ward_id: 3, week: '2026-03-02' })
  expectCalls(calls, [`POST ${API}/rosters`])
})

test('publishing sends no body', async () => {
  const calls = recordCalls()
  await publishRoster(7)
  assert.equal(calls[0].body, undefined)
  expectCalls(calls, [`POST ${API}/rosters/7/publish`])
})

test('a wish travels in the words of the API', async () => {
  const calls = recordCalls()
  await askFor({ shiftId: 5, kind: 'swap' })
  assert.deepEqual(calls[0].body, { shift_id: 5, kind: 'swap' })
})

test('the hours of a month are handed on', async () => {
  const report = { month: '2026-03', rows: [{ nurse_id: 4, hours: 8, overtime: 0 }], total: 8 }
  recordCalls({ [`GET ${API}/reports/hours?month=2026-03`]: report })
  assert.deepEqual(await hoursReport('2026-03'), report)
})

test('the pack has a section a ward', async () => {
  recordCalls({
    [`GET ${API}/wards`]: [{ id: 1, name: 'Surgery' }],
    [`GET ${API}/wards/1/notes`]: [{ text: 'Bed 4 sleeps badly' }, { text: 'Pump 2 is out' }],
  })
  assert.deepEqual(await handoverPack(), [{ title: 'Surgery', notes: 'Bed 4 sleeps badly · Pump 2 is out' }])
})

test('signing in goes through the route handler', async () => {
  const calls = recordCalls({ 'POST /api/session': { token: 'a.b.c' } })
  assert.equal(await signIn('ada@ward.example', 'secret'), true)
  expectCalls(calls, ['POST /api/session'])
})

test('a refusal of the API becomes an error with its status', async () => {
  globalThis.fetch = async () => new Response('', { status: 403 })
  await assert.rejects(request('/admin/users'), { status: 403 })
})
