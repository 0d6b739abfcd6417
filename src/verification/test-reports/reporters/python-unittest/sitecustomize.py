"""Reporter of unittest, for Python 3.8 and newer: runs when Python starts and waits until unittest is imported."""
import importlib.machinery
import importlib.util
import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RUNNER = "unittest.runner"
FOLDER = os.environ.get("REVEILLE_REPORTS")
# Methods of a result, and what each says of a test.
OUTCOMES = {
    "addSuccess": "passed",
    "addSkip": "skipped",
    "addExpectedFailure": "skipped",
    "addUnexpectedSuccess": "failed",
    "addFailure": "failed",
    "addError": "failed",
}


class Reporter:
    """Hears what the result of one runner is told and writes one file."""

    def __init__(self):
        name = "unittest-%d-%d.jsonl" % (os.getpid(), time.time_ns())
        self.stream = open(os.path.join(FOLDER, name), "x", encoding="utf-8")
        self.process = os.getpid()
        self.outcomes = []
        # Which entry an object has now: a test that is over is freed and its identity used again.
        self.entries = {}
        self.errors = []

    def watch(self, result):
        for method, outcome in OUTCOMES.items():
            hear(result, method, lambda test, *details, said=outcome: self.add(test, said, details))
        hear(result, "startTest", self.start)
        hear(result, "addSubTest", self.add_subtest)
        return result

    def start(self, test):
        self.entries[id(test)] = self.entry(identify(test))

    def entry(self, name):
        self.outcomes.append((name, []))
        return self.outcomes[-1]

    def add(self, test, outcome, details):
        kind = type(test).__name__
        if kind in ("_ErrorHolder", "_FailedTest", "ModuleImportFailure"):
            # A hook of a class or module, or a module that could not be imported.
            if outcome == "failed":
                self.errors.append("%s: %s" % (test, reason(details)))
            return
        if id(test) not in self.entries:
            self.start(test)
        self.entries[id(test)][1].append(outcome)

    def add_subtest(self, test, subtest, error):
        if id(test) not in self.entries:
            self.start(test)
        name, outcomes = self.entries[id(test)]
        describe = getattr(subtest, "_subDescription", None)
        label = describe() if describe else str(subtest)
        self.entry("%s %s" % (name, label))[1].append("passed" if error is None else "failed")
        if error is not None:
            outcomes.append("failed")

    def end(self):
        # A test that forked is not this one's business.
        if os.getpid() != self.process:
            return
        tests = [entry for entry in self.outcomes if entry[0] is not None]
        for name, outcomes in tests:
            worst = next((one for one in ("failed", "skipped", "passed") if one in outcomes), "failed")
            self.write({"test": name, "outcome": worst})
        for error in self.errors:
            self.write({"error": error})
        self.write({"end": True, "tests": len(tests)})
        self.stream.close()

    def write(self, line):
        self.stream.write(json.dumps(line) + "\n")


def hear(result, method, listener):
    original = getattr(result, method, None)
    if original is None:
        return

    def told(*arguments, **named):
        listener(*arguments, **named)
        return original(*arguments, **named)

    setattr(result, method, told)


def identify(test):
    """`file > Class > method`; None for what stands in for a module that could not be imported."""
    if type(test).__name__ in ("_FailedTest", "ModuleImportFailure"):
        return None
    method = getattr(test, "_testMethodName", None)
    module = sys.modules.get(type(test).__module__)
    file = getattr(module, "__file__", None)
    if method is None or file is None:
        return test.id()
    path = os.path.relpath(file, os.environ.get("REVEILLE_ROOT") or os.getcwd())
    return " > ".join([path.replace(os.sep, "/"), type(test).__qualname__, method])


def reason(details):
    error = details[0] if details else None
    said = str(error[1] if isinstance(error, tuple) else error).strip().split("\n")
    return next((line for line in reversed(said) if line.strip()), "failed").strip()


def report_runs(module):
    runner = module.TextTestRunner
    original = runner.run
    running = []

    def run(self, *arguments, **named):
        # A runner that a test starts is a matter of that test, in a process of its own too.
        if running or FOLDER is None:
            return original(self, *arguments, **named)
        os.environ.pop("REVEILLE_REPORTS", None)
        reporter = Reporter()
        make = self._makeResult
        self._makeResult = lambda: reporter.watch(make())
        running.append(reporter)
        try:
            result = original(self, *arguments, **named)
        finally:
            running.pop()
            del self._makeResult
        reporter.end()
        return result

    runner.run = run


class Finder:
    """Stands in front of the finders of Python until the runner of unittest is asked for."""

    def find_spec(self, name, path=None, target=None):
        if name != RUNNER:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_report(module):
                execute(module)
                report_runs(module)

            spec.loader.exec_module = execute_and_report
        return spec


def chain():
    """What the project itself wanted to run at the start of Python."""
    others = [entry for entry in sys.path if os.path.abspath(entry or ".") != HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


sys.meta_path.insert(0, Finder())
chain()
