from unittest import TestCase

from ward_roster.rules.shift import EARLY, LATE, NIGHT
from ward_roster.services.swap_rules import may_swap


class SwapRulesTest(TestCase):
    def test_a_free_day_around_allows_any_shift(self):
        self.assertTrue(may_swap(NIGHT, None, None))

    def test_rest_is_asked_for_on_both_sides(self):
        self.assertFalse(may_swap(EARLY, LATE, None))
        self.assertFalse(may_swap(LATE, None, EARLY))
        self.assertTrue(may_swap(LATE, EARLY, NIGHT))
