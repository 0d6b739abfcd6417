from unittest import TestCase

from ward_roster.rules.bonus import night_bonus
from ward_roster.rules.shift import NIGHT


class NightBonusTest(TestCase):
    def test_a_night_shift_earns_24_euros_extra_in_cents(self):
        self.assertEqual(night_bonus(NIGHT), 2400)
