import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { settingReadsAdapter } from './setting-reads.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

const fields = (text: string) =>
  factsOf(settingReadsAdapter, 'settingRead', file(text)).map(({ field, confidence }) => [field, confidence])

test('attributes of imported and made settings are reads', () => {
  expect(fields('from .settings import settings\nprint(settings.page_limit)\n')).toEqual([['page_limit', 1]])
  expect(fields('conf = get_settings()\nprint(conf.page_limit)\n')).toEqual([['page_limit', 1]])
  expect(fields('def f(given: Settings):\n    return given.url\n')).toEqual([['url', 0.9]])
})

test('a name that is put together is a pattern, and a dump is all of them', () => {
  const text =
    'from .settings import settings\ngetattr(settings, f"{channel}_sender")\nsettings.model_dump()\n'
  expect(fields(text)).toEqual([
    ['*', 1],
    ['{}_sender', 0.7],
  ])
})

test('a name from elsewhere is unresolved', () => {
  const text = 'from .settings import settings\ngetattr(settings, name)\n'
  expect(unresolvedOf(settingReadsAdapter, 'settingRead', file(text))).toHaveLength(1)
})

test('a setting that is only set is not read, and other objects are not settings', () => {
  expect(fields('from .settings import settings\nsettings.debug = True\n')).toEqual([])
  expect(fields('config = load("x")\norder.settings_page\nother.page_limit\n')).toEqual([])
})

test('methods of the settings themselves read their fields', () => {
  const text = 'class Settings(BaseSettings):\n    host: str\n    def url(self):\n        return self.host\n'
  expect(fields(text)).toEqual([['host', 1]])
})
