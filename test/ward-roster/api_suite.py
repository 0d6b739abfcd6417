"""Runs the example's own tests and tells what they did: as it is, and with a function broken."""

import io
import json
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])


def broken(*_given):
    raise RuntimeError("broken on purpose")


def nobody(problem):
    """A roster in which one nurse works every shift."""
    return {
        (day, shift.name): problem.nurses[0] if problem.nurses else None
        for day, shift in problem.slots()
    }


def run(names):
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    failed = [test.id().rsplit(".", 1)[-1] for test, _ in result.failures + result.errors]
    return {
        "ran": result.testsRun,
        "failed": sorted(failed),
        "skipped": {test.id().rsplit(".", 1)[-1]: reason for test, reason in result.skipped},
    }


def main():
    suite = unittest.defaultTestLoader.discover(f"{sys.argv[1]}/tests", top_level_dir=sys.argv[1])
    result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    modules = sorted(name for name in sys.modules if name.startswith("ward_roster"))
    everything = {
        "ran": result.testsRun,
        "failed": len(result.failures) + len(result.errors),
        "skipped": {test.id().rsplit(".", 1)[-1]: reason for test, reason in result.skipped},
        "modules": modules,
    }
    from tests import test_engine, test_greedy  # noqa: PLC0415

    test_engine.build_roster = broken
    # A month that cannot be built is an error; a roster that is wrong is not noticed.
    raising = run(["tests.test_engine"])
    test_engine.build_roster = lambda *_given: ["nonsense"]
    nonsense = run(["tests.test_engine"])
    test_greedy.greedy.solve = nobody
    greedy = run(["tests.test_greedy"])
    found = {
        "all": everything,
        "engineRaises": raising,
        "engineNonsense": nonsense,
        "greedyUnlawful": greedy,
    }
    json.dump(found, sys.stdout)


main()
