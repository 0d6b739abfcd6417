import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { sqlalchemyModelsAdapter } from './sqlalchemy-models.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('a model has its table, its columns and the tables that they name', () => {
  const text = `
class Stamped:
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())

class Order(Base, Stamped):
    __tablename__ = "orders"
    __table_args__ = {"schema": "shop"}
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("wards.id"))
    kind = Column("order_kind", String(20))
    note: Mapped[str]
    ward: Mapped["Ward"] = relationship()
`
  const [model] = factsOf(sqlalchemyModelsAdapter, 'model', file(text))
  expect(model).toMatchObject({
    name: 'Order',
    table: 'shop.orders',
    references: { ward_id: 'wards' },
    confidence: 1,
  })
  expect(model?.columns).toEqual([
    { name: 'made_at', type: 'datetime', isNullable: false, hasDefault: true },
    { name: 'id', type: 'Integer', isNullable: false, hasDefault: true },
    { name: 'ward_id', type: 'int', isNullable: true, hasDefault: false },
    { name: 'order_kind', type: 'String(20)', isNullable: true, hasDefault: false },
    { name: 'note', type: 'str', isNullable: false, hasDefault: false },
  ])
})

test('mixins of other files make a model unsure, and classes without a table are none', () => {
  const text = 'class A(Base, Stamped):\n    __tablename__ = "a"\nclass B(DeclarativeBase):\n    pass\n'
  expect(
    factsOf(sqlalchemyModelsAdapter, 'model', file(text)).map(({ name, confidence }) => [name, confidence]),
  ).toEqual([['A', 0.8]])
})

test('a name that is put together at run time is unresolved', () => {
  expect(
    unresolvedOf(
      sqlalchemyModelsAdapter,
      'model',
      file('class A(Base):\n    __tablename__ = name_of("a")\n'),
    ),
  ).toHaveLength(1)
})

test('core tables and SQLModel count too', () => {
  const text = `
from sqlmodel import SQLModel
orders = Table("orders", metadata, Column("id", Integer, primary_key=True), Column("ward", ForeignKey("wards.id")))
class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
`
  const found = factsOf(sqlalchemyModelsAdapter, 'model', file(text))
  expect(found.map(({ table, references }) => [table, references])).toEqual([
    ['hero', { team_id: 'team' }],
    ['orders', { ward: 'wards' }],
  ])
})
