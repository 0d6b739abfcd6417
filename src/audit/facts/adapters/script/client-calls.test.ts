import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { clientCallAdapter } from './client-calls.ts'

const calls = (text: string, path = 'web/a.ts') =>
  factsOf(clientCallAdapter, 'clientCall', { path, text }).map(({ verb, path: url, base }) => [
    verb,
    url,
    base,
  ])
const wrappers = (text: string) =>
  factsOf(clientCallAdapter, 'clientWrapper', { path: 'web/a.ts', text }).map(
    ({ name, verb, base, pathAt, verbAt, prefix }) => ({ name, verb, base, pathAt, verbAt, prefix }),
  )

test('parameters are braces and the query is left off, conditional or not', () => {
  const text = `
fetch(\`/users/\${id}?full=1\`)
fetch('/users/' + id + '/posts')
fetch(\`/shifts\${ward ? \`?ward=\${ward}\` : ''}\`)
fetch(\`/items\${query}\`)
`
  expect(calls(text)).toEqual([
    ['GET', '/users/{}', ''],
    ['GET', '/users/{}/posts', ''],
    ['GET', '/shifts', ''],
    ['GET', '/items', ''],
  ])
})

test('a condition about the path makes two calls', () => {
  expect(calls("fetch(isNew ? '/new' : '/old', { method: isNew ? 'POST' : 'PUT' })")).toEqual([
    ['POST', '/new', ''],
    ['PUT', '/new', ''],
    ['POST', '/old', ''],
    ['PUT', '/old', ''],
  ])
})

test('bases are variables, origins and constants', () => {
  const text = `
const API = process.env.API_URL ?? 'http://localhost:1'
const ROOT = 'https://example.com/api'
fetch(API + '/a')
fetch(\`\${ROOT}/b\`)
fetch(new URL('/c', base()))
fetch(\`http://\${host}:80/d\`)
`
  expect(calls(text)).toEqual([
    ['GET', '/a', 'API'],
    ['GET', '/api/b', 'https://example.com'],
    ['GET', '/c', 'base()'],
    ['GET', '/d', 'http://{}:80'],
  ])
})

test('the body that is sent has fields', () => {
  const text = `
import axios from 'axios'
fetch('/a', { method: 'POST', body: JSON.stringify({ name, age: 1 }) })
axios.post('/b', { title })
axios({ url: '/c', method: 'put', data: { x } })
fetch('/d', { method: 'POST', body: JSON.stringify({ ...all }) })
`
  const found = factsOf(clientCallAdapter, 'clientCall', { path: 'a.ts', text })
  expect(found.map(({ path, fields }) => [path, fields])).toEqual([
    ['/a', ['name', 'age']],
    ['/b', ['title']],
    ['/c', ['x']],
    ['/d', null],
  ])
})

test('a function that forwards a parameter is a wrapper and no call', () => {
  const text = `
export async function request(path, { method = 'GET', body } = {}) {
  return fetch(\`\${apiBase()}/v1\${path}\`, { method, body })
}
export const api = { get: (path) => request(path), drop: (path) => request(path, { method: 'DELETE' }) }
`
  expect(calls(text)).toEqual([])
  const common = { base: 'apiBase()', pathAt: 0, prefix: '/v1' }
  expect(wrappers(text)).toEqual([
    { name: 'request', verb: 'GET', verbAt: 1, ...common },
    { name: 'api.get', verb: 'GET', verbAt: null, ...common },
    { name: 'api.drop', verb: 'DELETE', verbAt: null, ...common },
  ])
})

test('a parameter that is a segment or a query makes no wrapper', () => {
  const text = `
export const one = (id) => fetch(\`/users/\${id}\`)
export const all = (query) => fetch(\`/users\${query}\`)
`
  expect(wrappers(text)).toEqual([])
  expect(calls(text)).toEqual([
    ['GET', '/users/{}', ''],
    ['GET', '/users', ''],
  ])
})

test('callers of a wrapper of the file are calls', () => {
  const text = `
const send = (path, options) => fetch(BASE + path, options)
export const list = () => send('/rows')
export const make = (name) => send('/rows', { method: 'POST', body: JSON.stringify({ name }) })
`
  expect(calls(text)).toEqual([
    ['GET', '/rows', 'BASE'],
    ['POST', '/rows', 'BASE'],
  ])
})

test('a path that is given to an imported function may be a call, navigation and routes are none', () => {
  const text = `
import { api } from './api'
import { redirect } from './navigation'
import { router } from './router'
import { join } from 'node:path'
api.delete(\`/rows/\${id}\`)
redirect('/login')
router.get('/rows', list)
join('/tmp', 'x')
api.name('rows')
`
  expect(calls(text)).toEqual([['DELETE', '/rows/{}', 'api.delete']])
  expect(factsOf(clientCallAdapter, 'clientCall', { path: 'a.ts', text })).toMatchObject([
    { confidence: 0.5 },
  ])
})

test('clients that axios makes are named, in classes too', () => {
  const text = `
import axios from 'axios'
export const api = axios.create({ baseURL: '/api' })
api.get('/a')
class Client {
  constructor() { this.http = axios.create({}) }
  load() { return this.http.get('/b') }
}
`
  expect(calls(text)).toEqual([
    ['GET', '/a', 'api'],
    ['GET', '/b', 'this.http'],
  ])
})

test('a URL that comes from nowhere is unresolved', () => {
  const { unresolved } = extractFacts([clientCallAdapter], 'a.ts', 'fetch(urls[0])')
  expect(unresolved.map(({ relation }) => relation)).toEqual(['clientCall'])
})
