from unittest import TestCase

from ward_roster.rules.rest import has_enough_rest
from ward_roster.rules.shift import EARLY, Shift

UNTIL_19 = Shift("long day", 7, 19)
UNTIL_20 = Shift("longer day", 8, 20)


class RestLawTest(TestCase):
    def test_exactly_eleven_hours_of_rest_are_enough(self):
        self.assertTrue(has_enough_rest(UNTIL_19, EARLY))

    def test_less_than_eleven_hours_are_not(self):
        self.assertFalse(has_enough_rest(UNTIL_20, EARLY))
