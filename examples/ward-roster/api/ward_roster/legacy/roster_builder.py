"""Rosters in blocks: everybody keeps a shift for three days, then the next of the team follow."""

from ..rules.shift import Shift

BLOCK = 3


def build_roster(nurses: list[str], shifts: list[Shift], days: int) -> list[dict]:
    entries = []
    for day in range(days):
        first = day // BLOCK * len(shifts)
        for position, shift in enumerate(shifts):
            nurse = nurses[(first + position) % len(nurses)] if position < len(nurses) else None
            entries.append({"day": day, "shift": shift.name, "nurse": nurse})
    return entries
