from unittest import TestCase

from ward_roster.rules.shift import ALL, EARLY, LATE
from ward_roster.solvers import constraint
from ward_roster.solvers.problem import Problem

from .rosters import assert_lawful

TEAM = ("Ada", "Grace", "Mary", "Edith", "Clara")


class ConstraintTest(TestCase):
    def test_a_week_is_lawful(self):
        problem = Problem(TEAM, ALL, 7, absences=frozenset({("Mary", 2)}))
        assert_lawful(self, problem, constraint.solve(problem))

    def test_every_shift_has_a_nurse_when_there_are_enough(self):
        roster = constraint.solve(Problem(TEAM, (EARLY, LATE), 7))
        self.assertNotIn(None, roster.values())

    def test_finds_a_roster_where_the_order_of_choices_matters(self):
        away = frozenset({("Ada", 0), ("Grace", 1)})
        problem = Problem(("Ada", "Grace", "Mary"), (LATE, EARLY), 2, absences=away)
        assert_lawful(self, problem, constraint.solve(problem))

    def test_gives_up_on_the_impossible_and_leaves_shifts_open(self):
        roster = constraint.solve(Problem((), ALL, 1))
        self.assertEqual(set(roster.values()), {None})
