"""The words on the printed roster."""

from collections.abc import Iterable


def printed_name(name: str) -> str:
    """The form in which a nurse's name stands on the printed roster."""
    return name


def initials(name: str) -> str:
    return "".join(part[0].upper() for part in name.split())


def ward_line(wards: Iterable[str]) -> str:
    """The wards of a handover sheet, each once."""
    return " · ".join(set(wards))
