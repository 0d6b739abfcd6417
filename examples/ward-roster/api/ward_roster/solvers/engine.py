"""The engine of the nightly planning job."""

from ..rules.rest import has_enough_rest
from ..rules.shift import Shift


def build_roster(nurses: list[str], shifts: list[Shift], days: int) -> list[dict]:
    """Fills a week with the first nurse who is rested."""
    last: dict[str, tuple[int, Shift]] = {}
    entries = []
    for day in range(days):
        for shift in shifts:
            nurse = next((one for one in nurses if _is_free(last.get(one), day, shift)), None)
            if nurse is not None:
                last[nurse] = (day, shift)
            entries.append({"day": day, "shift": shift.name, "nurse": nurse})
    return entries


def _is_free(previous: tuple[int, Shift] | None, day: int, shift: Shift) -> bool:
    if previous is None or previous[0] < day - 1:
        return True
    return previous[0] == day - 1 and has_enough_rest(previous[1], shift)
