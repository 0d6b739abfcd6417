import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { drizzleAdapter } from './drizzle.ts'
import { tablesInSql } from './sql-words.ts'
import { tableReferenceAdapter } from './table-references.ts'

const references = (text: string) =>
  factsOf(tableReferenceAdapter, 'tableReference', { path: 'a.ts', text }).map(
    ({ table, columns, filters }) => [table, columns, filters],
  )

test('builders name tables, columns and filters; buckets of files are no tables', () => {
  const text = `
supabase.from('rows').select('id, title:name, owner(email)').eq('owner_id', id).order('created_at')
supabase.storage.from('avatars').upload(file)
prisma.user.findMany({ where: { email }, select: { id: true } })
Array.from('abc')
`
  expect(references(text)).toEqual([
    ['rows', ['id', 'name'], ['owner_id', 'created_at']],
    ['user', ['id'], ['email']],
  ])
})

test('knex names its table first', () => {
  expect(references("import knex from 'knex'\nknex('rows').where({ id }).select('a', 'b')")).toEqual([
    ['rows', ['a', 'b'], ['id']],
  ])
})

test('tables of SQL are what the words before them say, without expressions of its own', () => {
  expect(
    tablesInSql(
      'with t as (select 1) select * from t join public.rows r on true where extract(day from x) > 1',
    ),
  ).toContain('public.rows')
  expect(tablesInSql('with t as (select 1) select * from t')).toEqual([])
  expect(tablesInSql('choose one from these')).toEqual([])
  expect(references('sql`insert into logs (a) values (${a})`')).toEqual([['logs', [], []]])
})

test('tables of Drizzle are models', () => {
  const text = `
import { pgTable, integer, text, serial } from 'drizzle-orm/pg-core'
export const rows = pgTable('rows', {
  id: serial('id').primaryKey(),
  ownerId: integer('owner_id').notNull().references(() => users.id),
  note: text(),
})
`
  expect(factsOf(drizzleAdapter, 'model', { path: 'a.ts', text })).toMatchObject([
    {
      name: 'rows',
      table: 'rows',
      columns: [
        { name: 'id', isNullable: false, hasDefault: true },
        { name: 'owner_id', isNullable: false, hasDefault: false },
        { name: 'note', isNullable: true },
      ],
      references: { owner_id: 'users' },
    },
  ])
})
