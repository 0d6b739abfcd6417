"""Types, columns and statements, spoken to SQLite."""


def type_(sql):
    class Type:
        def __init__(self, *_size):
            self.sql = sql

    Type.sql = sql
    return Type


Integer, String, Text = type_("INTEGER"), type_("VARCHAR"), type_("TEXT")
Boolean, Date, DateTime = type_("BOOLEAN"), type_("DATE"), type_("TIMESTAMP")


class ForeignKey:
    def __init__(self, target):
        self.table, self.column = target.split(".")


class UniqueConstraint:
    def __init__(self, *columns, name=None):
        self.columns, self.name = columns, name


class text:
    def __init__(self, sql):
        self.sql = sql


class func:
    @staticmethod
    def now():
        return text("CURRENT_TIMESTAMP")


def true():
    return text("1")


def false():
    return text("0")


class Condition:
    def __init__(self, column, value):
        self.column, self.value = column, value


class Column:
    """As a migration writes it: name, type, foreign key."""

    def __init__(self, *given, primary_key=False, nullable=True, server_default=None, default=None):
        self.name = next((one for one in given if isinstance(one, str)), None)
        self.type = next((one for one in given if hasattr(one, "sql")), Integer)
        self.foreign_key = next((one for one in given if isinstance(one, ForeignKey)), None)
        self.primary_key, self.nullable, self.default = primary_key, nullable, default
        self.server_default = server_default

    def __eq__(self, value):
        return Condition(self, value)

    __hash__ = object.__hash__

    def definition(self):
        parts = [self.name, self.type.sql]
        if self.primary_key:
            parts.append("PRIMARY KEY")
        elif not self.nullable:
            parts.append("NOT NULL")
        if self.server_default is not None:
            given = self.server_default
            parts.append(
                f"DEFAULT {given.sql}" if isinstance(given, text) else f"DEFAULT '{given}'"
            )
        if self.foreign_key:
            parts.append(f"REFERENCES {self.foreign_key.table} ({self.foreign_key.column})")
        return " ".join(parts)


class select:
    def __init__(self, model):
        self.model, self.conditions, self.most = model, [], None

    def where(self, *conditions):
        self.conditions += conditions
        return self

    def limit(self, most):
        self.most = most
        return self


class Engine:
    """The database that a test has put here."""

    connection = None
    executed: list[str] = []


def create_engine(_url, **_options):
    return Engine
