import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { pythonClientsAdapter } from './http-clients.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

const calls = (text: string) =>
  factsOf(pythonClientsAdapter, 'clientCall', file(text)).map(({ verb, path, base, fields }) => [
    verb,
    path,
    base,
    fields,
  ])

test('calls have their verb, their path without parameters and query, and the base as written', () => {
  const text = `
import httpx, requests
httpx.get("https://shop.example/orders?page=1")
requests.post(f"{settings.api}/orders/{order_id}/items", json={"name": 1, "count": 2})
requests.request("DELETE", BASE + "/orders/" + str(order_id))
`
  expect(calls(text)).toEqual([
    ['GET', '/orders', 'https://shop.example', []],
    ['POST', '/orders/{}/items', 'settings.api', ['name', 'count']],
    ['DELETE', '/orders/{}', 'BASE', []],
  ])
})

test('clients that are made here send too, with the base that they were given', () => {
  const text = `
import httpx
async def load():
    async with httpx.AsyncClient(base_url=settings.shop_url) as client:
        await client.put("/orders", json=body)
`
  expect(calls(text)).toEqual([['PUT', '/orders', 'settings.shop_url', null]])
})

test('a condition at the end of a path is no part of it', () => {
  expect(calls('import httpx\nhttpx.get(f"{base}/orders{query}")\n')).toEqual([
    ['GET', '/orders', 'base', []],
  ])
})

test('other objects with a get are no clients, and URLs from elsewhere are unresolved', () => {
  const text = 'import requests\ncache.get("/orders")\nrequests.get(url)\n'
  expect(calls(text)).toEqual([])
  expect(unresolvedOf(pythonClientsAdapter, 'clientCall', file(text))).toEqual(['requests.get(url)'])
})
