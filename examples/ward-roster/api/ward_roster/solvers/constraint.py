"""Search with propagation: finds a complete roster where there is one, in so many steps."""

from ..rules.shift import Shift
from . import greedy
from .problem import Ledger, Problem, Roster

MOST_STEPS = 20_000


class OutOfSteps(Exception):
    """The search was called off."""


def solve(problem: Problem) -> Roster:
    search = Search(problem)
    try:
        if search.fill():
            return search.roster
    except OutOfSteps:
        pass
    return greedy.solve(problem)


class Search:
    def __init__(self, problem: Problem) -> None:
        self.ledger = Ledger(problem)
        self.open = problem.slots()
        self.roster: Roster = {}
        self.steps = 0

    def fill(self) -> bool:
        """Fills the slot with the fewest candidates first, and goes back where a slot has none."""
        if not self.open:
            return True
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise OutOfSteps
        slot = min(self.open, key=lambda one: (len(self._candidates(*one)), one[0]))
        day, shift = slot
        self.open.remove(slot)
        for nurse in sorted(self._candidates(day, shift), key=self.ledger.load):
            self.ledger.give(nurse, day, shift)
            self.roster[day, shift.name] = nurse
            if self._still_possible(day) and self.fill():
                return True
            self.ledger.take(nurse, day)
            del self.roster[day, shift.name]
        self.open.append(slot)
        return False

    def _candidates(self, day: int, shift: Shift) -> list[str]:
        nurses = self.ledger.problem.nurses
        return [nurse for nurse in nurses if self.ledger.may_work(nurse, day, shift)]

    def _still_possible(self, day: int) -> bool:
        near = [slot for slot in self.open if abs(slot[0] - day) <= 1]
        return all(self._candidates(*slot) for slot in near)
