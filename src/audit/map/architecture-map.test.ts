import { expect, test } from 'vitest'
import { factBaseOf } from '../../../test/fact-base.ts'
import { architectureMap } from './architecture-map.ts'
import { mapMarkdown } from './map-markdown.ts'

const FILES = {
  'api/main.py': `from fastapi import FastAPI

app = FastAPI()


@app.get("/items/{item_id}", response_model=Item)
def get_item(item_id: int): ...


@app.delete("/items/{item_id}")
def drop_item(item_id: int): ...
`,
  'api/tests/test_main.py': `import os
import unittest


class Items(unittest.TestCase):
    def test_one(self):
        self.assertEqual(os.environ["SHOP_URL"], "x")

    @unittest.skip("later")
    def test_two(self):
        self.fail()
`,
  'compose.yaml': `services:
  api:
    image: shop
    environment:
      SHOP_URL: http://shop
      UNREAD: '1'
`,
}

const countsOf = (map: ReturnType<typeof architectureMap>) =>
  Object.fromEntries(map.layers.flatMap(({ counts }) => counts.map(({ what, count }) => [what, count])))

test('the map counts what each layer holds, and says of a layer without any that nothing can be read [audit-map]', () => {
  const map = architectureMap(factBaseOf(FILES))
  expect(countsOf(map)).toMatchObject({
    routes: 2,
    'of them with a response model': 1,
    services: 1,
    'test cases': 2,
    'of them skipped': 1,
    'variables that are written': 2,
    'variables that are read': 1,
  })
  expect(mapMarkdown(map)).toContain('| Background tasks | nothing that Reveille can read |')
})

test('each route, service and variable is told with its place [audit-map]', () => {
  const text = mapMarkdown(architectureMap(factBaseOf(FILES)))
  expect(text).toContain('- `GET /items/{}` get\\_item, answers `Item`, `api/main.py:6`')
  expect(text).toContain('- `DELETE /items/{}` drop\\_item, `api/main.py:10`')
  expect(text).toContain('- `api` `compose.yaml:2`')
  expect(text).toContain('- `SHOP_URL` written in `compose.yaml`; read in `api/tests/test_main.py`')
  expect(text).toContain('- `UNREAD` written in `compose.yaml`; never read')
})

test('a long list is cut, and says by how much', () => {
  const names = Array.from({ length: 70 }, (_, place) => `V${place}=1`)
  const text = mapMarkdown(architectureMap(factBaseOf({ '.env.example': names.join('\n') })))
  expect(text).toContain('- … and 10 more')
})

test('what names of a repository hold is no markup of ours', () => {
  const text = mapMarkdown(
    architectureMap(factBaseOf({ '.env.example': 'A=1', 'a`b|c/x.ts': 'export const a = 1' })),
  )
  expect(text).toContain('``a`b|c``')
})
