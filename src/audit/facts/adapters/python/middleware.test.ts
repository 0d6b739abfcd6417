import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { pythonMiddlewareAdapter } from './middleware.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('middleware is told in the order in which it is added, with its settings', () => {
  const text = `
def install(app):
    for one in (Timing, Limit):
        app.add_middleware(one)
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)

@app.middleware("http")
async def request_id(request, call_next): ...

@app.exception_handler(Exception)
async def broken(request, error): ...
`
  const found = factsOf(pythonMiddlewareAdapter, 'middleware', file(text))
  expect(found.map(({ name, order, settings, confidence }) => [name, order, settings, confidence])).toEqual([
    ['Timing', 0, '', 0.9],
    ['Limit', 1, '', 0.9],
    ['CORSMiddleware', 2, 'allow_origins=["*"], allow_credentials=True', 1],
    ['request_id', 3, 'http', 1],
    ['Exception', 4, 'broken', 1],
  ])
})

test('settings that are spread are unresolved', () => {
  expect(
    unresolvedOf(pythonMiddlewareAdapter, 'middleware', file('app.add_middleware(Cors, **options)')),
  ).toHaveLength(1)
})
