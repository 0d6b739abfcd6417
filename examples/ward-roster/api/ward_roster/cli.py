"""`ward-roster-plan WEEK.json`: a roster on paper, for the night when the server is down."""

import sys
from pathlib import Path

from .legacy.roster_builder import build_roster
from .text import printed_name
from .week_file import read_week


def main(arguments: list[str] | None = None) -> int:
    [path] = sys.argv[1:] if arguments is None else arguments
    week = read_week(Path(path))
    for entry in build_roster(list(week.nurses), list(week.shifts), week.days):
        nurse = printed_name(entry["nurse"]) if entry["nurse"] else "open"
        print(f"day {entry['day']}  {entry['shift']:<6} {nurse}")
    return 0
