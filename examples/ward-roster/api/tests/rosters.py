"""What every roster has to hold, whoever made it."""

from ward_roster.rules.rest import has_enough_rest
from ward_roster.rules.shift import by_name


def assert_lawful(test, problem, roster):
    test.assertEqual(len(roster), len(problem.slots()))
    for day in range(problem.days):
        today = {n: by_name(s) for (d, s), n in roster.items() if d == day and n}
        working = [n for (d, _), n in roster.items() if d == day and n]
        test.assertEqual(len(working), len(set(working)), "nobody works twice a day")
        tomorrow = {n: by_name(s) for (d, s), n in roster.items() if d == day + 1 and n}
        for nurse in today.keys() & tomorrow.keys():
            test.assertTrue(has_enough_rest(today[nurse], tomorrow[nurse]))
        absent = {nurse for nurse, when in problem.absences if when == day}
        test.assertEqual(absent & set(working), set())
