import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { settingsAdapter } from './settings.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('fields have the variables that fill them, and their defaults', () => {
  const text = `
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")
    kind: ClassVar[str] = "x"
    database_url: str
    key: str = Field(default="", validation_alias="FEED_KEY")
    host: str = Field("mail", validation_alias=AliasChoices("SMTP_HOST", "MAIL_HOST"))
`
  const found = factsOf(settingsAdapter, 'setting', file(text))
  expect(found.map(({ field, variables, default: value }) => [field, variables, value])).toEqual([
    ['database_url', ['SHOP_DATABASE_URL'], null],
    ['key', ['FEED_KEY'], ''],
    ['host', ['SMTP_HOST', 'MAIL_HOST'], 'mail'],
  ])
})

test('a field that stands twice is told twice: the last one counts', () => {
  const found = factsOf(
    settingsAdapter,
    'setting',
    file('class Settings(BaseSettings):\n    days: int = 28\n    days: int = 14\n'),
  )
  expect(found.map((one) => one.default)).toEqual(['28', '14'])
})

test('a model is no settings class; one that comes from another file is unsure', () => {
  const text =
    'class PageSettings(BaseModel):\n    size: str = "A4"\nclass Own(CommonSettings):\n    url: str\n'
  expect(
    factsOf(settingsAdapter, 'setting', file(text)).map(({ owner, confidence }) => [owner, confidence]),
  ).toEqual([['Own', 0.8]])
})

test('an alias from elsewhere is unresolved', () => {
  const text = 'class Settings(BaseSettings):\n    key: str = Field(alias=name_of("key"))\n'
  expect(unresolvedOf(settingsAdapter, 'setting', file(text))).toHaveLength(1)
})

test('the older inner class gives a prefix too', () => {
  const text = 'class Settings(BaseSettings):\n    url: str\n    class Config:\n        env_prefix = "OLD_"\n'
  expect(factsOf(settingsAdapter, 'setting', file(text)).map(({ variables }) => variables)).toEqual([
    ['OLD_URL'],
  ])
})
