"""Reporter of pytest, for Python 3.8 and newer; writes one file a process."""
import json
import os
import time

# The worst of set-up, call and tear-down is what a test did.
WORST_FIRST = ("failed", "skipped", "passed")


# A runner that a test starts is a matter of that test.
FOLDER = os.environ.pop("REVEILLE_REPORTS", None)
RUNNING = []


def pytest_configure(config):
    # A worker of pytest-xdist hands its reports to the process that started it.
    if FOLDER is not None and not hasattr(config, "workerinput") and not RUNNING:
        RUNNING.append(Reporter(config))
        config.pluginmanager.register(RUNNING[0], "reveille-reporter")


class Reporter:
    def __init__(self, config):
        name = "pytest-%d-%d.jsonl" % (os.getpid(), time.time_ns())
        self.stream = open(os.path.join(FOLDER, name), "x", encoding="utf-8")
        self.process = os.getpid()
        self.rootdir = str(getattr(config, "rootpath", None) or config.rootdir)
        self.root = os.environ.get("REVEILLE_ROOT") or os.getcwd()
        self.outcomes = {}
        self.errors = []
        self.is_interrupted = False

    def place(self, nodeid):
        """`file > Class > test[1]`, with the file relative to where the command was started."""
        file, *names = nodeid.split("::")
        path = os.path.relpath(os.path.join(self.rootdir, file), self.root)
        return " > ".join([path.replace(os.sep, "/"), *names])

    def pytest_collectreport(self, report):
        if report.failed:
            self.errors.append("%s: %s" % (self.place(report.nodeid), last_line(report.longrepr)))

    def pytest_runtest_logreport(self, report):
        # Others are the words of plugins for a run that does not count, `rerun` for example.
        if report.outcome not in WORST_FIRST:
            return
        label = subtest_label(report)
        if label != "":
            self.outcomes[report.nodeid + label] = [report.outcome]
            if report.outcome != "failed":
                return
        elif report.when == "setup":
            self.outcomes[report.nodeid] = []
        # That it could be set up or torn down does not say that it ran.
        if report.when != "call" and report.outcome == "passed":
            return
        self.outcomes.setdefault(report.nodeid, []).append(report.outcome)

    def pytest_internalerror(self, excrepr):
        self.is_interrupted = True
        self.errors.append("pytest: %s" % last_line(excrepr))

    def pytest_keyboard_interrupt(self, excinfo):
        """Of pytest.exit() too, whatever exit code that asks for."""
        # What could not be collected stops a run as well, before its first test.
        if excinfo.typename != "Interrupted" or self.outcomes or not self.errors:
            self.is_interrupted = True

    def pytest_sessionfinish(self):
        if os.getpid() != self.process:
            return
        for nodeid, outcomes in self.outcomes.items():
            worst = next((outcome for outcome in WORST_FIRST if outcome in outcomes), "failed")
            self.write({"test": self.place(nodeid), "outcome": worst})
        for error in self.errors:
            self.write({"error": error})
        if not self.is_interrupted:
            self.write({"end": True, "tests": len(self.outcomes)})
        self.stream.close()
        RUNNING.clear()

    def write(self, line):
        self.stream.write(json.dumps(line) + "\n")


def subtest_label(report):
    context = getattr(report, "context", None)
    if context is None or type(report).__name__ != "SubtestReport":
        return ""
    parts = ["[%s]" % context.msg] if context.msg else []
    values = ", ".join("%s=%r" % pair for pair in dict(context.kwargs).items())
    return " " + " ".join(parts + (["(%s)" % values] if values or not parts else []))


def last_line(said):
    lines = [line.strip() for line in str(said).split("\n") if line.strip()]
    return lines[-1] if lines else "failed"
