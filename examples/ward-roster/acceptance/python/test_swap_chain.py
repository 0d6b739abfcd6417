from unittest import TestCase

from ward_roster.rules.shift import EARLY, LATE, NIGHT
from ward_roster.rules.swaps import may_swap


class SwapChainTest(TestCase):
    def test_a_night_may_be_taken_between_a_late_shift_and_a_free_day(self):
        self.assertTrue(may_swap(NIGHT, LATE, None))

    def test_but_not_before_an_early_one(self):
        self.assertFalse(may_swap(NIGHT, None, EARLY))
