import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { prismaSchemaAdapter } from './prisma-schema.ts'
import { sqlFileAdapter } from './sql-file.ts'

const changesOf = (text: string) =>
  factsOf(sqlFileAdapter, 'schemaChange', { path: 'migrations/1.sql', text }).map(({ change }) => change)

it.each([
  ['supabase/migrations/20240101_a.sql', 'supabase', '20240101_a'],
  ['prisma/migrations/2024_init/migration.sql', 'prisma', '2024_init'],
  ['apps/web/drizzle/0000_a.sql', 'drizzle', '0000_a'],
  ['db/migrations/001_a.up.sql', 'sql', '001_a'],
])('takes %s for a migration of %s', (path, tool, version) => {
  expect(factsOf(sqlFileAdapter, 'migration', { path, text: 'SELECT 1;' })).toMatchObject([
    { tool, version, opaque: 1 },
  ])
})

it('reads a table with its keys', () => {
  expect(
    changesOf(`
      CREATE TABLE IF NOT EXISTS public."Order" (
        id bigserial PRIMARY KEY, -- the key; of it
        ward_id uuid NOT NULL REFERENCES auth.wards (id) ON DELETE SET NULL,
        price numeric(10, 2) DEFAULT 0 CHECK (price > 0),
        note text COLLATE "C",
        CONSTRAINT one UNIQUE (ward_id, note),
        FOREIGN KEY (note) REFERENCES notes
      );`),
  ).toEqual([
    {
      does: 'create-table',
      table: 'Order',
      columns: [
        { name: 'id', type: 'bigserial', isNullable: false, hasDefault: true },
        { name: 'ward_id', type: 'uuid', isNullable: false, hasDefault: false },
        { name: 'price', type: 'numeric(10, 2)', isNullable: true, hasDefault: true },
        { name: 'note', type: 'text', isNullable: true, hasDefault: false },
      ],
    },
    {
      does: 'create-index',
      index: 'Order_pkey',
      table: 'Order',
      columns: ['id'],
      isUnique: true,
      where: null,
    },
    { does: 'add-foreign-key', table: 'Order', columns: ['ward_id'], target: 'auth.wards' },
    {
      does: 'create-index',
      index: 'one',
      table: 'Order',
      columns: ['ward_id', 'note'],
      isUnique: true,
      where: null,
    },
    { does: 'add-foreign-key', table: 'Order', columns: ['note'], target: 'notes' },
  ])
})

it('reads changes of a table, one by one', () => {
  expect(
    changesOf(`
      ALTER TABLE ONLY a ADD COLUMN IF NOT EXISTS b int NOT NULL DEFAULT 1, DROP COLUMN c, ALTER d TYPE bigint USING d::bigint;
      ALTER TABLE a ALTER COLUMN d SET NOT NULL;
      ALTER TABLE a RENAME b TO e;
      ALTER TABLE a RENAME TO f;
      ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (e, d) REFERENCES g (x, y);
      ALTER TABLE f ENABLE ROW LEVEL SECURITY;
      DROP TABLE IF EXISTS x, y CASCADE;`),
  ).toEqual([
    {
      does: 'add-column',
      table: 'a',
      column: { name: 'b', type: 'int', isNullable: false, hasDefault: true },
    },
    { does: 'drop-column', table: 'a', column: 'c' },
    { does: 'alter-column', table: 'a', column: { name: 'd', type: 'bigint' } },
    { does: 'alter-column', table: 'a', column: { name: 'd', isNullable: false } },
    { does: 'rename-column', table: 'a', column: 'b', to: 'e' },
    { does: 'rename-table', table: 'a', to: 'f' },
    { does: 'add-foreign-key', table: 'f', columns: ['e', 'd'], target: 'g' },
    { does: 'enable-policies', table: 'f' },
    { does: 'drop-table', table: 'x' },
    { does: 'drop-table', table: 'y' },
  ])
})

