import shutil
import tempfile
from pathlib import Path
from unittest import TestCase

from ward_roster.week_file import read_week, restore

FIXTURES = Path(__file__).parent / "fixtures"


class WeekFileTest(TestCase):
    def test_a_week_is_read(self):
        week = read_week(FIXTURES / "week_11.json")
        self.assertEqual(len(week.nurses), 5)
        self.assertEqual([shift.name for shift in week.shifts], ["early", "late", "night"])
        self.assertEqual(week.absences, {("Mary", 2)})

    def test_the_copy_is_brought_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "week_10.json"
            shutil.copy(FIXTURES / "week_10.json.bak", folder)
            path.write_text("{}", encoding="utf-8")
            restore(path)
            self.assertEqual(read_week(path).days, 5)
