"""Models with required fields, defaults and conversions of the types that the example uses."""

import re
import types
import typing
from datetime import date, datetime

UNSET = object()


class Invalid(Exception):
    pass


class FieldInfo:
    def __init__(self, default=UNSET, validation_alias=None, ge=None, le=None, pattern=None):
        self.default, self.validation_alias, self.pattern = default, validation_alias, pattern


Field = FieldInfo


def fields_of(model):
    """Name to type and default, in order; of a field that is written twice the last one counts."""
    found = {}
    for base in reversed(model.__mro__):
        for name, kind in base.__dict__.get("__annotations__", {}).items():
            default = base.__dict__.get(name, UNSET)
            info = default if isinstance(default, FieldInfo) else FieldInfo(default)
            found[name] = (kind, info)
    return found


class BaseModel:
    def __init__(self, **values):
        for name, (kind, info) in fields_of(type(self)).items():
            if name not in values and info.default is UNSET:
                raise Invalid(f"{name} is missing")
            value = convert(kind, values[name]) if name in values else info.default
            if info.pattern and not re.search(info.pattern, value):
                raise Invalid(f"{name} does not match")
            setattr(self, name, value)

    def model_dump(self):
        return {name: getattr(self, name) for name in fields_of(type(self))}


def convert(kind, value):
    """The value as its type; Invalid where it is none."""
    origin = typing.get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else convert(typing.get_args(kind)[0], value)
    if origin is list:
        return [convert(typing.get_args(kind)[0], one) for one in value]
    if origin is dict:
        key, item = typing.get_args(kind)
        return {convert(key, k): convert(item, v) for k, v in value.items()}
    if kind in (date, datetime):
        return value if isinstance(value, kind) else kind.fromisoformat(value)
    if kind is int or kind is bool:
        return kind(value)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return from_any(kind, value)
    return value


def from_any(model, value):
    if isinstance(value, model):
        return value
    read = (
        value.get if isinstance(value, typing.Mapping) else lambda name: getattr(value, name, None)
    )
    has = (
        value.__contains__
        if isinstance(value, typing.Mapping)
        else lambda name: hasattr(value, name)
    )
    return model(**{name: read(name) for name in fields_of(model) if has(name)})


def dump(value, model):
    """What goes over the wire: checked against the model, where a route has one."""
    return plain(convert(model, value) if model is not None else value)


def plain(value):
    if isinstance(value, BaseModel):
        return {name: plain(one) for name, one in value.model_dump().items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if value is None or isinstance(value, (int, float, str)):
        return value
    return (
        {k: plain(v) for k, v in vars(value).items()} if hasattr(value, "__dict__") else str(value)
    )
