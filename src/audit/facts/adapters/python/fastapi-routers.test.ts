import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { fastapiRoutersAdapter } from './fastapi-routers.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('a router has its prefix and the dependencies of all its routes', () => {
  const text = `
API = "/api"
app = FastAPI()
router = APIRouter(prefix=f"{API}/orders", dependencies=[Depends(current_user), Security(check, scopes=["a"])])
`
  const found = factsOf(fastapiRoutersAdapter, 'router', file(text))
  expect(
    found.map(({ name, prefix, guards, isApplication }) => ({ name, prefix, guards, isApplication })),
  ).toEqual([
    { name: 'app', prefix: '', guards: [], isApplication: true },
    { name: 'router', prefix: '/api/orders', guards: ['current_user', 'check'], isApplication: false },
  ])
})

test('routers that a loop mounts are mounted one by one, with less confidence', () => {
  const text = `
def create_app():
    for module in (orders, carts):
        app.include_router(module.router, prefix=API)
    app.include_router(health.router)

API = "/v1"
`
  const found = factsOf(fastapiRoutersAdapter, 'routerMount', file(text))
  expect(found.map(({ parent, child, prefix, confidence }) => [parent, child, prefix, confidence])).toEqual([
    ['app', 'orders.router', '/v1', 0.9],
    ['app', 'carts.router', '/v1', 0.9],
    ['app', 'health.router', '', 1],
  ])
})

test('a router of a module that is loaded by name is named by that module', () => {
  const text = `
FEEDS = ["ical"]
for feed in FEEDS:
    module = import_module(f"app.routes.{feed}")
    app.include_router(module.router)
`
  expect(factsOf(fastapiRoutersAdapter, 'routerMount', file(text)).map(({ child }) => child)).toEqual([
    'app.routes.ical.router',
  ])
})

test('a prefix from elsewhere is unresolved, and the mount is unsure', () => {
  const text = 'app.include_router(orders.router, prefix=settings.api_prefix)'
  expect(factsOf(fastapiRoutersAdapter, 'routerMount', file(text))).toMatchObject([
    { prefix: '', confidence: 0.5 },
  ])
  expect(unresolvedOf(fastapiRoutersAdapter, 'routerMount', file(text))).toHaveLength(1)
})

test('types that carry a dependency are told', () => {
  const text = 'CurrentUser = Annotated[User, Depends(get_current_user)]\nId = Annotated[int, Path()]\n'
  const found = factsOf(fastapiRoutersAdapter, 'dependencyAlias', file(text))
  expect(found.map(({ name, guards }) => [name, guards])).toEqual([['CurrentUser', ['get_current_user']]])
})

test('served files are no router', () => {
  const text =
    'from fastapi import FastAPI\napp.mount("/static", StaticFiles(directory="static"))\napp.mount("/v2", second)\n'
  expect(factsOf(fastapiRoutersAdapter, 'routerMount', file(text)).map(({ child }) => child)).toEqual([
    'second',
  ])
})

test('texts that do not parse give nothing, and names that name themselves end', () => {
  expect(factsOf(fastapiRoutersAdapter, 'router', file('router = APIRouter(\ndef x('))).toEqual([])
  expect(
    unresolvedOf(fastapiRoutersAdapter, 'router', file('a = b\nb = a\nrouter = APIRouter(prefix=a)\n')),
  ).toHaveLength(1)
})
