"""Replays the example's revisions on SQLite, parents first, and reads the schema they leave."""

import importlib.util
from pathlib import Path

from alembic import op

EXAMPLE = Path(__file__).parents[2] / "examples" / "ward-roster"


def revisions():
    found = []
    for path in sorted((EXAMPLE / "migrations" / "versions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"revision_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found.append(module)
    return found


def parents(revision):
    given = revision.down_revision
    return [given] if isinstance(given, str) else list(given or ())


def replay(connection, until=None):
    """Runs every revision after its parents, or those up to one."""
    op.connection = connection
    op.postgres_only.clear()
    done, waiting = set(), revisions()
    while waiting:
        revision = next(one for one in waiting if all(parent in done for parent in parents(one)))
        revision.upgrade()
        done.add(revision.revision)
        waiting.remove(revision)
        if revision.revision == until:
            return


def heads():
    every = revisions()
    named = {parent for one in every for parent in parents(one)}
    return sorted(one.revision for one in every if one.revision not in named)


def heads_before(last):
    """The heads that there were when a revision was the latest, by number."""
    every = [one for one in revisions() if one.revision <= last]
    named = {parent for one in every for parent in parents(one)}
    return sorted(one.revision for one in every if one.revision not in named)


def schema(connection):
    names = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    return {name: columns(connection, name) for name in names if not name.startswith("sqlite_")}


def columns(connection, table):
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def indexes(connection):
    rows = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'"
    ).fetchall()
    found = []
    for name, table, sql in rows:
        parts = [row[2] for row in connection.execute(f"PRAGMA index_info({name})")]
        unique = sql is None or "UNIQUE" in sql
        found.append(
            {
                "name": name,
                "table": table,
                "columns": parts,
                "unique": unique,
                "where": sql.split(" WHERE ")[1] if sql and " WHERE " in sql else None,
            }
        )
    return found


def foreign_keys(connection):
    return [
        {"table": table, "column": row[3]}
        for table in schema(connection)
        for row in connection.execute(f"PRAGMA foreign_key_list({table})")
    ]


def plan(connection, sql):
    """How the database would look for it: SCAN reads the whole table."""
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
