from unittest import TestCase

from ward_roster.text import ward_line


class WardLineTest(TestCase):
    def test_wards_stand_in_the_order_in_which_they_are_given(self):
        self.assertEqual(ward_line(["West", "East", "West"]), "West · East")
