"""Rosters as files."""

from importlib import import_module

FORMATS = {"csv": "csv_sheet", "ics": "ical"}


def export(kind: str, entries: list[dict]) -> tuple[str, str]:
    """Text and media type of a roster in a format."""
    exporter = import_module(f"ward_roster.exporters.{FORMATS[kind]}")
    return exporter.render(entries), exporter.MEDIA_TYPE


def file_name(ward: str, week: str, kind: str) -> str:
    if kind not in FORMATS:
        logger.warning("no format is called %s", kind)
        raise KeyError(kind)
    return f"{ward.lower().replace(' ', '-')}-{week}.{kind}"
