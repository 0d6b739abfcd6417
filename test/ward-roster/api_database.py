"""What models and SQL of the example expect of the database, and what its revisions make of it."""

import sqlite3

import api_migrations
from alembic import op
from sqlalchemy.orm import DeclarativeBase


def facts(connection):
    return {
        "tables": api_migrations.schema(connection),
        "models": {name: sorted(model.columns) for name, model in DeclarativeBase.tables.items()},
        "heads": api_migrations.heads(),
        "headsAtFour": api_migrations.heads_before("0004"),
        "headsAtFive": api_migrations.heads_before("0005"),
        "numbers": [one.revision for one in api_migrations.revisions()],
        "indexes": api_migrations.indexes(connection),
        "foreignKeys": api_migrations.foreign_keys(connection),
        "notNull": refused_additions(),
        "twoActive": two_active(connection),
        "extensions": sorted(
            one.split()[-1] for one in op.postgres_only if one.startswith("CREATE EXTENSION")
        ),
        "policies": {
            "absences": visible(connection, "absences"),
            "swap_requests": visible(connection, "swap_requests"),
        },
        "plans": {
            name: api_migrations.plan(connection, sql)
            for name, sql in {
                "byRoster": "SELECT id FROM shifts WHERE roster_id = 1",
                "byEnd": "SELECT id, ward_id FROM shifts WHERE ends_at >= '2024-02-26'",
                "byWard": "SELECT id FROM rosters WHERE ward_id = 1",
                "byNurse": "SELECT id FROM shifts WHERE nurse_id = 1",
            }.items()
        },
    }


def refused_additions():
    """The revisions that add a column to a table with rows, and what the database says to them."""
    answers = {}
    for revision in ("0009", "0010"):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            api_migrations.replay(connection, until="0008")
            connection.execute("INSERT INTO wards (id, name) VALUES (1, 'West')")
            connection.execute(
                "INSERT INTO nurses (ward_id, name, email, password_hash)"
                " VALUES (1, 'Ada', 'a', 'h')"
            )
            step = next(one for one in api_migrations.revisions() if one.revision == revision)
            step.upgrade()
            answers[revision] = "done"
        except sqlite3.Error as error:
            answers[revision] = str(error)
    return answers


def two_active(connection):
    """Whether two people may have one address: both active, and one of them retired."""
    insert = (
        "INSERT INTO nurses (ward_id, name, email, password_hash, payroll_number, active)"
        " VALUES (1, 'Ada', 'ada@ward.example', 'h', '', ?)"
    )
    answers = {}
    for name, active in (("retired", 0), ("active", 1)):
        try:
            connection.execute(insert, [active])
            answers[name] = "allowed"
        except sqlite3.IntegrityError:
            answers[name] = "refused"
    return answers


def visible(connection, table):
    """How many of a table's rows its policy shows to nurse 3, who owns them all, and to nurse 4."""
    policy = next(
        one
        for one in op.postgres_only
        if one.startswith("CREATE POLICY") and f" ON {table} " in one
    )
    predicate = policy.split(" USING ", 1)[1]
    counts = {}
    for nurse in (3, 4):
        connection.create_function("current_setting", 1, lambda _name, nurse=nurse: str(nurse))
        counts[nurse] = connection.execute(
            f"SELECT count(*) FROM {table} WHERE {predicate}"
        ).fetchone()[0]
    return counts
