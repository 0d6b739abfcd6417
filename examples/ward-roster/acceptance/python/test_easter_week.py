from pathlib import Path
from unittest import TestCase

from ward_roster.solvers import solve
from ward_roster.week_file import read_week

WEEK = Path(__file__).parent / "fixtures" / "week_13.json"


class EasterWeekTest(TestCase):
    def test_the_week_of_easter_can_be_staffed(self):
        roster = solve("constraint", read_week(WEEK))
        self.assertNotIn(None, roster.values())
