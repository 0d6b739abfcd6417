import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { storageAdapter } from './storage.ts'

const keys = (text: string) =>
  factsOf(storageAdapter, 'storageKey', { path: 'a.ts', text }).map(({ key, access, store }) => [
    key,
    access,
    store,
  ])

test('keys are folded, through helpers of the file too', () => {
  const text = `
import { KEYS } from './keys'
const KEY = 'app.' + 'token'
const keep = (key, value) => window.localStorage.setItem(key, value)
keep(KEY, 1)
keep(KEYS.theme, 2)
sessionStorage?.getItem('draft')
localStorage.removeItem(KEY)
cache.getItem('no storage')
`
  expect(keys(text)).toEqual([
    ['draft', 'read', 'session'],
    ['app.token', 'remove', 'local'],
    ['app.token', 'write', 'local'],
    ['KEYS.theme', 'write', 'local'],
  ])
})

test('cookies are written by document, by Next and by Express', () => {
  const text = `
import { cookies } from 'next/headers'
const store = await cookies()
store.get('session')
document.cookie = \`theme=\${theme}; path=/\`
res.cookie('sid', value)
request.cookies.delete('old')
map.get('no cookie')
`
  expect(keys(text)).toEqual([
    ['session', 'read', 'cookie'],
    ['sid', 'write', 'cookie'],
    ['old', 'remove', 'cookie'],
    ['theme', 'write', 'cookie'],
  ])
})

test('keys of queries are their parts', () => {
  const text = `
useQuery({ queryKey: ['rows', id], queryFn })
client.invalidateQueries({ queryKey: ['rows'] })
client.invalidateQueries()
client.setQueryData(['row'], 1)
`
  expect(keys(text)).toEqual([
    ['rows/{}', 'read', 'query'],
    ['rows', 'remove', 'query'],
    ['*', 'remove', 'query'],
    ['row', 'write', 'query'],
  ])
})

test('a key that nobody knows is unresolved', () => {
  const { unresolved } = extractFacts([storageAdapter], 'a.ts', 'localStorage.getItem(keyOf(x))')
  expect(unresolved.map(({ relation }) => relation)).toEqual(['storageKey'])
})
