"""A first roster for a ward's coming weeks."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from ..models import RosterRow, ShiftRow
from ..repositories import nurses
from ..rules.shift import ALL, by_name
from ..settings import settings
from .roster_engine import build_roster


def draft(session: Session, ward_id: int, week: date) -> RosterRow:
    roster = RosterRow(ward_id=ward_id, week=week)
    session.add(roster)
    session.flush()
    ids = {nurse["name"]: nurse["id"] for nurse in nurses.of_ward(session, ward_id)}
    for entry in build_roster(list(ids), list(ALL), settings.roster_horizon_days):
        starts_at, ends_at = moments(week, entry["day"], entry["shift"])
        session.add(
            ShiftRow(
                ward_id=ward_id,
                roster_id=roster.id,
                nurse_id=ids.get(entry["nurse"]),
                kind=entry["shift"],
                starts_at=starts_at,
                ends_at=ends_at,
            )
        )
    return roster


def moments(week: date, day: int, kind: str) -> tuple[datetime, datetime]:
    """When a shift of a day of the week starts and ends."""
    shift = by_name(kind)
    midnight = datetime.combine(week + timedelta(days=day), time())
    end = shift.end + 24 if shift.crosses_midnight else shift.end
    return midnight + timedelta(hours=shift.start), midnight + timedelta(hours=end)
