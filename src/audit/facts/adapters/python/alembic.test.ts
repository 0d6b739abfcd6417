import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { alembicAdapter } from './alembic.ts'

const file = (text: string) => ({ path: 'migrations/versions/2_orders.py', text })

const HEAD = 'import sqlalchemy as sa\nfrom alembic import op\nrevision = "2"\ndown_revision = "1"\n'
const upgrade = (body: string) =>
  file(`${HEAD}def upgrade():\n${body.replaceAll(/^/gm, '    ')}\ndef downgrade():\n    op.drop_table("x")\n`)
const changes = (body: string) =>
  factsOf(alembicAdapter, 'schemaChange', upgrade(body)).map(({ change }) => change)
const opaque = (body: string) => factsOf(alembicAdapter, 'migration', upgrade(body))[0]?.opaque

test('parents are one, several or none', () => {
  const parents = (text: string) =>
    factsOf(alembicAdapter, 'migration', file(`revision: str = "a"\ndown_revision: X = ${text}\n`))[0]
      ?.parents
  expect([parents('None'), parents('"b"'), parents('("b", "c")')]).toEqual([[], ['b'], ['b', 'c']])
})

test('parents that cannot be read are unresolved', () => {
  const text = 'revision = "a"\ndown_revision = previous()\n'
  expect(unresolvedOf(alembicAdapter, 'migration', file(text))).toHaveLength(1)
})

test('a table brings its keys and constraints, in order', () => {
  const body = `op.create_table("orders",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("ward_id", sa.Integer(), sa.ForeignKey("shop.wards.id"), nullable=False, index=True),
    sa.Column("note", sa.Text(), server_default=""),
    sa.PrimaryKeyConstraint("id"),
    sa.ForeignKeyConstraint(["note"], ["notes.id"]),
)`
  expect(changes(body)).toMatchObject([
    {
      does: 'create-table',
      table: 'orders',
      columns: [
        { name: 'id', type: 'Integer()', isNullable: false },
        { name: 'ward_id', isNullable: false },
        { name: 'note', isNullable: true, hasDefault: true },
      ],
    },
    { does: 'add-foreign-key', columns: ['ward_id'], target: 'shop.wards' },
    { does: 'create-index', index: 'ix_orders_ward_id', columns: ['ward_id'], isUnique: false },
    { does: 'create-index', index: 'orders_pkey', columns: ['id'], isUnique: true },
    { does: 'add-foreign-key', columns: ['note'], target: 'notes' },
  ])
})

test('operations are read, also in a batch, through op.f and in a loop', () => {
  const body = `op.create_index(op.f("ix_a"), "orders", ["a"], unique=True, postgresql_where=sa.text("active"))
op.rename_table("orders", "sales")
for name in ("x", "y"):
    op.drop_column("sales", name)
with op.batch_alter_table("sales") as batch_op:
    batch_op.add_column(sa.Column("z", sa.Integer()))
    batch_op.alter_column("z", nullable=False, new_column_name="w")`
  expect(changes(body)).toMatchObject([
    { does: 'create-index', index: 'ix_a', table: 'orders', isUnique: true, where: 'active' },
    { does: 'rename-table', to: 'sales' },
    { does: 'drop-column', column: 'x' },
    { does: 'drop-column', column: 'y' },
    { does: 'add-column', table: 'sales', column: { name: 'z', isNullable: true } },
    { does: 'alter-column', table: 'sales', column: { name: 'z', isNullable: false } },
    { does: 'rename-column', column: 'z', to: 'w' },
  ])
})

test('plain SQL is read, and data that moves is no change', () => {
  const body = `op.execute("CREATE TABLE a (id serial PRIMARY KEY, b_id integer NOT NULL REFERENCES b (id), CHECK (b_id > 0))")
op.execute("CREATE UNIQUE INDEX CONCURRENTLY ix_a ON a USING btree (lower(name), b_id DESC) WHERE b_id > 0")
op.execute("ALTER TABLE a ADD COLUMN c numeric(4, 2) DEFAULT 0, ALTER COLUMN b_id DROP NOT NULL; UPDATE a SET c = 1")
op.execute("ALTER TABLE a ENABLE ROW LEVEL SECURITY")`
  expect(changes(body)).toMatchObject([
    {
      does: 'create-table',
      columns: [
        { name: 'id', type: 'serial', isNullable: false, hasDefault: true },
        { name: 'b_id', type: 'integer' },
      ],
    },
    { does: 'create-index', index: 'a_pkey', columns: ['id'] },
    { does: 'add-foreign-key', columns: ['b_id'], target: 'b' },
    {
      does: 'create-index',
      index: 'ix_a',
      columns: ['lower(name)', 'b_id'],
      isUnique: true,
      where: 'b_id > 0',
    },
    { does: 'add-column', column: { name: 'c', type: 'numeric(4, 2)', hasDefault: true } },
    { does: 'alter-column', column: { name: 'b_id', isNullable: true } },
    { does: 'enable-policies', table: 'a' },
  ])
  expect(opaque(body)).toBe(0)
})

test('what is not understood is counted and unresolved', () => {
  const body = `op.execute("CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN; END $$ LANGUAGE plpgsql")
op.execute(f"DROP TABLE {name}")
op.drop_constraint("fk_a", "a", type_="foreignkey")
op.create_check_constraint("c", "a", "x > 0")`
  expect(opaque(body)).toBe(3)
  expect(unresolvedOf(alembicAdapter, 'schemaChange', upgrade(body))).toHaveLength(3)
})
