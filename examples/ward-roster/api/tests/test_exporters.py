from unittest import TestCase

from ward_roster.exporters import csv_sheet, ical

ENTRIES = [
    {"day": "2024-03-01", "shift": "early", "nurse": "Ada"},
    {"day": "2024-03-01", "shift": "late", "nurse": None},
]


class ExportersTest(TestCase):
    def test_a_sheet_has_a_line_for_each_shift(self):
        lines = csv_sheet.render(ENTRIES).splitlines()
        self.assertEqual(lines, ["day,shift,nurse", "2024-03-01,early,Ada", "2024-03-01,late,"])

    def test_a_calendar_says_which_shifts_are_open(self):
        calendar = ical.render(ENTRIES)
        self.assertIn("SUMMARY:late: open\r\n", calendar)
        self.assertEqual(calendar.count("BEGIN:VEVENT"), 2)
