import assert from 'node:assert/strict'
import test from 'node:test'
import { createBoardStore } from '../lib/board-store.mjs'
import { recallColumns, rememberColumns, rememberTheme } from '../lib/board-memory.mjs'
import { runAction } from '../lib/run-action.mjs'
import { themeScript } from '../lib/theme-script.mjs'

const storage = new Map()
globalThis.localStorage = {
  getItem: (key) => storage.get(key) ?? null,
  setItem: (key, value) => storage.set(key, value),
}

test('listeners hear of a change until they leave', () => {
  const store = createBoardStore({ selected: undefined })
  const heard = []
  const leave = store.subscribe((state) => heard.push(state.selected))
  store.set({ selected: 4 })
  leave()
  store.set({ selected: 5 })
  assert.deepEqual(heard, [4])
})

test('the store survives a listener that leaves while it is told', () => {
  const store = createBoardStore()
  const leave = store.subscribe(() => leave())
  store.set({ versions: { 7: 2 } })
  assert.ok(true)
})

test('actions are found by their verb', () => {
  assert.deepEqual(runAction({}, 'select', 3), { selected: 3 })
  assert.deepEqual(runAction({ selected: 3 }, 'clear'), { selected: undefined })
  assert.deepEqual(runAction({}, 'pin', 3), { pinned: [3] })
  assert.deepEqual(runAction({ selected: 3 }, 'explode', 4), { selected: 3 })
})

test('columns are remembered', () => {
  assert.deepEqual(recallColumns(), ['name', 'hours'])
  rememberColumns(['name'])
  assert.deepEqual(recallColumns(), ['name'])
})

test('the theme is read where it was written', () => {
  rememberTheme('dark')
  const document = { documentElement: { dataset: {} } }
  new Function('document', 'localStorage', themeScript)(document, globalThis.localStorage)
  assert.equal(document.documentElement.dataset.theme, 'dark')
})
