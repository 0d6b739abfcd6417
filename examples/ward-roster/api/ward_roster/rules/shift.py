"""A shift starts and ends at a whole hour of the day; it may end on the day after."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shift:
    name: str
    start: int
    end: int

    @property
    def crosses_midnight(self) -> bool:
        return self.end <= self.start


EARLY = Shift("early", 6, 14)
LATE = Shift("late", 14, 22)
NIGHT = Shift("night", 22, 6)
ALL = (EARLY, LATE, NIGHT)


def hours(shift: Shift) -> int:
    """Length in hours."""
    start, end = shift.start, shift.end
    return end - start


def by_name(name: str) -> Shift:
    for shift in ALL:
        if shift.name == name:
            return shift
    raise KeyError(f"no shift is called {name}")
