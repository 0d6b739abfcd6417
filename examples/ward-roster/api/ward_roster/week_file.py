"""Weeks as files: what the command line reads, and the copy kept before one is replaced."""

import json
import shutil
from pathlib import Path

from .rules.shift import by_name
from .solvers.problem import Problem


def read_week(path: Path) -> Problem:
    """The planning problem that a week's file describes."""
    week = json.loads(path.read_text(encoding="utf-8"))
    return Problem(
        nurses=tuple(week["nurses"]),
        shifts=tuple(by_name(name) for name in week["shifts"]),
        days=week["days"],
        absences=frozenset((absence["nurse"], absence["day"]) for absence in week["absences"]),
    )


def restore(path: Path) -> None:
    """Brings back the copy that was made before the last change."""
    shutil.copyfile(path.with_suffix(path.suffix + ".bak"), path)
