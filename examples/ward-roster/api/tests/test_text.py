from unittest import TestCase

from ward_roster.text import initials, printed_name, ward_line


class TextTest(TestCase):
    def test_a_plain_name_is_printed_as_it_is(self):
        self.assertEqual(printed_name("Ada Lovelace"), "Ada Lovelace")

    def test_initials_are_capitals(self):
        self.assertEqual(initials("grace brewster hopper"), "GBH")

    def test_a_ward_is_named_once(self):
        self.assertEqual(ward_line(["West", "West"]), "West")
