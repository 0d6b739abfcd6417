from unittest import TestCase

from ward_roster.rules.rest import has_enough_rest
from ward_roster.rules.shift import EARLY, LATE


class LateThenEarlyTest(TestCase):
    def test_an_early_shift_after_a_late_one_is_refused(self):
        self.assertFalse(has_enough_rest(LATE, EARLY))
