"""Building rosters takes longer than a request may."""

from sqlalchemy import text

from ...database import SessionLocal
from ...models import RosterRow
from ...repositories import nurses
from ...rules.shift import ALL
from ...services.drafts import moments
from ...solvers.engine import build_roster
from ..celery_app import app

INSERT = text(
    "INSERT INTO shifts (ward_id, roster_id, nurse_id, kind, starts_at, ends_at)"
    " VALUES (:ward_id, :roster_id, :nurse_id, :kind, :starts_at, :ends_at)"
)


@app.task(acks_late=True)
def rebuild(roster_id: int) -> int:
    """Builds a roster anew; answers how many shifts stay open."""
    with SessionLocal() as session:
        roster = session.get(RosterRow, roster_id)
        ids = {nurse["name"]: nurse["id"] for nurse in nurses.of_ward(session, roster.ward_id)}
        entries = build_roster(list(ids), list(ALL), 7)
        session.execute(text("DELETE FROM shifts WHERE roster_id = :id"), {"id": roster_id})
        session.execute(INSERT, [row(roster, ids, entry) for entry in entries])
        session.commit()
    return sum(entry["nurse"] is None for entry in entries)


def row(roster: RosterRow, ids: dict[str, int], entry: dict) -> dict:
    starts_at, ends_at = moments(roster.week, entry["day"], entry["shift"])
    return {
        "ward_id": roster.ward_id,
        "roster_id": roster.id,
        "nurse_id": ids.get(entry["nurse"]),
        "kind": entry["shift"],
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
