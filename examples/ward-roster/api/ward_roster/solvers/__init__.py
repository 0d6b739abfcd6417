"""Three ways to fill the same roster, behind one registry: quick, cheap, or provably complete."""

from collections.abc import Callable

from . import constraint, greedy, linear
from .problem import Problem, Roster

Solver = Callable[[Problem], Roster]

SOLVERS: dict[str, Solver] = {
    "greedy": greedy.solve,
    "linear": linear.solve,
    "constraint": constraint.solve,
}


def solve(name: str, problem: Problem) -> Roster:
    if name not in SOLVERS:
        raise KeyError(f"no solver is called {name}; there are {', '.join(sorted(SOLVERS))}")
    return SOLVERS[name](problem)
