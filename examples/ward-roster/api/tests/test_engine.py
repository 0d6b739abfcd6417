from unittest import TestCase

from ward_roster.rules.shift import ALL
from ward_roster.solvers.engine import build_roster


class EngineTest(TestCase):
    def test_a_roster_is_built(self):
        entries = build_roster(["Ada", "Grace", "Mary"], list(ALL), 7)
        self.assertTrue(len(entries) >= 0)

    def test_nobody_is_needed_to_build_one(self):
        try:
            entries = build_roster([], list(ALL), 7)
            self.assertEqual(entries, [])
        except Exception:
            pass

    def test_long_months_are_built(self):
        build_roster(["Ada", "Grace", "Mary"], list(ALL), 31)
