import assert from 'node:assert/strict'
import test from 'node:test'
import { applyEvent, connectLive } from '../lib/live.mjs'
import { liveUrl } from '../lib/live-url.mjs'

class Socket {
  static opened = []
  constructor(url) {
    this.url = url
    Socket.opened.push(this)
  }
  close() {
    this.onclose()
  }
}

test('a changed roster has a new version', () => {
  assert.deepEqual(applyEvent({}, { type: 'roster.updated', roster_id: 7, version: 2 }), {
    versions: { 7: 2 },
  })
})

test('events that are not known change nothing', () => {
  const board = { versions: {} }
  assert.equal(applyEvent(board, { type: 'ward.painted' }), board)
})

test('the channel has an address', () => {
  assert.match(liveUrl(), /\/live$/)
})

test('messages reach the board', () => {
  const heard = []
  connectLive('ws://ward/live', (event) => heard.push(event), { Socket })
  Socket.opened.at(-1).onmessage({ data: '{"type":"roster.updated","roster_id":7,"version":2}' })
})

test.skip('a lost channel is opened again', () => {
  const waiting = []
  connectLive('ws://ward/live', () => {}, { Socket, later: (again) => waiting.push(again) })
  Socket.opened.at(-1).onclose()
  waiting[0]()
  assert.equal(Socket.opened.length, 3)
})
