"""Operations of migrations, carried out on SQLite; what only PostgreSQL knows is kept apart."""

import sqlalchemy

connection = None
# Statements about extensions and row level security, which SQLite has none of.
postgres_only: list[str] = []


def create_table(name, *parts):
    lines = []
    for part in parts:
        unique = isinstance(part, sqlalchemy.UniqueConstraint)
        lines.append(f"UNIQUE ({', '.join(part.columns)})" if unique else part.definition())
    connection.execute(f"CREATE TABLE {name} ({', '.join(lines)})")


def create_index(name, table, columns, unique=False, postgresql_where=None):
    kind = "UNIQUE INDEX" if unique else "INDEX"
    where = f" WHERE {postgresql_where.sql}" if postgresql_where else ""
    connection.execute(f"CREATE {kind} {name} ON {table} ({', '.join(columns)}){where}")


def add_column(table, column):
    connection.execute(f"ALTER TABLE {table} ADD COLUMN {column.definition()}")


def rename_table(old, new):
    connection.execute(f"ALTER TABLE {old} RENAME TO {new}")


def execute(sql):
    words = sql.split()
    if "EXTENSION" in words or "POLICY" in words or "SECURITY" in words:
        postgres_only.append(" ".join(words))
    else:
        connection.execute(sql)
