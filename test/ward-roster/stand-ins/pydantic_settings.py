import os

from pydantic import BaseModel, fields_of


def SettingsConfigDict(**options):
    return options


class BaseSettings(BaseModel):
    """Fields from the environment: by upper-case name, or by their alias."""

    # Names of the fields that somebody asked for.
    asked: set[str]

    def __init__(self):
        object.__setattr__(self, "asked", set())
        values = {}
        for name, (_kind, info) in fields_of(type(self)).items():
            variable = info.validation_alias or name.upper()
            if variable in os.environ:
                values[name] = os.environ[variable]
        values["asked"] = self.asked
        super().__init__(**values)

    def __getattribute__(self, name):
        if not name.startswith("_") and name != "asked":
            object.__getattribute__(self, "asked").add(name)
        return object.__getattribute__(self, name)
