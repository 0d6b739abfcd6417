"""Calls that show how the routes of the example behave, each on a database that is made anew."""

import contextlib
import io
import sqlite3
from datetime import UTC, datetime, timedelta

import api_migrations
import sqlalchemy
import sqlalchemy.orm

API = "/api/v1"
WEEK = {"ward_id": 1, "week": "2024-03-04"}


def database():
    """Every revision replayed, a ward with five people, one roster."""
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    api_migrations.replay(connection)
    connection.execute("INSERT INTO wards (id, name) VALUES (1, 'West')")
    people = [
        (1, "Ada", "admin"),
        (2, "Grace", "planner"),
        (3, "Mary", "nurse"),
        (4, "Edith", "nurse"),
    ]
    for number, name, role in [*people, (5, "Clara", "nurse")]:
        connection.execute(
            "INSERT INTO nurses (id, ward_id, name, email, password_hash, role, payroll_number)"
            " VALUES (?, 1, ?, ?, ?, ?, '')",
            [number, name, f"{name.lower()}@ward.example", STORED, role],
        )
    connection.execute("INSERT INTO rosters (id, ward_id, week) VALUES (1, 1, '2024-02-26')")
    connection.execute(
        "INSERT INTO absences (id, nurse_id, starts_on, ends_on)"
        " VALUES (1, 3, '2024-02-26', '2024-02-27')"
    )
    for number, day in ((1, "2024-02-26"), (2, "2024-02-27")):
        connection.execute(
            "INSERT INTO shifts (id, ward_id, nurse_id, roster_id, kind, starts_at, ends_at)"
            " VALUES (?, 1, 3, 1, 'early', ?, ?)",
            [number, f"{day}T06:00:00", f"{day}T14:00:00"],
        )
    connection.execute("INSERT INTO swap_requests (id, nurse_id, shift_id) VALUES (1, 3, 1)")
    sqlalchemy.Engine.connection = connection
    return connection


with contextlib.redirect_stdout(io.StringIO()) as SPOKEN:
    from fastapi import WebSocketDisconnect
    from fastapi import run as run_coroutine

    from ward_roster import live, main
    from ward_roster.repositories import nurses as nurses_repository
    from ward_roster.hashing import hash_password, signature
    from ward_roster.security import ROLES, User, issue_tokens
    from ward_roster.settings import settings
    from ward_roster.workers.celery_app import app as celery

STORED = hash_password("secret")


class Screen:
    """Somebody's browser; it shows no token, and leaves when it is asked for a word."""

    def __init__(self):
        self.events, self.others = [], 0

    async def accept(self):
        pass

    async def receive_text(self):
        self.others = len(live.hub.screens)
        raise WebSocketDisconnect

    async def send_json(self, event):
        self.events.append(event)


def token(role, number=2):
    return issue_tokens(User(number, role))["access_token"]


def call(verb, path, role=None, prefix=API, **options):
    database()
    celery.sent.clear()
    given = options.pop("token", token(role) if role else None)
    return main.app.call(verb, prefix + path, token=given, **options)


def sent_by(verb, path, role, **options):
    answer = call(verb, path, role, **options)
    return {"status": answer["status"], "body": str(answer["body"]), "sent": list(celery.sent)}


