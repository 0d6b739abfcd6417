"""All that the demonstrations of the example's API need to know, as JSON: `api_facts.py API`."""

import contextlib
import io
import json
import logging
import sys
from importlib import import_module

import api_database
import api_scenes


class Kept(logging.Handler):
    """Keeps log lines."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def access_log():
    log = logging.getLogger("ward_roster.access")
    kept = Kept()
    log.addHandler(kept)
    log.setLevel(logging.INFO)
    answer = api_scenes.call("GET", "/health/live", prefix="", headers={"x-request-id": "abc"})
    log.removeHandler(kept)
    return {"lines": kept.lines, "headers": answer["headers"]}


def engines():
    from ward_roster.rules.shift import ALL

    nurses = ["Ada", "Grace", "Mary", "Edith"]
    found = {}
    for name in ("solvers.engine", "services.roster_engine", "legacy.roster_builder"):
        build = import_module(f"ward_roster.{name}").build_roster
        entries = build(nurses, list(ALL), 7)
        found[name] = {"entries": entries, "tired": tired(entries)}
    return found


def tired(entries):
    """Nurses who are sent to work without their rest."""
    from ward_roster.rules.rest import has_enough_rest
    from ward_roster.rules.shift import by_name

    shifts = {(one["nurse"], one["day"]): by_name(one["shift"]) for one in entries if one["nurse"]}
    pairs = [
        (n, shift, shifts[n, d + 1]) for (n, d), shift in shifts.items() if (n, d + 1) in shifts
    ]
    return sorted(
        {nurse for nurse, today, tomorrow in pairs if not has_enough_rest(today, tomorrow)}
    )


def solvers():
    from ward_roster.rules.shift import ALL
    from ward_roster.solvers import SOLVERS, solve
    from ward_roster.solvers.problem import Problem

    problem = Problem(("Ada", "Grace", "Mary", "Edith", "Clara"), ALL, 7)
    return {
        "names": sorted(SOLVERS),
        "open": {name: list(solve(name, problem).values()).count(None) for name in SOLVERS},
        "openWithoutNurses": list(solve("constraint", Problem((), ALL, 2)).values()),
        "unknown": failure(lambda: solve("magic", problem)),
    }


def failure(act):
    try:
        act()
        return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def services():
    from ward_roster.services import export, notify

    return {
        "link": notify.roster_link(7),
        "wasSent": notify.send("email", "ada@ward.example", "hello"),
        "senders": [notify.sender("email"), notify.sender("sms")],
        "unknownFormat": failure(lambda: export.file_name("West", "2024-W09", "pdf")),
        "formats": {kind: export.export(kind, [])[1] for kind in export.FORMATS},
    }


def tokens():
    """How long a token lives, in minutes, and with which key it can be forged."""
    import jwt
    from ward_roster.security import User, issue_tokens
    from ward_roster.settings import settings

    before = api_scenes.now()
    claims = jwt.decode(
        issue_tokens(User(1, "nurse"))["access_token"], settings.secret_key, ["HS256"]
    )
    forged = {"sub": "1", "role": "admin", "kind": "access", "exp": api_scenes.later()}
    answer = api_scenes.call("GET", "/admin/users", token=jwt.encode(forged, "change-me", "HS256"))
    return {"minutes": round((claims["exp"] - before) / 60), "forged": answer["status"]}


def settings_asked():
    """Every setting, and those that anything asked for while all scenes ran."""
    from pydantic import fields_of
    from ward_roster.settings import Settings, settings

    return {
        "fields": sorted(set(fields_of(Settings)) - {"asked"}),
        "asked": sorted(settings.asked),
        "horizon": settings.roster_horizon_days,
        "calendarKey": settings.calendar_key,
        "shiftsOfDraft": api_scenes.drafted(),
    }


def main():
    from ward_roster import cli

    week = f"{sys.argv[1]}/tests/fixtures/week_11.json"
    found = {
        "spoken": api_scenes.SPOKEN.getvalue(),
        "routes": api_scenes.routes(),
        "scenes": api_scenes.scenes(),
        "queries": {count: api_scenes.queries(count) for count in (2, 5)},
        "exceptionHandlers": len(api_scenes.main.app.exception_handlers),
        "access": access_log(),
        "database": api_database.facts(api_scenes.database()),
        "engines": engines(),
        "solvers": solvers(),
        "services": services(),
        "tokens": tokens(),
    }
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        cli.main([week])
    found["printed"] = printed.getvalue()
    found["settings"] = settings_asked()
    found["modules"] = sorted(name for name in sys.modules if name.startswith("ward_roster"))
    json.dump(found, sys.stdout, default=str)


main()
