from unittest import TestCase

from ward_roster.text import printed_name


class PrintedNamesTest(TestCase):
    def test_spaces_around_and_inside_a_name_are_tidied(self):
        self.assertEqual(printed_name("  Grace   Hopper "), "Grace Hopper")