def scenes():
    tokens = call("POST", "/auth/login", body={"email": "ada@ward.example", "password": "secret"})[
        "body"
    ]
    alert = {"ward_id": 1, "message": "bed 4"}
    signed = {
        "x-signature": signature(b'{"ward_id": 1, "message": "bed 4"}', settings.monitor_secret)
    }
    shift = {"ward_id": 1, "starts_at": "2024-03-01T06:00:00", "ends_at": "2024-03-01T14:00:00"}
    swap = {"shift_id": 1}
    return {
        "login": tokens,
        "me": call("GET", "/auth/me", token=tokens["access_token"]),
        "refreshAsAccess": call("GET", "/auth/me", token=tokens["refresh_token"]),
        "reset": call("POST", "/auth/password-reset", body={"email": "nobody@ward.example"}),
        "removeShiftAnonymously": call("DELETE", "/shifts/1"),
        "addShiftAnonymously": call("POST", "/shifts", body=shift),
        "addShiftAsNurse": call("POST", "/shifts", "nurse", body=shift),
        "addShiftAsPlanner": call("POST", "/shifts", "planner", body=shift),
        "closeWard": {role: call("POST", "/wards/1/close", role)["status"] for role in ROLES},
        "auditLogAsNurse": call("GET", "/admin/audit-log", "nurse"),
        "changeRoleAsNurse": call("POST", "/admin/users/3/role", "nurse", body={"role": "admin"}),
        "usersAsNurse": call("GET", "/admin/users", "nurse"),
        "checklistAsNurse": call("GET", "/admin/checklist", "nurse"),
        "checklistAsAdmin": call("GET", "/admin/checklist", "admin"),
        "absenceAnonymously": call("POST", "/nurses/3/absences", body={}),
        "onLeave": call("GET", "/nurses/on-leave", "nurse", query={"day": "2024-02-26"}),
        "currentRoster": call(
            "GET", "/rosters/current", "nurse", query={"ward_id": "1", "day": "2024-02-28"}
        ),
        "nurse": call("GET", "/nurses/3", "nurse"),
        "nurses": call("GET", "/nurses", "nurse"),
        "nursesByPassword": call("GET", "/nurses", "nurse", query={"sort": "password_hash"}),
        "search": call("GET", "/nurses/search", "nurse", query={"term": "Ma"}),
        "searchForHashes": call(
            "GET",
            "/nurses/search",
            "nurse",
            query={"term": "' UNION SELECT id, password_hash, ward_id FROM nurses -- "},
        ),
        "summary": call("GET", "/rosters/1/summary", "nurse"),
        "summaryOfNothing": call("GET", "/rosters/9/summary", "nurse"),
        "occupancy": [
            call("GET", "/reports/occupancy", "planner", query={"ward_id": ward, "days": "1"})[
                "body"
            ]
            for ward in ("1", "404")
        ],
        "coverage": call("GET", "/reports/coverage", "planner", query={"roster_id": "1"}),
        "coverageSheet": call("GET", "/reports/coverage.csv", "planner", query={"roster_id": "1"}),
        "file": call("GET", "/rosters/1/file", "nurse", query={"kind": "ics"}),
        "requests": call("GET", "/requests", "nurse"),
        "fairness": call("GET", "/reports/fairness", "planner", query={"roster_id": "1"}),
        "notes": call("GET", "/wards/1/notes", "nurse"),
        "ward": call("GET", "/wards/1", "nurse"),
        "print": call("POST", "/rosters/1/print", "planner"),
        "archive": call("POST", "/rosters/1/archive", "planner"),
        "holidays": call("GET", "/holidays/2024", "nurse"),
        "calendar": call(
            "GET", f"/feeds/1/{signature(b'1', settings.calendar_key)}.ics", headers={}
        ),
        "calendarGuessed": call("GET", "/feeds/1/guess.ics"),
        "alertSigned": call("POST", "/alerts", body=alert, headers=signed),
        "alertUnsigned": call("POST", "/alerts", body=alert),
        "publish": sent_by("POST", "/rosters/1/publish", "planner"),
        "rebuild": sent_by("POST", "/rosters/1/rebuild", "planner"),
        "askForSwap": sent_by("POST", "/requests", "nurse", body=swap),
        "monthlyReport": sent_by("POST", "/admin/reports/monthly", "admin"),
        "create": call("POST", "/rosters", "planner", body=WEEK),
        "solve": {
            solver: call("POST", "/rosters/solve", "planner", body={**WEEK, "solver": solver})[
                "status"
            ]
            for solver in ("greedy", "linear", "constraint", "magic")
        },
        "ready": ready(),
        "alive": call("GET", "/health/live", prefix=""),
        "origin": call(
            "GET",
            "/health/live",
            prefix="",
            headers={"origin": "https://evil.example", "cookie": "a=b"},
        ),
        "crash": call("GET", "/wards/1/notes", "nurse", headers={"origin": "https://ward.example"}),
        "large": call("GET", "/health/live", prefix="", body={"text": "x" * 1_100_000}),
        "events": events(alert, signed),
        "strangers": strangers(),
        "printed": printed(),
        "onLeaveStatement": on_leave(),
    }


def ready():
    """Asked while the service cannot do its work."""
    database().execute("DROP TABLE rosters")
    return main.app.call("GET", "/health/ready")


def events(alert, signed):
    """What an open screen hears, by the call that makes it so."""
    heard = {}
    calls = {
        "publish": ("POST", "/rosters/1/publish", "planner", {}),
        "accept": ("POST", "/requests/1/accept", "planner", {}),
        "alert": ("POST", "/alerts", None, {"body": alert, "headers": signed}),
    }
    for name, (verb, path, role, options) in calls.items():
        screen = Screen()
        live.hub.screens = {screen}
        call(verb, path, role, **options)
        heard[name] = [event["type"] for event in screen.events]
    live.hub.screens = set()
    return heard


def strangers():
    """How many screens hear everything once a stranger has opened one."""
    screen = Screen()
    run_coroutine(live.live(screen))
    return screen.others


def on_leave():
    """The absence is there; the statement asks for another column."""
    connection = database()
    session = sqlalchemy.orm.Session()
    try:
        nurses_repository.on_leave(session, datetime(2024, 2, 26, tzinfo=UTC).date())
        answer = "rows"
    except sqlite3.OperationalError as error:
        answer = str(error)
    rows = connection.execute(
        "SELECT count(*) FROM absences WHERE ends_on >= '2024-02-26'"
    ).fetchone()[0]
    return {"statement": answer, "rows": rows}


def printed():
    """What reaches the printer once its table is there."""
    connection = database()
    connection.execute("CREATE TABLE print_jobs (roster_id, page_size)")
    main.app.call("POST", f"{API}/rosters/1/print", token=token("planner"))
    return connection.execute("SELECT roster_id, page_size FROM print_jobs").fetchall()


def queries(nurses):
    """How many statements the report of hours runs for so many nurses."""
    connection = database()
    connection.execute("DELETE FROM nurses WHERE id > ?", [nurses])
    counts = {}
    for path in ("/reports/hours", "/reports/bonus"):
        sqlalchemy.Engine.executed.clear()
        main.app.call(
            "GET", API + path, token=token("planner"), query={"month": "2024-02", "roster_id": "1"}
        )
        counts[path] = len(sqlalchemy.Engine.executed)
    return counts


def drafted():
    """How many shifts a new roster has."""
    call("POST", "/rosters", "planner", body=WEEK)
    return sqlalchemy.Engine.connection.execute(
        "SELECT count(*) FROM shifts WHERE roster_id = 2"
    ).fetchone()[0]


def now():
    return datetime.now(UTC).timestamp()


def later():
    return datetime.now(UTC) + timedelta(hours=1)


def routes():
    return [
        {
            "verb": route.verb,
            "path": route.path,
            "module": route.module.rsplit(".", 1)[-1],
            "model": route.response_model is not None,
            "answersItself": route.answers_itself,
        }
        for route in main.app.routes
    ]
