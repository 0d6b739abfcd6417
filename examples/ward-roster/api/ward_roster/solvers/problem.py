"""What every solver is given and what it gives back."""

from dataclasses import dataclass, field

from ..rules.rest import has_enough_rest
from ..rules.shift import Shift

Slot = tuple[int, str]
Roster = dict[Slot, str | None]


@dataclass(frozen=True)
class Problem:
    nurses: tuple[str, ...]
    shifts: tuple[Shift, ...]
    days: int
    absences: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    most_shifts: int = 5

    def slots(self) -> list[tuple[int, Shift]]:
        return [(day, shift) for day in range(self.days) for shift in self.shifts]


class Ledger:
    """Who works when, while a roster is being filled."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.worked: dict[str, dict[int, Shift]] = {nurse: {} for nurse in problem.nurses}

    def load(self, nurse: str) -> int:
        return len(self.worked[nurse])

    def may_work(self, nurse: str, day: int, shift: Shift) -> bool:
        days = self.worked[nurse]
        if day in days or (nurse, day) in self.problem.absences:
            return False
        if len(days) >= self.problem.most_shifts:
            return False
        before, after = days.get(day - 1), days.get(day + 1)
        rested = before is None or has_enough_rest(before, shift)
        return rested and (after is None or has_enough_rest(shift, after))

    def give(self, nurse: str, day: int, shift: Shift) -> None:
        self.worked[nurse][day] = shift

    def take(self, nurse: str, day: int) -> None:
        del self.worked[nurse][day]
