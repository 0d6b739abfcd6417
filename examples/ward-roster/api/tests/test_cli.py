import contextlib
import io
from pathlib import Path
from unittest import TestCase

from ward_roster.cli import main

WEEK = Path(__file__).parent / "fixtures" / "week_11.json"


class CommandLineTest(TestCase):
    def test_the_roster_of_a_week_is_printed(self):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            self.assertEqual(main([str(WEEK)]), 0)
        self.assertEqual(len(printed.getvalue().splitlines()), 21)
        self.assertIn("day 0  early  Ada", printed.getvalue())
