from unittest import TestCase

from ward_roster.rules.shift import EARLY, LATE, NIGHT, by_name, hours


class ShiftTest(TestCase):
    def test_day_shifts_last_eight_hours(self):
        self.assertEqual(hours(EARLY), 8)
        self.assertEqual(hours(LATE), 8)

    def test_only_the_night_crosses_midnight(self):
        self.assertEqual([s.crosses_midnight for s in (EARLY, LATE, NIGHT)], [False, False, True])

    def test_a_shift_is_found_by_its_name(self):
        self.assertIs(by_name("late"), LATE)
        with self.assertRaises(KeyError):
            by_name("noon")
