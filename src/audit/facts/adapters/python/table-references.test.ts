import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { pythonTablesAdapter } from './table-references.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

const references = (text: string) =>
  factsOf(pythonTablesAdapter, 'tableReference', file(text)).map(
    ({ table, columns, filters, confidence }) => ({ table, columns, filters, confidence }),
  )

test('written SQL names its tables, columns and filters', () => {
  const text = `
from sqlalchemy import text
sql = text("SELECT n.id FROM nurses n JOIN absences a ON a.nurse_id = n.id WHERE a.until >= :day")
`
  expect(references(text)).toEqual([
    { table: 'nurses', columns: ['id'], filters: ['id'], confidence: 1 },
    { table: 'absences', columns: ['nurse_id', 'until'], filters: ['nurse_id', 'until'], confidence: 1 },
  ])
})

test('SQL through a variable is followed, and SQL with open parts is unsure', () => {
  const text = `
def search(cursor, term):
    sql = f"SELECT id, name FROM nurses WHERE name LIKE '%{term}%'"
    cursor.execute(sql)
`
  expect(references(text)).toEqual([
    { table: 'nurses', columns: ['id', 'name'], filters: ['name'], confidence: 0.7 },
  ])
})

test('words of SQL that look like tables are none', () => {
  const text = `
cursor.execute("""WITH late AS (SELECT id FROM shifts) SELECT EXTRACT(year FROM day) FROM late
  WHERE a IS DISTINCT FROM b FOR UPDATE""")
cursor.execute("INSERT INTO days (id, day) VALUES (1, 'FROM hell') ON CONFLICT DO UPDATE SET day = 2")
fetch("https://x.example/from/here")
`
  expect(references(text).map(({ table, columns }) => [table, columns])).toEqual([
    ['shifts', []],
    ['days', ['id', 'day']],
  ])
})

test('filters of models count for the table where the file has the model, else for the model', () => {
  const text = `
from sqlalchemy import select
class Order(Base):
    __tablename__ = "orders"
select(Order).where(Order.status == "open", Order.ward_id.in_(ids))
select(Nurse).where(Nurse.role != Role.ADMIN)
session.query(Nurse).filter_by(email=email)
`
  const found = factsOf(pythonTablesAdapter, 'tableReference', file(text)).filter(
    ({ filters }) => filters.length > 0,
  )
  expect(found.map(({ table, model, filters }) => [table, model, filters])).toEqual([
    ['orders', 'Order', ['status', 'ward_id']],
    ['', 'Nurse', ['role']],
    ['', 'Nurse', ['email']],
  ])
})

test('SQL that comes from elsewhere, and a filter of an unknown model, are unresolved', () => {
  const text = 'from sqlalchemy import text\ntext(build())\ntext(given)\nquery.filter_by(email=email)\n'
  expect(unresolvedOf(pythonTablesAdapter, 'tableReference', file(text))).toEqual([
    'text(given)',
    'query.filter_by(email=email)',
  ])
})
