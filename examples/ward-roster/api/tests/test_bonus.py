from unittest import TestCase

from ward_roster.rules.bonus import monthly_bonus, night_bonus
from ward_roster.rules.shift import EARLY, LATE


class BonusTest(TestCase):
    def test_shifts_by_day_earn_no_bonus(self):
        self.assertEqual(night_bonus(EARLY), 0)
        self.assertEqual(monthly_bonus([EARLY, LATE, EARLY]), 0)
