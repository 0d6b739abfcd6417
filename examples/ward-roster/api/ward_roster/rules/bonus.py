"""Extra pay for work at night."""

from .shift import Shift, hours

# Euros.
HOURLY = 3


def night_bonus(shift: Shift) -> int:
    """Extra pay of one shift, in cents; shifts by day earn none."""
    if not shift.crosses_midnight:
        return 0
    return hours(shift) * HOURLY


def monthly_bonus(shifts: list[Shift]) -> int:
    return sum(night_bonus(shift) for shift in shifts)
