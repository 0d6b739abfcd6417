"""Slot by slot, the rested nurse who has worked least; may leave slots open that others fill."""

from .problem import Ledger, Problem, Roster


def solve(problem: Problem) -> Roster:
    ledger = Ledger(problem)
    roster: Roster = {}
    for day, shift in problem.slots():
        free = [nurse for nurse in problem.nurses if ledger.may_work(nurse, day, shift)]
        nurse = min(free, key=ledger.load, default=None)
        if nurse is not None:
            ledger.give(nurse, day, shift)
        roster[day, shift.name] = nurse
    return roster
