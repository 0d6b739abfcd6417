from unittest import TestCase

from ward_roster.rules.rest import has_enough_rest, rest_between
from ward_roster.rules.shift import EARLY, LATE, NIGHT


class RestTest(TestCase):
    def test_late_then_early_leaves_eight_hours_which_is_too_little(self):
        self.assertEqual(rest_between(LATE, EARLY), 8)
        self.assertFalse(has_enough_rest(LATE, EARLY))

    def test_after_a_night_only_another_night_is_possible(self):
        self.assertEqual(rest_between(NIGHT, NIGHT), 16)
        self.assertTrue(has_enough_rest(NIGHT, NIGHT))
        self.assertFalse(has_enough_rest(NIGHT, EARLY))
        self.assertFalse(has_enough_rest(NIGHT, LATE))
