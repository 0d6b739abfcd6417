"""Day by day, the cheapest assignment of nurses to shifts, by shortest augmenting paths."""

from .problem import Ledger, Problem, Roster

FORBIDDEN = 10_000
OPEN = 1_000


def solve(problem: Problem) -> Roster:
    ledger = Ledger(problem)
    roster: Roster = {}
    for day in range(problem.days):
        costs = [_row(ledger, day, shift, len(problem.shifts)) for shift in problem.shifts]
        for shift, column in zip(problem.shifts, cheapest(costs), strict=True):
            nurse = problem.nurses[column] if column < len(problem.nurses) else None
            if nurse is not None:
                ledger.give(nurse, day, shift)
            roster[day, shift.name] = nurse
    return roster


def _row(ledger: Ledger, day: int, shift, spare: int) -> list[int]:
    """What each nurse costs for the shift; behind them, one column a shift for leaving it open."""
    nurses = ledger.problem.nurses
    people = [ledger.load(n) if ledger.may_work(n, day, shift) else FORBIDDEN for n in nurses]
    return people + [OPEN] * spare


def cheapest(costs: list[list[int]]) -> list[int]:
    """The column of each row in an assignment of least cost; columns are no fewer than rows."""
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        _augment(costs, row_price, column_price, owner)
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            chosen[owner[column] - 1] = column - 1
    return chosen


def _augment(costs, row_price, column_price, owner) -> None:
    """Finds the shortest augmenting path for the row in owner[0], and takes it."""
    columns = len(column_price)
    distance, came_from, seen = [float("inf")] * columns, [0] * columns, [False] * columns
    at = 0
    while owner[at]:
        seen[at] = True
        row, step, following = owner[at], float("inf"), 0
        for column in range(1, columns):
            if seen[column]:
                continue
            reduced = costs[row - 1][column - 1] - row_price[row] - column_price[column]
            if reduced < distance[column]:
                distance[column], came_from[column] = reduced, at
            if distance[column] < step:
                step, following = distance[column], column
        for column in range(columns):
            if seen[column]:
                row_price[owner[column]] += step
                column_price[column] -= step
            else:
                distance[column] -= step
        at = following
    while at:
        owner[at] = owner[came_from[at]]
        at = came_from[at]
