import { expect, test } from 'vitest'
import { pythonModule } from './python-modules.ts'

const PATHS = new Set([
  'api/shop/__init__.py',
  'api/shop/main.py',
  'api/shop/routes/__init__.py',
  'api/shop/routes/items.py',
  'top.py',
])

test.each([
  ['api/shop/main.py', '.routes.items', 'api/shop/routes/items.py'],
  ['api/shop/main.py', '.routes', 'api/shop/routes/__init__.py'],
  ['api/shop/main.py', '.', 'api/shop/__init__.py'],
  ['api/shop/routes/items.py', '..main', 'api/shop/main.py'],
  ['api/shop/routes/items.py', 'shop.routes.items', 'api/shop/routes/items.py'],
  ['api/shop/routes/items.py', 'top', 'top.py'],
  ['api/shop/main.py', 'fastapi', null],
  ['api/shop/main.py', '....far', null],
])('in %s, %s is %s', (from, specifier, expected) => {
  expect(pythonModule(PATHS, { from, specifier })).toBe(expected)
})
