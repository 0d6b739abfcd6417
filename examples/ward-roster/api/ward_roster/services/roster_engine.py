"""The engine behind the roster routes."""

from ..rules.shift import Shift


def build_roster(nurses: list[str], shifts: list[Shift], days: int) -> list[dict]:
    """Deals the shifts of a week out in turn, starting each day with the next nurse."""
    entries = []
    for day in range(days):
        for position, shift in enumerate(shifts):
            nurse = nurses[(day + position) % len(nurses)] if nurses else None
            entries.append({"day": day, "shift": shift.name, "nurse": nurse})
    return entries
