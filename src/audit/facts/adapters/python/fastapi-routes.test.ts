import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { fastapiRoutesAdapter } from './fastapi-routes.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('a route has its verb, its path without names, its models and its guards', () => {
  const text = `
from fastapi import APIRouter
class OrderIn(BaseModel):
    name: str

@router.put("/{order_id:int}/items", response_model=list[OrderOut], dependencies=[Depends(only_admins)])
async def change(order_id: int, body: OrderIn, user: User = Depends(require_role("planner"))): ...
`
  expect(factsOf(fastapiRoutesAdapter, 'route', file(text))).toMatchObject([
    {
      verb: 'PUT',
      path: '/{}/items',
      handler: 'change',
      router: 'router',
      responseModel: 'list[OrderOut]',
      bodyModel: 'OrderIn',
      guards: ['only_admins', 'require_role("planner")'],
      confidence: 1,
      line: 6,
    },
  ])
})

test('a return annotation is a response model, a plain response is none', () => {
  const text = `
from fastapi import APIRouter
@router.get("/a")
def a() -> OrderOut: ...
@router.get("/b")
def b() -> Response: ...
@router.get("/c", response_model=None)
def c() -> OrderOut: ...
`
  const found = factsOf(fastapiRoutesAdapter, 'route', file(text))
  expect(found.map(({ responseModel }) => responseModel)).toEqual(['OrderOut', null, null])
})

test('imported types are a guess, and the guess says so', () => {
  const text = `
from fastapi import APIRouter
@router.post("")
def add(session: SessionDep, user: CurrentUser, body: OrderIn): ...
@router.get("/{order_id}")
def get(order: Lookup): ...
`
  const found = factsOf(fastapiRoutesAdapter, 'route', file(text))
  expect(found.map(({ bodyModel, openTypes, confidence }) => [bodyModel, openTypes, confidence])).toEqual([
    ['OrderIn', ['SessionDep', 'CurrentUser', 'OrderIn'], 0.9],
    [null, ['Lookup'], 0.9],
  ])
})

test('an alias of the own file is a guard', () => {
  const text = `
from fastapi import APIRouter
CurrentUser = Annotated[User, Depends(get_user)]
@router.post("")
def add(user: CurrentUser, body: Annotated[OrderIn, Body()]): ...
@router.delete("/{name}")
def remove(user: CurrentUser): ...
`
  const found = factsOf(fastapiRoutesAdapter, 'route', file(text))
  expect(found.map(({ guards, bodyModel }) => [guards, bodyModel])).toEqual([
    [['get_user'], 'OrderIn'],
    [['get_user'], null],
  ])
})

test('several methods are several routes, in their order', () => {
  const text =
    'from fastapi import APIRouter\n@router.api_route("/x", methods=["GET", "POST"])\ndef x(): ...\n@app.get("/y")\ndef y(): ...\n'
  const found = factsOf(fastapiRoutesAdapter, 'route', file(text))
  expect(found.map(({ verb, order }) => [verb, order])).toEqual([
    ['GET', 0],
    ['POST', 1],
    ['GET', 2],
  ])
})

test('a websocket is a socket and no route', () => {
  const text =
    'from fastapi import APIRouter\n@router.websocket("/live/{room}")\nasync def live(socket: WebSocket): ...\n'
  expect(factsOf(fastapiRoutesAdapter, 'socket', file(text))).toMatchObject([
    { side: 'server', path: '/live/{}' },
  ])
  expect(factsOf(fastapiRoutesAdapter, 'route', file(text))).toEqual([])
})

test('other decorators with the names of verbs are no routes, and open paths are unresolved', () => {
  const text =
    'from fastapi import APIRouter\n@mock.patch("os.getcwd")\ndef a(): ...\n@router.get(path_of("x"))\ndef b(): ...\n'
  expect(factsOf(fastapiRoutesAdapter, 'route', file(text))).toEqual([])
  expect(unresolvedOf(fastapiRoutesAdapter, 'route', file(text))).toHaveLength(1)
})

test('a path with an open beginning is unresolved, one with a constant is not', () => {
  const text = `
from fastapi import APIRouter
@router.get(ELSEWHERE + "/x")
def a(): ...
@router.get(f"{HERE}/y")
def b(): ...
HERE = "/here"
`
  expect(factsOf(fastapiRoutesAdapter, 'route', file(text)).map(({ path }) => path)).toEqual(['/here/y'])
  expect(unresolvedOf(fastapiRoutesAdapter, 'route', file(text))).toHaveLength(1)
})
