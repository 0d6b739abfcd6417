import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { socketAdapter } from './sockets.ts'

const events = (text: string, path = 'a.ts') =>
  factsOf(socketAdapter, 'liveEvent', { path, text }).map(({ name, does, side }) => [name, does, side])

test('events of socket.io are sent and handled by name; those of the library and of other emitters are none', () => {
  const text = `
import { Server } from 'socket.io'
const io = new Server(server)
io.on('connection', (socket) => {
  socket.on('chat:send', () => io.to(room).emit('chat:new', 1))
  socket.on('disconnect', stop)
  emitter.emit('internal')
})
`
  expect(events(text)).toEqual([
    ['chat:send', 'handles', 'server'],
    ['chat:new', 'emits', 'server'],
  ])
  expect(factsOf(socketAdapter, 'socket', { path: 'a.ts', text })).toMatchObject([
    { side: 'server', path: '/socket.io' },
  ])
})

test('messages of a plain socket are told apart by their type', () => {
  const text = `
const socket = new WebSocket(\`\${ORIGIN}/live\`)
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data)
  switch (message.type) { case 'a.changed': return 1 }
  if (message.type === 'b.changed') return 2
}
socket.send(JSON.stringify({ type: 'hello' }))
switch (action.type) { case 'reduced': break }
`
  expect(events(text)).toEqual([
    ['hello', 'emits', 'client'],
    ['a.changed', 'handles', 'client'],
    ['b.changed', 'handles', 'client'],
  ])
  expect(factsOf(socketAdapter, 'socket', { path: 'a.ts', text })).toMatchObject([
    { side: 'client', path: '/live' },
  ])
})