it('reads indexes, policies and extensions', () => {
  expect(
    changesOf(`
      CREATE UNIQUE INDEX CONCURRENTLY i ON a USING btree (b DESC, lower(c)) INCLUDE (d) WHERE e IS NULL;
      CREATE POLICY "all may" ON a FOR SELECT USING (true);
      CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
      DROP INDEX CONCURRENTLY IF EXISTS i;`),
  ).toEqual([
    {
      does: 'create-index',
      index: 'i',
      table: 'a',
      columns: ['b', 'lower(c)'],
      isUnique: true,
      where: 'e IS NULL',
    },
    { does: 'create-policy', table: 'a', policy: 'all may', condition: 'true' },
    { does: 'create-extension', extension: 'uuid-ossp' },
    { does: 'drop-index', index: 'i' },
  ])
})

it('looks into no string, remark or function, and counts what it does not understand', () => {
  const text = `
    BEGIN;
    /* CREATE TABLE no1 (id int); /* nested */ ; */
    INSERT INTO a VALUES ('; CREATE TABLE no2 (id int);');
    CREATE FUNCTION f() RETURNS void AS $body$ CREATE TABLE no3 (id int); $body$ LANGUAGE sql;
    CREATE TABLE no4 AS SELECT 1;
    CREATE TEMP TABLE no5 (id int);
    ALTER TABLE a DROP CONSTRAINT unknown_kind;
    UPDATE a SET b = b #> '{x}', path = 'C:\\\\'; CREATE EXTENSION y;
    COMMIT;`
  const { facts, unresolved } = extractFacts([sqlFileAdapter], 'migrations/1.sql', text)
  expect(facts).toMatchObject([
    { relation: 'schemaChange', change: { extension: 'y' } },
    { relation: 'migration', opaque: 5 },
  ])
  expect(unresolved.map(({ place }) => place.line)).toEqual([4, 5, 6, 8, 9])
})

it('reads no way back', () => {
  const text = '-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n'
  expect(changesOf(text)).toMatchObject([{ does: 'create-table' }])
  expect(sqlFileAdapter.reads('migrations/1.down.sql')).toBe(false)
})

it.each(["'", '$$', '/*', 'CREATE TABLE a (', 'ALTER TABLE', 'CREATE INDEX ON', ';;;', '"'])(
  'throws for no text: %s',
  (text) => {
    expect(() => extractFacts([sqlFileAdapter], 'migrations/1.sql', text)).not.toThrow()
  },
)

it('reads models of Prisma by their names in the database', () => {
  const text = `
    datasource db { url = env("DATABASE_URL") }
    enum Role {
      ADMIN
    }
    model User { // the user
      id    Int     @id @default(autoincrement())
      mail  String? @unique @map("e_mail")
      role  Role    @default(ADMIN)
      posts Post[]
      @@map("users")
    }
    model Post {
      id       Int
      authorId Int  @map("author_id")
      author   User @relation(fields: [authorId], references: [id])
      @@id([id])
      @@index([authorId(sort: Desc)])
    }
`
  const file = { path: 'prisma/schema.prisma', text }
  const models = factsOf(prismaSchemaAdapter, 'model', file)
  expect(
    models.map(({ name, table, columns, references, line }) => [
      name,
      table,
      columns.map((one) => one.name),
      references,
      line,
    ]),
  ).toEqual([
    ['User', 'users', ['id', 'e_mail', 'role'], {}, 6],
    ['Post', 'Post', ['id', 'author_id'], { author_id: 'users' }, 13],
  ])
  const indexes = factsOf(prismaSchemaAdapter, 'modelIndex', file)
  expect(indexes.map(({ model, columns, isUnique }) => [model, columns, isUnique])).toEqual([
    ['User', ['id'], true],
    ['User', ['e_mail'], true],
    ['Post', ['id'], true],
    ['Post', ['author_id'], false],
  ])
  expect(factsOf(prismaSchemaAdapter, 'environmentRead', file)).toMatchObject([{ name: 'DATABASE_URL' }])
})
