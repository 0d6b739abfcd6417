from unittest import TestCase

from ward_roster.rules.shift import NIGHT, Shift, hours


class NightLengthTest(TestCase):
    def test_a_night_shift_lasts_eight_hours(self):
        self.assertEqual(hours(NIGHT), 8)

    def test_so_does_one_that_starts_later(self):
        self.assertEqual(hours(Shift("late night", 23, 7)), 8)
