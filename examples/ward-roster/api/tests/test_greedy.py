from unittest import TestCase

from ward_roster.rules.shift import ALL, EARLY, LATE
from ward_roster.solvers import greedy
from ward_roster.solvers.problem import Problem

from .rosters import assert_lawful

TEAM = ("Ada", "Grace", "Mary", "Edith", "Clara")


class GreedyTest(TestCase):
    def test_a_week_is_lawful(self):
        problem = Problem(TEAM, ALL, 7, absences=frozenset({("Mary", 2)}))
        assert_lawful(self, problem, greedy.solve(problem))

    def test_every_shift_has_a_nurse_when_there_are_enough(self):
        roster = greedy.solve(Problem(TEAM, (EARLY, LATE), 7))
        self.assertNotIn(None, roster.values())

    def test_shifts_stay_open_when_nobody_is_left(self):
        roster = greedy.solve(Problem(("Ada",), (EARLY, LATE), 2))
        self.assertEqual(list(roster.values()).count(None), 2)
