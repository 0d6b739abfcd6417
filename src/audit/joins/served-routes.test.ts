import { expect, test } from 'vitest'
import { factBaseOf } from '../../../test/fact-base.ts'
import { servedRoutes } from './served-routes.ts'

const ITEMS = `from fastapi import APIRouter

router = APIRouter(prefix="/items")


@router.get("/{item_id}")
def get_item(item_id: int): ...
`
const app = (...lines: readonly string[]): string =>
  ['from fastapi import FastAPI', 'from .routes import items', '', 'app = FastAPI()', ...lines, ''].join('\n')

function served(main: string, more: Readonly<Record<string, string>> = {}) {
  const files = { 'shop/main.py': main, 'shop/routes/items.py': ITEMS, ...more }
  return servedRoutes(factBaseOf(files)).map(({ verb, path, mount }) => `${verb} ${path} ${mount}`)
}

test('a route stands behind the prefixes of everything that its router is mounted in [audit-routes]', () => {
  expect(served(app('app.include_router(items.router, prefix="/api")'))).toEqual([
    'GET /api/items/{} mounted',
  ])
})

test('a router that is mounted twice is served twice, one that is mounted nowhere not at all [audit-routes]', () => {
  const twice = app(
    'app.include_router(items.router, prefix="/a")',
    'app.include_router(items.router, prefix="/b")',
  )
  expect(served(twice)).toEqual(['GET /a/items/{} mounted', 'GET /b/items/{} mounted'])
  expect(served(app())).toEqual(['GET /items/{} unmounted'])
})

test('a router within a router has both prefixes', () => {
  const all =
    'from fastapi import APIRouter\nfrom . import items\n\nrouter = APIRouter(prefix="/v1")\nrouter.include_router(items.router)\n'
  const main =
    'from fastapi import FastAPI\nfrom .routes import all\n\napp = FastAPI()\napp.include_router(all.router, prefix="/api")\n'
  expect(served(main, { 'shop/routes/all.py': all })).toEqual(['GET /api/v1/items/{} mounted'])
})

test('while a mount cannot be made out, no router is called unmounted', () => {
  const unclear = app('for module in plugins():', '    app.include_router(module.router)')
  expect(served(unclear)).toEqual(['GET /items/{} unknown'])
})
