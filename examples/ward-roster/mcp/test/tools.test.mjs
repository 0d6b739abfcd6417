import assert from 'node:assert/strict'
import test from 'node:test'
import { createApi } from '../api.mjs'
import { registerTools } from '../register.mjs'
import { findNurse, listWards, rosterStatus, monthHours, whoIsOn } from '../tools.mjs'

const reading = (answers) => async (path) => answers[path]

test('closed wards are left out', async () => {
  const read = reading({
    '/wards': [
      { id: 1, name: 'Surgery' },
      { id: 2, name: 'Old wing', closed: true },
    ],
  })
  assert.deepEqual(await listWards(read), [{ id: 1, name: 'Surgery' }])
})

test('a term with spaces finds a nurse', async () => {
  assert.deepEqual(
    await findNurse(reading({ '/nurses/search?term=ada%20l': [{ id: 4 }] }), { term: 'ada l' }),
    [{ id: 4 }],
  )
})

test('an open shift is one for the bank', async () => {
  const shifts = [
    { kind: 'late', nurse_id: 4 },
    { kind: 'night', nurse_id: null },
  ]
  const on = await whoIsOn(reading({ '/shifts?ward_id=3&day=2026-03-02': shifts }), {
    ward: 3,
    day: '2026-03-02',
  })
  assert.deepEqual(on, [
    { kind: 'late', nurse: 4 },
    { kind: 'night', nurse: 'placeholder (bank nurse)' },
  ])
})

test('a roster says how far it is', async () => {
  const read = reading({ '/rosters/7': { status: 'draft' }, '/rosters/7/summary': { filled: 40, open: 2 } })
  assert.deepEqual(await rosterStatus(read, { roster: 7 }), { status: 'draft', filled: 40, open: 2 })
})

test('the hours of a month are read', async () => {
  assert.deepEqual(
    await monthHours(reading({ '/reports/hours?month=2026-03': { total: 8 } }), { month: '2026-03' }),
    { total: 8 },
  )
})

test('the reader sends the token', async () => {
  let sent
  globalThis.fetch = async (url, { headers }) => {
    sent = { url, ...headers }
    return Response.json({})
  }
  await createApi({ origin: 'http://api', token: 'a.b.c' })('/wards')
  assert.deepEqual(sent, { url: 'http://api/api/v1/wards', authorization: 'Bearer a.b.c' })
})

test('a registered tool answers with text', async () => {
  const added = new Map()
  const server = { registerTool: (name, _about, run) => added.set(name, run) }
  registerTools(server, reading({ '/wards': [{ id: 1, name: 'Surgery' }] }), {
    string: () => 's',
    number: () => 'n',
  })
  const answer = await added.get('list_wards')({})
  assert.equal(answer.content[0].text, '[{"id":1,"name":"Surgery"}]')
})
