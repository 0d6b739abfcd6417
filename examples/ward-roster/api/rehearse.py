"""Plans an imagined week by the rules as they are, and prints it. Changes nothing."""

from ward_roster.rules.shift import ALL, hours
from ward_roster.solvers import greedy
from ward_roster.solvers.problem import Problem

NURSES = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Finn")


def main() -> None:
    roster = greedy.solve(Problem(NURSES, ALL, days=7))
    worked = dict.fromkeys(NURSES, 0)
    lengths = {shift.name: hours(shift) for shift in ALL}
    for (day, shift), nurse in roster.items():
        print(f"day {day + 1}  {shift:<6} {nurse or 'open'}")
        if nurse is not None:
            worked[nurse] += lengths[shift]
    print(", ".join(f"{nurse} {total} h" for nurse, total in worked.items()))


if __name__ == "__main__":
    main()
