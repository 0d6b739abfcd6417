import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { pythonEventsAdapter } from './live-events.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

const events = (text: string) =>
  factsOf(pythonEventsAdapter, 'liveEvent', file(text)).map(({ name, does }) => [name, does])

test('events are named by literals in messages, in helpers and in emits', () => {
  const text = `
await socket.send_json({"type": "order.made", "id": 1})
await socket.send_text(json.dumps({"event": "order.gone"}))
await hub.broadcast({"type": "order.paid"})
await hub.emit("order.sent", order_id=1)
`
  expect(events(text)).toEqual([
    ['order.made', 'emits'],
    ['order.gone', 'emits'],
    ['order.paid', 'emits'],
    ['order.sent', 'emits'],
  ])
})

test('a helper that hands its event on is none, and unresolved where its callers are not known by name', () => {
  const helper =
    'class Hub:\n    async def NAME(self, event):\n        await self.socket.send_json({"type": event})\n'
  expect(unresolvedOf(pythonEventsAdapter, 'liveEvent', file(helper.replace('NAME', 'emit')))).toEqual([])
  expect(unresolvedOf(pythonEventsAdapter, 'liveEvent', file(helper.replace('NAME', 'tell')))).toHaveLength(1)
})

test('plain text names no event, handlers of socket.io do', () => {
  expect(events('await socket.send_text("hello you")\n')).toEqual([])
  expect(events('@sio.on("join")\ndef joined(sid): ...\n')).toEqual([['join', 'handles']])
})
