from unittest import TestCase

from ward_roster.rules.shift import ALL, EARLY, LATE
from ward_roster.solvers import linear
from ward_roster.solvers.problem import Problem

from .rosters import assert_lawful

TEAM = ("Ada", "Grace", "Mary", "Edith", "Clara")


class LinearTest(TestCase):
    def test_a_week_is_lawful(self):
        problem = Problem(TEAM, ALL, 7, absences=frozenset({("Mary", 2)}))
        assert_lawful(self, problem, linear.solve(problem))

    def test_every_shift_has_a_nurse_when_there_are_enough(self):
        roster = linear.solve(Problem(TEAM, (EARLY, LATE), 7))
        self.assertNotIn(None, roster.values())

    def test_the_assignment_is_the_cheapest(self):
        self.assertEqual(linear.cheapest([[4, 1, 3], [2, 0, 5], [3, 2, 2]]), [1, 0, 2])
