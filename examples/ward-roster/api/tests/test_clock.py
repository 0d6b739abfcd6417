from datetime import date
from unittest import TestCase

from ward_roster.clock import roster_day, week_start


class ClockTest(TestCase):
    def test_rosters_start_on_mondays(self):
        self.assertEqual(week_start(date(2024, 3, 1)), date(2024, 2, 26))
        self.assertEqual(week_start(date(2024, 2, 26)), date(2024, 2, 26))

    def test_noon_belongs_to_its_day(self):
        self.assertEqual(roster_day(1709294400), date(2024, 3, 1))
