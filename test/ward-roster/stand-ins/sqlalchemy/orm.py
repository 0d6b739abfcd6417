"""Sessions over one SQLite connection."""

import typing
from datetime import date, datetime

from . import Column, Date, DateTime, Engine

T = typing.TypeVar("T")


class Mapped(typing.Generic[T]):
    pass


def mapped_column(*given, **options):
    return Column(*given, **options)


class DeclarativeBase:
    tables: dict[str, type] = {}

    def __init_subclass__(cls):
        if hasattr(cls, "__tablename__"):
            cls.columns = {n: c for n, c in vars(cls).items() if isinstance(c, Column)}
            for name, column in cls.columns.items():
                column.name = name
            DeclarativeBase.tables[cls.__tablename__] = cls

    def __init__(self, **values):
        for name, column in self.columns.items():
            setattr(self, name, values.get(name, column.default))


class Result:
    def __init__(self, rows):
        self.rows = rows

    def mappings(self):
        return self

    def all(self):
        return self.rows

    def first(self):
        return self.rows[0] if self.rows else None


class Session:
    def __init__(self):
        self.new, self.loaded = [], {}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def run(self, sql, values=()):
        Engine.executed.append(sql)
        return Engine.connection.execute(sql, values)

    def execute(self, statement, values=None):
        if isinstance(values, list):
            for one in values:
                self.execute(statement, one)
            return None
        cursor = self.run(statement.sql, {n: stored(v) for n, v in (values or {}).items()})
        names = [column[0] for column in cursor.description or ()]
        return Result([dict(zip(names, row)) for row in cursor.fetchall()])

    def scalars(self, query):
        self.flush()
        model = query.model
        sql = f"SELECT {', '.join(model.columns)} FROM {model.__tablename__}"
        if query.conditions:
            sql += " WHERE " + " AND ".join(f"{one.column.name} = ?" for one in query.conditions)
        if query.most is not None:
            sql += f" LIMIT {query.most}"
        rows = self.run(sql, [stored(one.value) for one in query.conditions]).fetchall()
        return Result([self.load(model, row) for row in rows])

    def load(self, model, row):
        values = zip(model.columns.items(), row)
        loaded = model(**{name: read(column, value) for (name, column), value in values})
        return self.loaded.setdefault((model, loaded.id), loaded)

    def get(self, model, key):
        self.flush()
        sql = f"SELECT {', '.join(model.columns)} FROM {model.__tablename__} WHERE id = ?"
        row = self.run(sql, [key]).fetchone()
        return None if row is None else self.load(model, row)

    def add(self, row):
        self.new.append(row)

    def delete(self, row):
        self.loaded.pop((type(row), row.id), None)
        self.run(f"DELETE FROM {row.__tablename__} WHERE id = ?", [row.id])

    def flush(self):
        while self.new:
            row = self.new.pop(0)
            names = [name for name in row.columns if getattr(row, name) is not None]
            marks = ", ".join("?" for _ in names)
            sql = f"INSERT INTO {row.__tablename__} ({', '.join(names)}) VALUES ({marks})"
            row.id = self.run(sql, [stored(getattr(row, name)) for name in names]).lastrowid
            self.loaded[type(row), row.id] = row
        for row in self.loaded.values():
            pairs = ", ".join(f"{name} = ?" for name in row.columns)
            values = [stored(getattr(row, name)) for name in row.columns]
            self.run(f"UPDATE {row.__tablename__} SET {pairs} WHERE id = ?", [*values, row.id])

    def commit(self):
        self.flush()
        Engine.connection.commit()

    def rollback(self):
        Engine.connection.rollback()

    def close(self):
        self.new, self.loaded = [], {}


def sessionmaker(**_options):
    return Session


def stored(value):
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def read(column, value):
    kind = column.type if isinstance(column.type, type) else type(column.type)
    if isinstance(value, str) and kind is DateTime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and kind is Date else value
